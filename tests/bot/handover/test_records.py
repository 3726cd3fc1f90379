"""Figures for the report, what a person may see, and the way to another database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from bot.handover.records import HandoverFigures, handover_figures
from bot.operations.report.period import Period
from bot.storage.moving import move_conversations
from bot.storage.opening import open_file
from bot.storage.tables import HANDOVER_LINES, HANDOVERS
from tests.bot.handover.office import MONDAY, Office


def test_figures(office: Office) -> None:
    assert handover_figures(office.database, Period(0, MONDAY * 2)) is None
    office.wait_for_staff("old")
    office.say("thôi", "old")
    office.now += 100
    office.say("cho tôi gặp cán bộ", "asked")
    for wait, who in enumerate(("a", "b", "d"), 1):
        number = office.wait_for_staff(who)
        office.now += 10 * wait
        office.take(number)
        office.answer(number, "Chào")
    office.wait_for_staff("stopped", channel="memory", address={"person": "1"})
    office.say("thôi", "stopped")
    office.wait_for_staff("waiting")
    assert handover_figures(office.database, Period(0, MONDAY)) is None
    figures = handover_figures(office.database, Period(MONDAY + 50, MONDAY * 2))
    assert figures == handover_figures(
        office.database, Period(MONDAY + 50, MONDAY * 2), frozenset({"Bắc Giang"})
    )
    assert figures == HandoverFigures(
        asked=6, queued=5, live=5, taken=3, answered=3, unanswered=1, waiting=4, after_trouble=0,
        by_channel={"memory": 1, "web": 4}, by_place={}, p50_wait=20.0, p95_wait=30.0,
    )  # fmt: skip


def test_a_person_sees_all_that_is_kept_but_where_they_are_answered(office: Office) -> None:
    number = office.wait_for_staff(channel="memory", address={"person": "123456789"})
    office.take(number)
    office.answer(number, "Chào")
    (found,) = office.records.export("c")
    assert (found["state"], found["agreed"], found["staff_name"]) == (
        "taken",
        MONDAY,
        "Trần Thị Hoa",
    )
    assert [line["author"] for line in found["lines"]] == ["notice", "staff"]
    assert "123456789" not in repr(found)


def test_hand_overs_are_moved_with_all_else(office: Office, tmp_path: Path) -> None:
    number = office.wait_for_staff()
    office.take(number)
    with closing(open_file(tmp_path / "there.db")) as there:
        move_conversations(office.database, there, lambda *_: None)
        for table in (HANDOVERS, HANDOVER_LINES):
            assert [*there.rows(select(table))] == [*office.database.rows(select(table))]
        office.database = there
        assert Office(there).handover().staff_name == "Trần Thị Hoa"
