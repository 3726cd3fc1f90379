"""When two answers in a row were of no use, by the journal and by votes; where a question was about."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role
from bot.handover.parameters import MAX_SHOWN_WAITING
from bot.handover.queue import Request
from bot.operations.feedback import Feedback, FeedbackLog
from bot.operations.turn_journal import TurnRecord
from bot.storage.tables import HANDOVERS
from tests.bot.handover.office import KNOWN, Office

#: Turns as status and when they ended; moments of votes against an answer.
TROUBLED = [
    ([("not_found", 1), ("nearest", 2)], [], True),
    ([("answered", 1), ("not_found", 2), ("not_found", 3)], [], True),
    # A greeting in between says nothing of the answers.
    ([("not_found", 1), ("chat", 2), ("not_found", 3)], [], True),
    ([("not_found", 1)], [], False),
    ([("not_found", 1), ("answered", 2)], [], False),
    ([("not_found", 1), ("answered", 2)], [3], True),
    ([("answered", 1), ("not_found", 4)], [2], True),
    ([("answered", 1), ("answered", 4)], [2, 5], True),
    ([("answered", 1), ("answered", 4)], [5], False),
    ([("answered", 1), ("answered", 4)], [2], False),
    ([("not_found", 1), ("not_found", 2), ("answered", 3)], [], False),
    ([], [1], False),
]  # fmt: skip


def add_turn(office: Office, status: str, at: float, place: str = "", who: str = "c") -> None:
    office.journal.add(TurnRecord(at, f"t{at}", who, "web", status, "", place, 0.1, ""))


@pytest.mark.parametrize(("turns", "votes", "is_troubled"), TROUBLED)
def test_trouble(
    office: Office, turns: list[tuple[str, float]], votes: list[float], is_troubled: bool
) -> None:
    for status, at in turns:
        add_turn(office, status, at)
        add_turn(office, "not_found", at, who="ai khác")
    for number, given in enumerate(votes):
        log = FeedbackLog(office.database, lambda given=given: given)  # type: ignore[misc]
        log.add(Feedback("c", "down", "", f"hỏi {number}", "đáp", "answered"))
        log.add(Feedback("c", "up", "", f"hỏi khác {number}", "đáp", "answered"))
    assert (office.run(office.dialogue.offer("c")) is not None) is is_troubled


def add_attendant(office: Office, name: str, *places: str) -> None:
    Accounts(office.database).add(name, name, "mat-khau-rat-dai", [Role.ATTENDANT], places)


def test_the_place_that_was_last_asked_about_goes_to_its_staff(office: Office) -> None:
    add_attendant(office, "hoa", "Chợ Đồn")
    add_turn(office, "answered", 1, "Bắc Giang")
    add_turn(office, "answered", 2, "Chợ Đồn")
    add_turn(office, "answered", 3)
    office.wait_for_staff()
    assert office.handover().place == "Chợ Đồn"
    for place, count in (("Chợ Đồn", 1), ("Bắc Giang", 0)):
        assert len(office.run(office.desk.unended(frozenset({place})))) == count
        assert office.run(office.desk.waiting(frozenset({place}))) == count


@pytest.mark.parametrize("is_there", [False, True], ids=["nobody", "switched off"])
def test_a_place_that_none_who_attends_has_is_everybody_s(office: Office, is_there: bool) -> None:
    add_attendant(office, "hoa", "Bắc Giang")
    Accounts(office.database).add("lan", "lan", "mat-khau-rat-dai", [Role.EDITOR], ["Chợ Đồn"])
    if is_there:
        add_attendant(office, "nam", "Chợ Đồn")
        Accounts(office.database).set_active("nam", False)
    add_turn(office, "answered", 1, "Chợ Đồn")
    office.wait_for_staff()
    assert office.handover().place == ""
    assert office.run(office.desk.waiting(frozenset({"Bắc Giang"}))) == 1


def test_who_waits_is_seen_by_those_who_are_left_when_the_only_one_of_the_place_is_shut_off(
    office: Office,
) -> None:
    accounts = Accounts(office.database)
    for name, *places in (("hoa", "Bắc Giang"), ("nam", "Chợ Đồn")):
        add_attendant(office, name, *places)
    add_turn(office, "answered", 1, "Chợ Đồn")
    office.wait_for_staff()
    office.attendants = accounts.with_permission_to_attend()
    office.upkeep()
    assert office.run(office.desk.waiting(frozenset({"Bắc Giang"}))) == 0
    accounts.set_active("nam", False)
    office.attendants = accounts.with_permission_to_attend()
    office.upkeep()
    assert office.run(office.desk.waiting(frozenset({"Bắc Giang"}))) == 1
    assert office.handover().is_live


def test_who_waits_is_told_once_when_nobody_attends_any_more(office: Office) -> None:
    number = office.wait_for_staff()
    office.attendants = []
    for _ in range(2):
        office.upkeep()
    told = [text for author, text in office.lines(number) if author == "notice"]
    assert [text.partition(".")[0] for text in told] == [
        "Hiện không còn cán bộ nào trực, mong anh/chị thông cảm"
    ]
    assert "cán bộ trả lời tại đây khi làm việc trở lại." in told[0]
    assert (office.handover().state, office.handover().is_live) == ("waiting", False)
    # The assistant answers meanwhile.
    assert office.say(KNOWN) == ["Đổi mới."]


def test_those_of_other_places_crowd_out_nobody(office: Office) -> None:
    many = MAX_SHOWN_WAITING + 1
    for number in range(many):
        request = Request(f"c{number}", "web", {}, "Bắc Giang", "asked")
        office.queue.ask(request)
    office.queue.ask(Request("last", "web", {}, "Chợ Đồn", "asked"))
    with office.database.writing() as connection:
        connection.execute(update(HANDOVERS).values(state="waiting", is_live=True, queued=1.0))
    assert [one.conversation for one in office.queue.unended(frozenset({"Chợ Đồn"}))] == ["last"]
    assert len(office.queue.unended(frozenset())) == MAX_SHOWN_WAITING
    assert office.desk.count_waiting() == many + 1
