"""The text of a document with the evidence of its facts marked, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.views import FactView
from bot.web.console.documents.parameters import LINE_SEARCH, TEXT_ON_PAGE


@dataclass(frozen=True)
class Segment:
    """Some of the text; `begins` are the facts whose evidence begins here."""

    text: str
    is_marked: bool
    is_proposal: bool
    begins: tuple[int, ...]


@dataclass(frozen=True)
class TextPart:
    """A part of the text, by its number from 1, of so many."""

    number: int
    count: int
    segments: tuple[Segment, ...]


def part_starts(text: str) -> list[int]:
    """Return where the parts of a text begin: at the end of a line where one is near."""
    starts = [0]
    while len(text) - starts[-1] > TEXT_ON_PAGE:
        end = starts[-1] + TEXT_ON_PAGE
        line = text.rfind("\n", end - LINE_SEARCH, end)
        starts.append(line + 1 if line >= 0 else end)
    return starts


def part_of(starts: Sequence[int], offset: int) -> int:
    """Return the number of the part that holds an offset."""
    return max(number for number, start in enumerate(starts, 1) if start <= offset or number == 1)


def marked_part(text: str, facts: Sequence[FactView], number: int) -> TextPart:
    """Return a part of a text with the evidence of facts marked; a number beyond is the nearest."""
    starts = part_starts(text)
    number = min(max(1, number), len(starts))
    low = starts[number - 1]
    high = starts[number] if number < len(starts) else len(text)
    here = [fact for fact in facts if fact.start < high and fact.end > low]
    cuts = {low, high}
    for fact in here:
        cuts |= {max(low, fact.start), min(high, fact.end)}
    bounds = sorted(cuts)
    segments = (
        _segment(text, here, start, end)
        for start, end in zip(bounds, bounds[1:], strict=False)
        if start < end
    )
    return TextPart(number, len(starts), tuple(segments))


def _segment(text: str, facts: Sequence[FactView], start: int, end: int) -> Segment:
    over = [fact for fact in facts if fact.start <= start and end <= fact.end]
    return Segment(
        text[start:end],
        is_marked=bool(over),
        is_proposal=bool(over) and all(fact.is_proposal for fact in over),
        begins=tuple(fact.number for fact in over if fact.start == start),
    )
