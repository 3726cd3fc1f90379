"""Texts over the years as bars: where each stands on a drawing, in the drawing's own units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.web.public.parameters import (
    BAR_LETTERS,
    BARS_FROM,
    DRAWING_WIDTH,
    HEAD_HEIGHT,
    MAX_TICKS,
    ROW_HEIGHT,
)

#: Units left free at the right, where the arrow of an open end stands.
ARROW = 10


class DatedText(Protocol):
    """A text with its half-open days; None is not known."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def start(self) -> date | None:
        """Its first day."""

    @property
    def end(self) -> date | None:
        """The first day on which it no longer holds."""

    @property
    def is_verified(self) -> bool:
        """Whether its days were read in a source."""


@dataclass(frozen=True)
class Tick:
    """A year on the scale."""

    x: float
    year: int


@dataclass(frozen=True)
class Bar:
    """A text's bar; `look` is "sure" or "unsure", `is_open` where no end is known."""

    name: str
    x: float
    y: int
    width: float
    look: str
    is_open: bool


@dataclass(frozen=True)
class Drawing:
    """What is drawn; `today` is where the present day stands."""

    width: int
    height: int
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    today: float


class Scale:
    """From days to units: whole years from the first day drawn to the year after the last."""

    def __init__(self, days: Sequence[date]) -> None:
        self.first, self.last = min(days).year, max(days).year + 1

    def x(self, day: date) -> float:
        """Return where a day stands; one outside stands at the border."""
        begin, end = date(self.first, 1, 1), date(self.last, 1, 1)
        share = (day - begin).days / (end - begin).days
        return round(BARS_FROM + min(1.0, max(0.0, share)) * self._units, 1)

    @property
    def _units(self) -> int:
        return DRAWING_WIDTH - ARROW - BARS_FROM

    def ticks(self) -> tuple[Tick, ...]:
        """Return the years that are marked."""
        step = -(-(self.last - self.first) // MAX_TICKS)
        years = range(self.first, self.last, step)
        return tuple(Tick(self.x(date(year, 1, 1)), year) for year in years)


def draw(rows: Sequence[DatedText], today: date) -> Drawing:
    """Return the drawing of some texts, a row each."""
    scale = Scale([*(day for row in rows for day in (row.start, row.end) if day), today])
    return Drawing(
        width=DRAWING_WIDTH,
        height=HEAD_HEIGHT + ROW_HEIGHT * len(rows),
        ticks=scale.ticks(),
        bars=tuple(_bar(scale, row, index) for index, row in enumerate(rows)),
        today=scale.x(today),
    )


def _bar(scale: Scale, row: DatedText, index: int) -> Bar:
    left = scale.x(row.start or date(scale.first, 1, 1))
    right = scale.x(row.end or date(scale.last, 1, 1))
    is_sure = row.is_verified and row.start is not None
    name = row.name if len(row.name) <= BAR_LETTERS else row.name[: BAR_LETTERS - 1] + "…"
    return Bar(
        name=name,
        x=left,
        y=HEAD_HEIGHT + ROW_HEIGHT * index + 4,
        width=round(max(2.0, right - left), 1),
        look="sure" if is_sure else "unsure",
        is_open=row.end is None,
    )
