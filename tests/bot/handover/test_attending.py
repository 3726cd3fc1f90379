"""What staff do: one at a time has a conversation, what they write goes out once and in order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from bot.delivery.inbox import Inbox
from bot.errors import DeliveryFailed, HandoverRefused
from bot.handover import notices
from bot.handover.attending import Attendant, StaffAnswer
from bot.handover.desk import Upkeep
from bot.handover.outgoing import time_left
from bot.handover.parameters import MAX_ANSWER
from bot.handover.transcript import Source
from bot.storage.leases import OwnLeases
from bot.storage.tables import MESSAGES
from database import Database
from tests.bot.handover.office import DAY, HOA, HOUR, LEASE, NAM, Office, everywhere

SOURCE = Source(
    "15/KH-UBND – Kế hoạch", "Tỷ lệ che phủ rừng đạt 80,5%", "/documents/cho-don-2022#p27"
)
APP = {"channel": "memory", "address": {"person": "7"}}


def parts(office: Office) -> list[str]:
    """Return what is on its way to the app, in order."""
    kept = office.database.rows(select(MESSAGES.c.parts).order_by(MESSAGES.c.id))
    return [part["text"] for row in kept for part in json.loads(row.parts)]


def test_of_many_who_take_one_at_once_one_has_it(office: Office) -> None:
    number = office.wait_for_staff()
    staff = [Attendant(str(name), f"Cán bộ {name}") for name in range(8)]

    def take(who: Attendant) -> bool:
        try:
            office.attending.take(number, who)
        except HandoverRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, staff))
    assert sum(taken) == 1
    assert office.handover().staff == staff[taken.index(True)].id
    assert len(office.lines(number)) == 1


def test_who_goes_away_loses_it_and_another_may_have_it(office: Office) -> None:
    number = office.wait_for_staff()
    office.take(number)
    with pytest.raises(HandoverRefused, match="Trần Thị Hoa đang trả lời"):
        office.take(number, NAM)
    office.now += LEASE - 1
    # A look at it keeps it.
    assert office.run(office.desk.open(number, HOA, everywhere)).is_theirs
    office.now += LEASE - 1
    office.upkeep()
    assert office.handover().state == "taken"
    office.now += 1
    with pytest.raises(HandoverRefused, match="về lại hàng chờ"):
        office.answer(number, "Muộn rồi")
    office.upkeep()
    assert (office.handover().state, office.handover().staff_name) == ("waiting", "")
    office.take(number, NAM)
    assert [text for _, text in office.lines(number)][-1].startswith("Lê Nam đã nhận")
    with pytest.raises(HandoverRefused):
        office.answer(number, "Vẫn tôi")
    assert ("staff", "Vẫn tôi") not in office.lines(number)


def test_others_see_that_it_is_taken_but_not_what_is_said(office: Office) -> None:
    number = office.wait_for_staff()
    office.say("chuyện riêng")
    assert office.run(office.desk.open(number, NAM, everywhere)).lines
    office.take(number)
    seen = office.run(office.desk.open(number, NAM, everywhere))
    assert (seen.lines, seen.is_theirs, seen.handover.staff_name) == ([], False, HOA.name)
    with pytest.raises(HandoverRefused, match="nơi khác"):
        office.run(office.desk.open(number, NAM, lambda _: False))
    with pytest.raises(HandoverRefused, match="nơi khác"):
        office.run(office.desk.take(number, NAM, lambda _: False))


@pytest.mark.parametrize("ending", ["abandoned", "given back", "stopped"])
def test_what_one_of_the_staff_was_told_is_masked_for_the_others_afterwards(
    office: Office, ending: str
) -> None:
    number = office.wait_for_staff()
    office.take(number)
    office.say("Số •••", verbatim="Số 0912345678")
    if ending == "abandoned":
        office.now += LEASE
        office.upkeep()
    elif ending == "given back":
        office.run(office.desk.give_back(number, HOA))
    else:
        office.say("thôi")

    def read(who: Attendant, reads_all: bool = False) -> tuple[bool, bool, bool]:
        seen = office.run(office.desk.open(number, who, everywhere, reads_all=reads_all))
        assert seen.lines
        told = any("0912345678" in line.text for line in seen.lines)
        return told, seen.is_anothers, seen.is_masked

    assert read(HOA) == (True, False, False)
    assert read(NAM) == (False, True, True)
    assert read(NAM, reads_all=True) == (True, True, False)
    if ending == "abandoned":
        # Who takes it now answers it, and reads all.
        office.take(number, NAM)
        assert read(NAM) == (True, False, False)


def test_an_answer_that_is_sent_twice_goes_out_once(office: Office) -> None:
    number = office.wait_for_staff(**APP)
    office.take(number)
    for _ in range(2):
        office.answer(number, "Chào anh/chị", key="k1")
    office.answer(number, "Chào anh/chị", key="k2")
    assert parts(office)[1:] == ["Chào anh/chị"] * 2
    assert office.resumed == ["c"] * 4


def test_an_answer_is_sent_with_its_sources_in_parts_that_the_app_takes(office: Office) -> None:
    number = office.wait_for_staff(**APP)
    office.take(number)
    office.answer(number, "Theo kế hoạch. " * 30, sources=[SOURCE])
    texts = parts(office)[1:]
    assert len(texts) > 1
    assert all(len(text) <= office.channel.max_length for text in texts)
    whole = " ".join(texts)
    assert f"Nguồn: {SOURCE.title} – “{SOURCE.quote}”" in whole
    assert "Xem: https://a.vn/documents/cho-don-2022#p27" in whole
    (line,) = (line for line in office.transcript.lines(number) if line.author == "staff")
    assert line.sources == (SOURCE,)


def test_how_far_an_answer_has_come_is_shown(office: Office) -> None:
    number = office.wait_for_staff(**APP)
    office.take(number)
    for text in ("một", "hai", "ba"):
        office.answer(number, text)
    inbox = Inbox(office.database)
    for state in ("done", "done", "failed"):
        message = inbox.next_open("c")
        assert message
        assert message.is_from_staff
        inbox.close_message(message.id, state)
    found = [line.delivery for line in office.transcript.lines(number)]
    assert found == ["sent", "sent", "failed", "sending"]
    office.now += 1
    office.queue.see("c")
    assert office.handover().seen == office.now


def test_what_staff_write_is_no_message_of_the_person_s_and_is_not_muted(office: Office) -> None:
    number = office.wait_for_staff(**APP)
    office.take(number)
    office.answer(number, "Chào")
    assert Inbox(office.database, lambda: office.now).count_recent("c", 60) == 0


@pytest.mark.parametrize(
    "answer",
    [
        StaffAnswer("k", ""),
        StaffAnswer("k", " \n "),
        StaffAnswer("k", "x" * (MAX_ANSWER + 1)),
        StaffAnswer("k", "a", (SOURCE,) * 6),
    ],
)
def test_an_answer_that_cannot_be_sent_is_refused(office: Office, answer: StaffAnswer) -> None:
    number = office.wait_for_staff(**APP)
    office.take(number)
    with pytest.raises(HandoverRefused, match="Câu trả lời phải có"):
        office.run(office.desk.answer(number, HOA, answer))
    assert len(parts(office)) == 1


def test_a_channel_that_is_off_is_told_and_nothing_is_kept(office: Office) -> None:
    number = office.wait_for_staff(channel="telegram", address={"chat": 7})
    with pytest.raises(HandoverRefused, match="Kênh telegram đang tắt"):
        office.take(number)
    assert (office.handover().state, office.lines(number)) == ("waiting", [])


def test_a_channel_that_is_off_keeps_nobody_else_from_being_told_that_the_office_closed(
    office: Office,
) -> None:
    office.wait_for_staff("telegram", channel="telegram", address={"chat": 7})
    office.wait_for_staff("c", **APP)
    office.now += 9 * HOUR
    office.upkeep()
    assert [office.handover(who).is_live for who in ("telegram", "c")] == [True, False]
    assert "Đã hết giờ làm việc" in parts(office)[-1]


def test_the_upkeep_goes_on_after_any_trouble(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    number = office.wait_for_staff()
    office.take(number)
    office.now += LEASE
    looks = iter(range(3))

    def clock() -> float:
        if next(looks) == 0:
            raise RuntimeError("no time")
        return office.now

    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) > 2:
            raise asyncio.CancelledError

    upkeep = Upkeep(
        office.database, office.attending, office.outgoing, office.hours, None,
        attendants=lambda: office.attendants, leases=OwnLeases(), clock=clock, sleep=sleep,
    )  # fmt: skip
    with pytest.raises(asyncio.CancelledError):
        office.run(upkeep.run())
    assert len(pauses) == 3
    assert office.handover().state == "waiting"
    assert "the queue cannot be looked after" in caplog.text


@pytest.mark.parametrize(
    ("passed", "told", "is_over"),
    [
        (0.0, "Zalo cho trả lời miễn phí thêm 2 ngày, còn 7 ngày.", False),
        (47.5 * HOUR, "Zalo cho trả lời miễn phí thêm 1 giờ, còn 5 ngày.", False),
        (48 * HOUR, "Zalo cho trả lời còn 5 ngày; từ giờ Zalo tính phí mỗi tin.", False),
        (7 * DAY - HOUR, "Zalo cho trả lời còn 1 giờ; từ giờ Zalo tính phí mỗi tin.", False),
        (7 * DAY, "Quá 7 ngày từ tin cuối của người hỏi: Zalo không nhận tin nữa.", True),
    ],
)
def test_how_long_zalo_takes_an_answer_is_told_and_nothing_is_sent_after(
    office: Office, passed: float, told: str, is_over: bool
) -> None:
    number = office.wait_for_staff(channel="zalo", address={"user": "7"})
    office.now += passed
    left = time_left(office.handover(), office.now)
    assert left
    assert (str(left), left.is_over) == (told, is_over)
    office.take(number)
    if is_over:
        with pytest.raises(HandoverRefused, match="Quá 7 ngày"):
            office.answer(number, "Chào")
        assert parts(office) == []
        # The person's next word opens it again.
        office.say("Alo", channel="zalo")
    office.answer(number, "Chào")
    assert parts(office)[-1] == "Chào"


def test_who_is_answered_in_the_app_itself_waits_here_no_more(office: Office) -> None:
    number = office.wait_for_staff(channel="zalo", address={"user": "7"})
    office.queue.mute("c", 60)
    office.queue.mute("c", 60)
    assert (office.handover().state, office.handover().ended_by) == ("ended", "app")
    assert office.lines(number)[-1] == ("note", notices.ANSWERED_ELSEWHERE)
    assert Inbox(office.database, lambda: office.now).is_muted("c")
    office.now += 61
    assert not Inbox(office.database, lambda: office.now).is_muted("c")


def test_a_conversation_that_has_ended_is_nobody_s(office: Office) -> None:
    number = office.wait_for_staff()
    office.take(number)
    office.say("thôi")
    for refused in (
        lambda: office.answer(number, "Chào"),
        lambda: office.take(number),
        lambda: office.run(office.desk.give_back(number, HOA)),
    ):
        with pytest.raises(HandoverRefused):
            refused()
    office.run(office.desk.type(number, HOA))
    assert office.handover().typing == 0
    assert office.handover().address == {}


def test_given_back_without_an_answer_it_counts_as_unanswered(office: Office) -> None:
    number = office.wait_for_staff()
    office.take(number)
    office.run(office.desk.give_back(number, HOA))
    assert (office.handover().answered, office.handover().ended_by) == (0, "staff")


def test_writing_is_shown_while_it_lasts(office: Office) -> None:
    number = office.wait_for_staff()
    office.take(number)
    office.run(office.desk.type(number, HOA))
    assert office.handover().typing > office.now
    office.run(office.desk.type(number, NAM))
    office.answer(number, "Chào")
    assert office.handover().typing == 0


def test_an_app_that_shows_no_writing_stops_nothing(conversations: Database) -> None:
    class Silent(type(Office(conversations).channel)):  # type: ignore[misc]
        async def typing(self, address: object) -> None:
            raise DeliveryFailed("away")

    office = Office(conversations)
    office.outgoing._channels["memory"] = Silent()  # type: ignore[index]
    number = office.wait_for_staff(**APP)
    office.take(number)
    office.run(office.desk.type(number, HOA))
    assert office.handover().state == "taken"


def test_the_web_page_gets_each_line_once_and_tells_what_was_read(office: Office) -> None:
    number = office.wait_for_staff()
    news: Callable[..., object] = lambda after=0, typing=False: office.run(  # noqa: E731
        office.news.after("c", after, typing)
    )
    assert news() == type(news())("waiting")
    office.take(number)
    office.answer(number, "Chào", sources=[SOURCE])
    first = office.run(office.news.after("c", 0, False))
    assert [line.author for line in first.lines] == ["notice", "staff"]
    assert first.lines[1].sources == (SOURCE,)
    office.now += 1
    again = office.run(office.news.after("c", first.lines[-1].id, False))
    assert (again.lines, again.state) == ((), "taken")
    assert office.handover().seen == office.now
    office.run(office.desk.type(number, HOA))
    assert office.run(office.news.after("c", first.lines[-1].id, False)).is_typing
    office.run(office.desk.give_back(number, HOA))
    last = office.run(office.news.after("c", first.lines[-1].id, False))
    assert ([line.author for line in last.lines], last.state) == (["notice"], "ended")


def test_an_app_s_conversation_is_not_told_to_the_web(office: Office) -> None:
    number = office.wait_for_staff(**APP)
    office.take(number)
    assert office.run(office.news.after("c", 0, False)).state == "none"
    assert office.run(office.news.after("ai khác", 0, False)).state == "none"


def test_who_waits_on_the_web_is_woken_by_what_staff_write(conversations: Database) -> None:
    office = Office(conversations)
    number = office.wait_for_staff()
    office.take(number)
    taken = office.transcript.lines(number)[-1].id
    office.news._seconds = 60.0

    async def scene() -> list[str]:
        waiting = asyncio.create_task(office.news.after("c", taken, False))
        while not office.arrivals.waiting:
            await asyncio.sleep(0)
        await office.desk.answer(number, HOA, StaffAnswer("k", "Chào"))
        return [line.text for line in (await asyncio.wait_for(waiting, 30)).lines]

    assert asyncio.run(scene()) == ["Chào"]
    assert office.arrivals.waiting == 0
