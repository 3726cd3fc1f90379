"""When two answers in a row were of no use, by the journal and by votes; where a question was about."""

from __future__ import annotations

import pytest

from bot.operations.feedback import Feedback, FeedbackLog
from bot.operations.turn_journal import TurnRecord
from tests.bot.handover.office import Office

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


def test_the_place_that_was_last_asked_about_goes_to_its_staff(office: Office) -> None:
    add_turn(office, "answered", 1, "Bắc Giang")
    add_turn(office, "answered", 2, "Chợ Đồn")
    add_turn(office, "answered", 3)
    office.wait_for_staff()
    assert office.handover().place == "Chợ Đồn"
    ours = office.run(office.desk.unended(lambda place: place in (None, "Chợ Đồn")))
    theirs = office.run(office.desk.unended(lambda place: place in (None, "Bắc Giang")))
    assert (len(ours), len(theirs)) == (1, 0)
