"""Which points are told: every part of a section gets a line, the larger ones more, eight in all."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.answering.parameters import (
    FORMAL_LETTERS,
    FORMAL_WEIGHT,
    MAX_QUOTE,
    MAX_SUMMARY_LINE,
    MAX_UNCUT,
    MIN_LINES_TO_COUNT,
    MIN_NAMED_PARTS,
    MIN_POINT,
)
from knowledge.answering.phrasing import message
from knowledge.answering.summaries.outline import Section, marker_of, without_mark
from knowledge.answering.summaries.points import Point, points_of, prefix_of, row_point, turned_by
from knowledge.language import fold
from knowledge.model import Document

#: Parts that say only since when, in how many copies and by whom a text is carried out.
FORMAL = re.compile(
    r"chiu trach nhiem thi hanh|co hieu luc|lap thanh \d+ ban|hieu luc thi hanh|dieu khoan thi hanh"
)


@dataclass(frozen=True)
class Line:
    """A line of a summary and the span that it rests on; none for a count of parts not told.

    `is_heading` tells that it only names a part.
    """

    text: str
    span: tuple[int, int] | None = None
    is_heading: bool = False


def lines_of(document: Document, section: Section, count: int) -> list[Line]:
    """Return a section in at most `count` lines, each of its parts told or counted.

    A single paragraph is told by its sentences, uncut.
    """
    if section.kind == "text" and not section.parts:
        return [_line(p, ()) for p in points_of(document, section, (), MAX_QUOTE)[:count]]
    return _lines(document, section, count, (), is_part=False)


def _lines(
    document: Document, section: Section, count: int, path: tuple[str, ...], *, is_part: bool
) -> list[Line]:
    """Return the same of a section or part; `path` are the titles above that are named with it."""
    units = _units(section)
    if units and all(unit.kind == "row" for unit in units) and len(units) - 1 <= count:
        return [_line(row_point(units, row), ()) for row in units[1:]]
    named = _headings(units)
    if is_part and count < MIN_LINES_TO_COUNT and len(named) >= MIN_NAMED_PARTS:
        return [_named_parts(section, named, path)]
    counts_rest = len(units) > count and _may_count(units, count, is_part=is_part)
    if count == 1 or len(units) < 2 or (len(units) > count and not counts_rest):
        return _best_lines(document, section, count, path)
    left_out: list[Section] = []
    if counts_rest:
        left_out = sorted(units, key=_weight)[: len(units) - count + 1]
        units, count = [unit for unit in units if unit not in left_out], count - 1
    lines: list[Line] = []
    for unit, share in zip(units, _shares(units, count), strict=True):
        titled = (*path, unit.own) if unit.is_titled and unit.own else path
        lines += _lines(document, unit, share, titled, is_part=True)
    return lines + ([_counted(left_out, path)] if left_out else [])


def _may_count(units: Sequence[Section], count: int, *, is_part: bool) -> bool:
    """Whether parts may be counted instead of told: within a part only those with a heading."""
    if is_part:
        return count >= MIN_LINES_TO_COUNT and all(unit.is_titled for unit in units)
    return any(unit.title for unit in units)


def _best_lines(
    document: Document, section: Section, count: int, path: tuple[str, ...]
) -> list[Line]:
    """Return the best points of a section, in the order of the text."""
    found = points_of(document, section, path)
    points = [point for point in found if len(point.text) >= MIN_POINT] or found
    if not points:
        # Nothing can be cut without loss: a longer sentence is told whole, or the part named.
        points = points_of(document, section, path, MAX_UNCUT)[:1]
    if not points and path:
        return [Line(path[-1], (section.start, section.last), is_heading=True)]
    points = points or points_of(document, section, path, MAX_QUOTE)[:1]
    chosen: list[Point] = []
    while points and len(chosen) < count:
        taken = {point.part for point in chosen}
        best = min(points, key=lambda point: _preference(point, taken))
        if chosen and (best.is_cut or best.leans):
            break
        points.remove(best)
        chosen.append(best)
    ordered = sorted(chosen, key=lambda point: point.order)
    return [_line(point, path, is_first=not index) for index, point in enumerate(ordered)]


def _preference(point: Point, taken: Collection[int]) -> tuple[bool, bool, int]:
    """Return what orders points, the one to tell first smallest.

    Points of a part not told yet come first, then what stands alone, then what stands first. Figures,
    facts and words shared with other sentences tell no better (docs/decisions.md).
    """
    return point.part in taken, point.leans, point.order


def _units(section: Section) -> list[Section]:
    """Return the parts of a section that get lines of their own.

    A table among other lines is one part, and so are paragraphs between titled parts.
    """
    if section.kind == "text":
        return []
    parts = list(section.parts)
    if len(parts) == 1 and parts[0].is_titled:
        return _units(parts[0])
    kinds = [_kind_of_unit(part) for part in parts]
    if len(set(kinds)) < 2:
        return parts
    joins_plain = kinds.count("titled") > 1
    units: list[Section] = []
    for kind, pairs in groupby(zip(kinds, parts, strict=True), key=lambda pair: pair[0]):
        together = tuple(part for _, part in pairs)
        if kind == "row" or (kind == "plain" and joins_plain):
            start = together[0].start
            units.append(Section("title", "", start, start, 0, together))
        else:
            units += together
    return units


def _kind_of_unit(part: Section) -> str:
    return part.kind if part.kind == "row" else "titled" if part.is_titled else "plain"


def _weight(unit: Section) -> float:
    """Return what a part weighs: its letters, few where it only says who carries the text out."""
    said = " ".join(fold(part.own) for part in unit.walk())[:FORMAL_LETTERS]
    return math.log1p(unit.letters) * (FORMAL_WEIGHT if FORMAL.search(said) else 1.0)


def _shares(units: Sequence[Section], count: int) -> list[int]:
    """Return how many lines each unit gets: one, and what is left where most is said."""
    shares = [1] * len(units)
    for _ in range(count - len(units)):
        most = max(range(len(units)), key=lambda i: units[i].letters / (shares[i] + 1))
        shares[most] += 1
    return shares


def _headings(units: Sequence[Section]) -> list[Section]:
    """Return the parts with headings; where they are few, the ones in them: articles of a chapter."""
    titled = [unit for unit in units if unit.is_titled and unit.own]
    below = [part for unit in titled for part in unit.parts if part.is_titled]
    return titled if len(titled) >= MIN_NAMED_PARTS or len(below) < MIN_NAMED_PARTS else below


def _named_parts(section: Section, parts: Sequence[Section], path: Sequence[str]) -> Line:
    """Return a part by the headings in it, as many as fit: a chapter of twenty articles."""
    text = prefix_of(path[-1:]) + message("summary_parts", count=len(parts))
    names: list[str] = []
    for part in parts:
        if len("; ".join([text, *names, part.own])) > MAX_SUMMARY_LINE:
            break
        names.append(part.own.rstrip(" :."))
    end = "." if len(names) == len(parts) else "…"
    return Line(f"{text} {'; '.join(names)}{end}", (section.start, section.last))


def _counted(left_out: Sequence[Section], path: Sequence[str]) -> Line:
    """Return how many parts are not told, with the names of as many as fit."""
    text = message("summary_others", count=len(left_out))
    text += "".join(message("summary_others_of", part=title) for title in path[-1:])
    names: list[str] = []
    in_order = sorted(left_out, key=lambda unit: unit.start)
    for name in (unit.title.rstrip(" :.") for unit in in_order if unit.title):
        if len("; ".join([text, *names, name])) <= MAX_SUMMARY_LINE:
            names.append(name)
    end = "." if len(names) == len(left_out) else "…"
    return Line(f"{text}: {'; '.join(names)}{end}" if names else f"{text}.")


def _line(point: Point, path: tuple[str, ...], *, is_first: bool = True) -> Line:
    """Return a point under the titles that it needs: on the first line of a part those of both."""
    shown = (*path[-1:], *point.path[-1:]) if is_first else (point.path or path)[-1:]
    if title := turned_by(shown):
        return Line(title, (point.start, point.end))
    prefix = prefix_of(shown)
    text = point.text.removesuffix("./.")
    if prefix or marker_of(text) in ("dash", "plus"):
        text = _without_title(without_mark(text) or text, shown)
    text = f"{text.rstrip(' .…')}…" if point.is_cut else text
    return Line(f"{prefix}{text}", (point.start, point.end))


def _without_title(text: str, titles: Sequence[str]) -> str:
    """Return a line without the title that it begins with itself: "Điều 8. Giao ước này…"."""
    for title in titles:
        if fold(text).startswith(fold(title)):
            return text[len(title) :].lstrip(" .:")
    return text
