"""What a person is told on the way to staff, and when the assistant is silent."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.handover import notices, wording
from bot.handover.parameters import MAX_PERSON_TEXT
from bot.vietnam_time import VIETNAM
from database import Database
from tests.bot.handover.office import DAY, HOA, HOUR, KNOWN, LEASE, MONDAY, Office

PHONE = "Tôi là Lan, số 0912345678"
NIGHT = datetime(2026, 11, 30, 22, 0, tzinfo=VIETNAM).timestamp()


def titles(office: Office, text: str) -> list[str]:
    return [button.title for button in office.ask(text)[-1].buttons]


def test_who_asks_agrees_waits_and_is_answered(office: Office) -> None:
    (consent,) = office.ask("cho toi gap can bo")
    assert consent.text == notices.CONSENT
    assert [button.payload for button in consent.buttons] == [
        wording.AGREE,
        wording.MASKED,
        wording.STOP,
    ]
    (queued,) = office.ask(wording.AGREE)
    assert notices.FIRST in queued.text
    assert queued.about == {"handover": "waiting"}
    number = office.handover().id
    assert office.handover().agreed == MONDAY
    assert notices.FIRST in office.say("Hồ sơ của tôi đến đâu rồi?")[0]
    office.take(number)
    assert office.say("Cán bộ ơi") == []
    office.answer(number, "Hồ sơ đã trình.")
    office.run(office.desk.give_back(number, HOA))
    assert office.say(KNOWN) == ["Đổi mới."]
    assert [author for author, _ in office.lines(number)] == [
        "person", "notice", "person", "staff", "notice",
    ]  # fmt: skip
    assert "Trần Thị Hoa đã nhận" in office.lines(number)[1][1]


def test_numbers_are_masked_until_staff_have_taken_it_and_the_person_has_agreed(
    office: Office,
) -> None:
    number = office.wait_for_staff()
    masked = "Tôi là Lan, số •••"
    office.say(masked, verbatim=PHONE)
    assert not office.queue.may_read("c")
    office.take(number)
    assert office.queue.may_read("c")
    office.say(masked, verbatim=PHONE)
    assert [text for author, text in office.lines(number) if author == "person"] == [masked, PHONE]
    # Who has gone away reads nothing.
    office.now += LEASE
    assert not office.queue.may_read("c")


def test_who_does_not_agree_is_handed_over_masked(office: Office) -> None:
    number = office.wait_for_staff(words="không")
    office.take(number)
    office.say("số •••", verbatim="số 0912345678")
    assert office.handover().agreed == 0
    assert not office.queue.may_read("c")
    assert office.lines(number)[-1] == ("person", "số •••")
    assert notices.TAKEN_MASKED in office.lines(number)[0][1]


@pytest.mark.parametrize(
    ("answer", "said"), [("thôi", [notices.NOT_HANDED]), (KNOWN, ["Đổi mới."])]
)
def test_who_changes_their_mind_is_answered_by_the_assistant(
    office: Office, answer: str, said: list[str]
) -> None:
    office.say(wording.ASK)
    assert office.say(answer) == said
    assert office.handover().state == "ended"
    # Nobody is put into the queue by a word that comes after that.
    office.say("đồng ý")
    assert office.queue.unended(frozenset()) == []


def test_consent_that_comes_after_an_hour_is_no_consent(office: Office) -> None:
    office.say(wording.ASK)
    office.now += HOUR + 1
    office.say("đồng ý")
    assert office.queue.unended(frozenset()) == []


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_person_ends_it_at_any_time(office: Office, is_taken: bool) -> None:
    number = office.wait_for_staff()
    if is_taken:
        office.take(number)
    assert office.say("Thôi") == [notices.STOPPED]
    assert office.handover().ended_by == "person"
    assert office.lines(number)[-1] == ("note", notices.PERSON_STOPPED)
    assert office.say(KNOWN) == ["Đổi mới."]


def test_out_of_hours_a_message_is_left_and_the_assistant_answers_on(office: Office) -> None:
    office.now = NIGHT
    office.say(wording.ASK)
    (leave,) = office.say(wording.AGREE)
    assert "7:30 thứ Ba 01/12" in leave
    assert office.queue.unended(frozenset()) == []
    (left,) = office.say("Nhờ cán bộ gọi lại về hồ sơ")
    assert "Tôi đã ghi lời nhắn" in left
    (waiting,) = office.queue.unended(frozenset())
    assert not waiting.is_live
    assert office.say(KNOWN) == ["Đổi mới."]
    # "thôi" may mean anything now; another message can be left.
    assert office.say("thôi") != [notices.STOPPED]
    assert "7:30 thứ Ba" in office.say(wording.ASK)[0]
    office.say("Thêm: hồ sơ của tôi nộp hôm qua")
    texts = [text for author, text in office.lines(waiting.id) if author == "person"]
    assert texts == ["Nhờ cán bộ gọi lại về hồ sơ", "Thêm: hồ sơ của tôi nộp hôm qua"]
    assert office.say(wording.STOP) == [notices.STOPPED]


def test_who_waits_when_the_office_closes_is_told_and_answered_by_the_assistant(
    office: Office,
) -> None:
    number = office.wait_for_staff(channel="memory", address={"person": "7"})
    office.now = datetime(2026, 11, 30, 17, 0, tzinfo=VIETNAM).timestamp()
    office.upkeep()
    office.upkeep()
    assert office.resumed == ["c"]
    assert [author for author, _ in office.lines(number)] == ["notice"]
    assert "7:30 thứ Ba 01/12" in office.lines(number)[0][1]
    assert office.say(KNOWN) == ["Đổi mới."]


def test_how_many_wait_before_is_told(office: Office) -> None:
    office.wait_for_staff("a")
    office.wait_for_staff("b")
    office.say(wording.ASK)
    assert "còn 2 người chờ" in office.say("ok")[0]
    office.take(office.handover("a").id)
    assert "còn 1 người chờ" in office.say(wording.AGREE)[0]


def test_two_answers_that_were_of_no_use_bring_an_offer(office: Office) -> None:
    assert titles(office, "Chủ đề của Cà Mau?") == []
    assert titles(office, "Chủ đề của Bạc Liêu?") == [notices.OFFER]
    office.now = NIGHT
    assert titles(office, "Chủ đề của Kiên Giang?") == [notices.OFFER_LATER]
    office.say(wording.ASK)
    assert office.handover().reason == "trouble"
    assert titles(office, KNOWN) == []


def test_where_nobody_answers_people_are_told_whom_to_turn_to(conversations: Database) -> None:
    office = Office(conversations, hours="")
    assert office.say(wording.ASK) == [notices.NOBODY.format(contact="Phòng TĐKT")]
    assert [titles(office, "Cà Mau?") for _ in range(3)] == [[], [], []]
    assert office.queue.latest("c") is None


def test_the_same_message_asked_again_after_a_crash_is_kept_once(office: Office) -> None:
    number = office.wait_for_staff()
    for _ in range(2):
        office.say("Hồ sơ của tôi?", id="zalo 7")
    assert office.lines(number) == [("person", "Hồ sơ của tôi?")]
    # So is a step of the way.
    assert notices.FIRST in office.say(wording.AGREE)[0]
    assert office.lines(number) == [("person", "Hồ sơ của tôi?")]


def test_while_it_cannot_be_told_who_attends_questions_are_answered(office: Office) -> None:
    with office.database.writing() as connection:
        connection.execute(text("ALTER TABLE handovers RENAME TO elsewhere"))
    assert office.say(KNOWN) == ["Đổi mới."]
    assert not office.run(office.dialogue.is_silent("c"))
    with pytest.raises(SQLAlchemyError):
        office.queue.is_silent("c")


def test_what_was_said_before_is_there_for_staff(office: Office) -> None:
    with office.database.writing() as connection:
        connection.execute(
            text("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")
        )
        for number, event in enumerate((
            '{"event": "user", "text": "chu de", "metadata": {"text": "chủ đề •••"}}',
            '{"event": "bot", "data": {"custom": {"text": "Đổi mới."}}}',
            '{"event": "bot", "data": null}', '{"event": "slot", "value": 1}', '{"event": "user", "text": null}',
        )):  # fmt: skip
            row = {"number": number, "event": event}
            connection.execute(text("INSERT INTO events VALUES (:number, 'c', :event)"), row)
    number = office.wait_for_staff()
    assert office.lines(number) == [("person", "chủ đề •••"), ("assistant", "Đổi mới.")]


def test_what_is_no_text_is_told_to_staff(office: Office) -> None:
    number = office.wait_for_staff()
    office.take(number)
    assert office.say("") == []
    assert office.lines(number)[-1] == ("person", notices.NO_TEXT)


def test_of_a_picture_staff_are_told_that_it_came_and_its_sender_that_nobody_sees_it(
    office: Office,
) -> None:
    number = office.wait_for_staff()
    (kept,) = office.say("", picture=b"")
    assert kept == notices.PICTURE_KEPT.format(place=notices.FIRST)
    office.take(number)
    assert office.say("số •••", verbatim="số 0912345678", picture=b"a plan") == [
        notices.PICTURE_NOT_SEEN
    ]
    assert [text for author, text in office.lines(number) if author == "person"] == [
        notices.PICTURE,
        f"{notices.PICTURE}\nsố 0912345678",
    ]
    assert "a plan" not in str(office.records.export("c"))


def test_a_picture_alone_is_no_message_to_leave(office: Office) -> None:
    office.now = NIGHT
    office.say(wording.ASK)
    office.say(wording.AGREE)
    (more,) = office.say("", picture=b"a plan")
    assert "bằng chữ" in more
    assert "7:30 thứ Ba 01/12" in more
    assert office.queue.unended(frozenset()) == []
    office.say("Xem giúp hồ sơ này", picture=b"a plan")
    (left,) = office.queue.unended(frozenset())
    assert office.lines(left.id) == [("person", f"{notices.PICTURE}\nXem giúp hồ sơ này")]


def test_erasing_a_conversation_erases_all_of_it(office: Office) -> None:
    number = office.wait_for_staff(channel="memory", address={"person": "7"})
    office.take(number)
    office.answer(number, "Chào anh/chị")
    asyncio.run(office.dialogue.forget("c"))
    assert office.records.export("c") == []
    assert office.lines(number) == []
    assert office.database.rows(text("SELECT id FROM messages")) == []  # type: ignore[arg-type]
    assert office.queue.find(number) is None


def test_records_end_with_their_days(office: Office) -> None:
    office.wait_for_staff("old")
    office.say("thôi", "old")
    office.wait_for_staff("left")
    office.now += 10 * DAY
    office.wait_for_staff("new")
    assert office.records.expire(office.now - 5 * DAY) == 2
    assert [office.records.export(name) == [] for name in ("old", "left", "new")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("step", ["waiting", "taken", "leaving"])
def test_a_long_message_is_kept_whole_and_what_is_cut_is_told_of(office: Office, step: str) -> None:
    if step == "leaving":
        office.now = NIGHT
    number = office.wait_for_staff()
    if step == "taken":
        office.take(number)
    # As long as Telegram allows.
    longest = "a" * 4096
    assert notices.TOO_LONG not in office.say(longest)
    assert office.lines(number)[-1] == ("person", longest)
    if step == "leaving":
        office.say(wording.ASK)
    assert office.say("b" * (MAX_PERSON_TEXT + 1))[0] == notices.TOO_LONG
    assert office.lines(number)[-1] == ("person", "b" * MAX_PERSON_TEXT + notices.CUT)
