"""The questions that wait for an answer are read and grouped once while nothing changes, then only what is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from bot.accounts.model import Role, Staff
from bot.operations.feedback import Feedback, FeedbackLog
from bot.operations.turn_journal import TurnJournal, TurnRecord
from bot.web.console.questions.open_questions import (
    CACHE_SECONDS,
    DAYS,
    OpenQuestions,
    QuestionGroup,
)
from database import Database
from knowledge.understanding import QuestionClusters

NOW = 1_800_000_000.0
HOUR = 3600.0


class Desk:
    """Open questions with a clock that is set, and what was asked of the knowledge for them."""

    def __init__(self, database: Database) -> None:
        self.now, self.version = NOW, 1
        self.parsed: list[str] = []
        self.grouped, self.clusters = 0, QuestionClusters()
        self.journal = TurnJournal(database)
        self.votes = FeedbackLog(database, lambda: self.now)
        self.questions = OpenQuestions(
            self.journal, self.votes, self.regroup, self.place_of, lambda: self.version,
            lambda: self.now,
        )  # fmt: skip
        self.ask("Câu chưa trả lời?", NOW - HOUR)
        self.vote("Câu trả lời sai ở Cà Mau?")

    def regroup(self, firsts: Mapping[str, float]) -> dict[str, str]:
        self.grouped += 1
        return self.clusters.update(firsts)

    def place_of(self, question: str) -> str:
        self.parsed.append(question)
        return "Cà Mau" if "Cà Mau" in question else ""

    def ask(self, question: str, at: float, place: str = "") -> None:
        self.journal.add(TurnRecord(at, "t", "c", "web", "not_found", "", place, 0.1, question))

    def vote(self, question: str, conversation: str = "v") -> None:
        self.votes.add(Feedback(conversation, "down", "", question, "đáp", "answered"))

    def groups(self, *places: str) -> list[QuestionGroup]:
        staff = Staff(1, "an", "An", frozenset((Role.EDITOR,)), frozenset(places))
        return self.questions.groups(staff)

    def seen(self, *places: str) -> list[str]:
        return [group.text for group in self.groups(*places)]


@pytest.fixture
def desk(conversations: Database) -> Desk:
    return Desk(conversations)


def test_nothing_is_reckoned_again_while_nothing_changes(desk: Desk) -> None:
    first = desk.seen()
    assert first == ["Câu chưa trả lời?", "Câu trả lời sai ở Cà Mau?"]
    (key,) = [one.key for one in desk.questions.groups(staff_of_all()) if "Cà Mau" in one.text]
    assert desk.questions.find(staff_of_all(), key)
    assert desk.seen() == first
    assert (desk.parsed, desk.grouped) == (["Câu trả lời sai ở Cà Mau?"], 1)


def staff_of_all() -> Staff:
    return Staff(2, "binh", "Bình", frozenset((Role.VIEWER,)))


def test_a_question_is_of_the_day_in_vietnam(desk: Desk) -> None:
    evening = datetime(2027, 1, 14, 17, 30, tzinfo=UTC).timestamp()
    desk.ask("Hỏi lúc nửa đêm?", evening)
    (group,) = [one for one in desk.questions.groups(staff_of_all()) if "nửa đêm" in one.text]
    assert (group.first, group.last) == (date(2027, 1, 15), date(2027, 1, 15))


def test_each_office_sees_its_own_questions_of_a_group(desk: Desk) -> None:
    assert desk.seen("Bắc Giang") == ["Câu chưa trả lời?"]
    assert len(desk.seen("Cà Mau")) == len(desk.seen()) == 2
    assert desk.seen("Bắc Giang") == ["Câu chưa trả lời?"]
    assert (len(desk.parsed), desk.grouped) == (1, 1)


def test_what_comes_is_seen_at_once_and_only_it_is_parsed(desk: Desk) -> None:
    desk.seen()
    desk.ask("Câu mới?", NOW - 2)
    assert "Câu mới?" in desk.seen()
    desk.vote("Trả lời sai mới?", "w")
    assert "Trả lời sai mới?" in desk.seen()
    assert desk.parsed == ["Câu trả lời sai ở Cà Mau?", "Trả lời sai mới?"]


def test_what_is_erased_is_gone_at_once(desk: Desk) -> None:
    desk.seen()
    desk.votes.forget("v")
    assert desk.seen() == ["Câu chưa trả lời?"]
    desk.journal.forget("c")
    assert desk.seen() == []


def test_after_a_minute_or_another_document_all_is_read_anew(desk: Desk) -> None:
    desk.seen()
    desk.now += CACHE_SECONDS - 1
    desk.seen()
    assert desk.grouped == 1
    desk.now += 1
    desk.seen()
    assert (len(desk.parsed), desk.grouped) == (1, 2)
    desk.version = 2
    desk.seen()
    assert (len(desk.parsed), desk.grouped) == (2, 3)
    desk.now += DAYS * 24 * HOUR
    assert desk.seen() == []


def test_of_a_group_the_oldest_that_somebody_sees_stands_for_it(desk: Desk) -> None:
    for hours, question in ((9, "Câu trả lời sai ở Mau?"), (8, "Câu trả lời sai ở Cà Mau đâu?")):
        place = "Cà Mau" if "Cà Mau" in question else "Lào Cai"
        desk.ask(question, NOW - hours * HOUR, place)
    seen = {
        places: [(group.text, group.unanswered, group.wrong) for group in desk.groups(*places)][0]
        for places in ((), ("Cà Mau",), ("Lào Cai",))
    }
    assert seen == {
        (): ("Câu trả lời sai ở Mau?", 2, 1),
        ("Cà Mau",): ("Câu trả lời sai ở Cà Mau đâu?", 1, 1),
        ("Lào Cai",): ("Câu trả lời sai ở Mau?", 1, 0),
    }
