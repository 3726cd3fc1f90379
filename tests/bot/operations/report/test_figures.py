"""Figures counted by either database: they add up, by the day of Vietnam, for the places one sees."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from bot.accounts.model import Role, Staff
from bot.operations.report.counting import TurnCounts
from bot.operations.report.figures import (
    Figures,
    HandoverFigures,
    Interval,
    Judged,
    Outcome,
    Row,
    build_figures,
)
from bot.operations.report.period import Grain, Period, days_between
from bot.operations.report.tables import show, tables_of
from bot.operations.report.writing import Writing
from bot.storage.tables import TURNS
from bot.writer.counts import WriterCounts
from database import Database
from tests.bot.operations.report.records import add_turn, add_vote, moment

TODAY = date(2026, 11, 22)
NAMES = {"theme": "chủ đề thi đua", "targets": "chỉ tiêu", "target": "chỉ tiêu"}


@pytest.fixture
def journal(conversations: Database) -> Database:
    """Turns around midnight and around a Sunday, of several places, channels, topics."""
    add_turn(conversations, "2026-11-13 23:59:59", conversation="old")
    add_turn(conversations, "2026-11-14 00:00", conversation="a", seconds=0.2)
    add_turn(
        conversations,
        "2026-11-15 23:59:59",
        "not_found",
        conversation="a",
        place="Chợ Đồn",
        topic="",
    )
    add_turn(
        conversations, "2026-11-16 00:00", "nearest", conversation="b", place="", topic="targets"
    )
    add_turn(conversations, "2026-11-16 09:00", conversation="b", channel="zalo", topic="target")
    add_turn(conversations, "2026-11-16 10:00", "chat", conversation="c", place="", topic="")
    add_turn(conversations, "2026-11-17 23:59:59", conversation="a", seconds=2.5)
    add_turn(conversations, "2026-11-18 00:00", conversation="later")
    for at, vote in (
        ("2026-11-14 08:00", "up"),
        ("2026-11-16 08:00", "down"),
        ("2026-11-16 09:00", "up"),
        ("2026-11-18 00:00", "up"),
    ):
        add_vote(conversations, at, vote)
    return conversations  # fmt: skip


def figures(database: Database, grain: Grain = "day", *places: str) -> Figures:
    period = days_between(date(2026, 11, 14), date(2026, 11, 17), TODAY)
    return build_figures(
        database,
        period,
        grain,
        topic_name=lambda topic: NAMES[topic],
        places=frozenset(places),
    )


def test_the_counts_add_up(journal: Database) -> None:
    found = figures(journal)
    assert (found.since, found.until) == ("2026-11-14 00:00:00", "2026-11-18 00:00:00")
    assert (found.turns, found.conversations, found.ups, found.downs) == (6, 3, 2, 1)
    assert (found.p50_seconds, found.p95_seconds) == (0.05, 2.5)
    assert found.statuses == (
        Row("answered", 3), Row("chat", 1), Row("nearest", 1), Row("not_found", 1),
    )  # fmt: skip
    assert found.channels == (Outcome("web", 5, 2, 1, 1), Outcome("zalo", 1, 1))
    # Two topics of one name are one row.
    assert found.topics == (
        Outcome("(không nêu)", 2, 0, 0, 1),
        Outcome("chỉ tiêu", 2, 1, 1),
        Outcome("chủ đề thi đua", 2, 2),
    )
    assert found.places == (
        Outcome("Bắc Giang", 3, 3),
        Outcome("(không nêu)", 2, 0, 1),
        Outcome("Chợ Đồn", 1, 0, 0, 1),
    )
    assert found.outcome == Outcome("", 6, 3, 1, 1)


def test_by_day(journal: Database) -> None:
    found = figures(journal)
    days = ["2026-11-14", "2026-11-15", "2026-11-16", "2026-11-17"]
    assert found.intervals == (
        Interval(days[0], 1, 1, last=days[0], conversations=1, mean_seconds=0.2),
        Interval(days[1], 1, refused=1, last=days[1], mean_seconds=0.05),
        Interval(days[2], 3, 1, 1, last=days[2], conversations=2, mean_seconds=0.05),
        Interval(days[3], 1, 1, last=days[3], mean_seconds=2.5),
    )
    assert found.judged == (
        Judged(days[0], days[0], 1, 0), Judged(days[1], days[1], 0, 0),
        Judged(days[2], days[2], 1, 1), Judged(days[3], days[3], 0, 0),
    )  # fmt: skip


def test_by_week_from_monday(journal: Database) -> None:
    found = figures(journal, "week")
    told = [(row.name, row.last, row.count, row.conversations) for row in found.intervals]
    assert told == [("2026-11-14", "2026-11-15", 2, 1), ("2026-11-16", "2026-11-17", 4, 2)]
    assert [(row.ups, row.downs) for row in found.judged or ()] == [(1, 0), (1, 1)]
    assert [row["count"] for row in found.as_json()["weeks"]] == [2, 4]


@pytest.mark.parametrize(
    "places", [("Bắc Giang",), ("Chợ Đồn",), ("Bắc Giang", "Chợ Đồn"), ("Cà Mau",), ()]
)
def test_someone_counts_what_they_see(journal: Database, places: tuple[str, ...]) -> None:
    staff = Staff(1, "lan", "Lan", frozenset({Role.VIEWER}), frozenset(places))
    found = figures(journal, "day", *places)
    rows = journal.rows(select(TURNS.c.place, TURNS.c.status, TURNS.c.conversation, TURNS.c.turn))
    first, last = "turn 2026-11-14", "turn 2026-11-18"
    seen = [row for row in rows if staff.sees(row.place or None) and first <= row.turn < last]
    assert found.turns == len(seen)
    assert {row.name: row.count for row in found.statuses} == Counter(row.status for row in seen)
    assert found.conversations == len({row.conversation for row in seen})
    assert sum(row.count for row in found.intervals) == len(seen)
    names = {row.place or "(không nêu)" for row in seen}
    assert {row.name for row in found.places} == names
    # No place is known of a vote: who does not see all places sees none.
    assert (found.judged is None) == bool(places)


def test_nothing_asked_is_a_report_too(conversations: Database) -> None:
    found = figures(conversations)
    assert (found.turns, found.conversations, found.p95_seconds) == (0, 0, 0.0)
    assert [row.count for row in found.intervals] == [0]
    assert found.outcome == Outcome("", 0)


@dataclass(frozen=True)
class Handed:
    """Hand-overs as the room that keeps them tells of them."""

    asked: int = 5
    queued: int = 4
    taken: int = 3
    answered: int = 2
    unanswered: int = 1
    waiting: int = 1
    p50_wait: float | None = 61.0
    p95_wait: float | None = None


def test_hand_overs_are_those_of_the_period_and_places(conversations: Database) -> None:
    asked: list[tuple[Period, frozenset[str]]] = []

    def handovers(period: Period, places: frozenset[str]) -> HandoverFigures:
        asked.append((period, places))
        return Handed()

    period, places = days_between(TODAY, TODAY, TODAY), frozenset({"Bắc Giang"})
    found = build_figures(
        conversations, period, "day", topic_name=str, places=places, handovers=handovers
    )
    assert asked == [(period, places)]
    assert found.as_json()["handovers"]["queued"] == 4
    assert [table.name for table in tables_of(found)][-1] == "chuyen-nguoi"


@pytest.mark.parametrize("handovers", [None, lambda period, places: None])
def test_without_hand_overs_there_is_no_table(conversations: Database, handovers: object) -> None:
    period = days_between(TODAY, TODAY, TODAY)
    found = build_figures(conversations, period, "day", topic_name=str, handovers=handovers)  # type: ignore[arg-type]
    assert "chuyen-nguoi" not in [table.name for table in tables_of(found)]


@pytest.fixture
def written(journal: Database) -> Database:
    """A writer that was asked on three days, two of them of the period and of one week."""
    counts = WriterCounts(journal)
    counts.add({"asked": 99, "outcome.used": 99}, "2026-11-13")
    counts.add({"asked": 4, "outcome.used": 3, "outcome.rejected": 1}, "2026-11-16")
    counts.add({"calls": 4, "seconds": 6.0, "tokens_in": 900, "tokens_out": 100}, "2026-11-16")
    counts.add({"sentence.number": 2, "sentence.source": 3, "spend": 19.6}, "2026-11-16")
    counts.add({"asked": 2, "outcome.busy": 1, "outcome.timeout": 1}, "2026-11-17")
    counts.add({"calls": 1, "seconds": 4.0, "sentence.number": 2}, "2026-11-17")
    return journal


def test_what_the_writer_did_by_day(written: Database) -> None:
    found = figures(written)
    first, second = found.writing or ()
    assert first == Writing(
        "2026-11-16", "2026-11-16", 4, 3, {"rejected": 1}, 1.5, 1000, 20, {"source": 3, "number": 2}
    )
    assert (second.asked, second.used, second.without) == (2, 0, {"busy": 1, "timeout": 1})
    table = tables_of(found)[-1]
    assert (table.name, table.title) == ("may-viet", "Máy viết câu trả lời theo ngày")
    assert [show(cell) for cell in table.rows[0]] == [
        "16/11/2026", "4", "3", "75 %", "1,50", "1.000", "20", "5",
    ]  # fmt: skip


def test_what_the_writer_did_by_week(written: Database) -> None:
    (week,) = figures(written, "week").writing or ()
    assert (week.name, week.last, week.asked, week.mean_seconds) == (
        "2026-11-16", "2026-11-17", 6, 2.0,
    )  # fmt: skip
    assert week.rejected == {"number": 4, "source": 3}


def test_of_the_writer_only_who_sees_all_places_is_told(written: Database) -> None:
    assert figures(written, "day", "Chợ Đồn").writing is None


def test_where_there_is_no_writer_there_is_no_table(journal: Database) -> None:
    assert figures(journal).writing is None
    assert "may-viet" not in [table.name for table in tables_of(figures(journal))]


def test_the_database_counts_and_hands_over_few_rows(conversations: Database) -> None:
    rows = [
        {
            "at": moment("2026-11-16 00:00") + number, "turn": str(number), "conversation": str(number),
            "channel": "web", "status": "answered", "topic": "theme", "place": "Bắc Giang",
            "seconds": number % 3 / 1000, "question": "",
        }
        for number in range(2000)
    ]  # fmt: skip
    with conversations.writing() as connection:
        connection.execute(insert(TURNS), rows)
    period = days_between(TODAY - timedelta(6), TODAY, TODAY)
    with conversations.reading() as connection:
        counts = TurnCounts(connection, period, frozenset())
        assert [tuple(row)[1:4] for row in counts.cube("day")] == [("answered", "web", 2000)]
        assert [tuple(row) for row in counts.outcomes(TURNS.c.topic)] == [
            ("theme", "answered", 2000)
        ]
        assert counts.times() == [(0.0, 667), (0.001, 667), (0.002, 666)]
        assert list(counts.conversations("week").values()) == [2000]
