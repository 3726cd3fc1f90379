"""Lines of answers as lists and paragraphs, links between pages, days drawn to scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from bot.web.public.rendering import NO_PAGES, Pager, pager, text_groups
from bot.web.public.timeline_drawing import draw


@dataclass(frozen=True)
class Listed:
    number: int
    count: int
    total: int


@dataclass(frozen=True)
class Text:
    name: str
    start: date | None
    end: date | None
    is_verified: bool = True


def test_lines_that_begin_with_a_dash_are_a_list() -> None:
    groups = text_groups("Một:\n- hai\n- ba\n\nbốn")
    assert [(group.is_list, group.lines) for group in groups] == [
        (False, ("Một:",)),
        (True, ("hai", "ba")),
        (False, ("bốn",)),
    ]


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        (Listed(1, 1, 3), Pager(1, 1, 3, "", "")),
        (Listed(1, 3, 9), Pager(1, 3, 9, "", "/a?q=x&trang=2")),
        (Listed(2, 3, 9), Pager(2, 3, 9, "/a?q=x", "/a?q=x&trang=3")),
        (Listed(3, 3, 9), Pager(3, 3, 9, "/a?q=x&trang=2", "")),
        (Listed(9, 3, 9), Pager(9, 3, 9, "/a?q=x&trang=3", "")),
        (None, NO_PAGES),
    ],
)
def test_pages_lead_to_those_beside_them(listed: Listed | None, found: Pager) -> None:
    assert pager(listed, "/a", {"q": "x", "nam": None, "noi": ""}) == found


def test_bars_stand_where_their_days_are() -> None:
    rows = [
        Text("a", date(2020, 1, 1), date(2022, 1, 1)),
        Text("b", date(2022, 1, 1), None),
        Text("c", None, date(2021, 1, 1)),
        Text("một tên rất dài " * 5, date(2023, 1, 1), date(2023, 1, 2), is_verified=False),
    ]
    drawing = draw(rows, date(2024, 6, 1))
    a, b, c, d = drawing.bars
    assert [tick.year for tick in drawing.ticks] == [2020, 2021, 2022, 2023, 2024]
    assert a.x + a.width == pytest.approx(b.x, abs=0.2)
    assert (a.is_open, b.is_open, c.is_open) == (False, True, False)
    assert (c.x, c.look, a.look, d.look) == (a.x, "unsure", "sure", "unsure")
    assert d.name.endswith("…")
    assert d.width >= 2
    assert b.x < d.x < drawing.today < drawing.width
    assert [bar.y for bar in drawing.bars] == sorted({bar.y for bar in drawing.bars})


def test_centuries_are_marked_by_few_years() -> None:
    ticks = draw([Text("a", date(1945, 1, 1), None)], date(2045, 1, 1)).ticks
    assert len(ticks) <= 14
    assert ticks[0].year == 1945
