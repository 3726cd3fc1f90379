"""What a part of a document may be told by: sentences, openings of sentences, lists, tables.

A sentence is only cut between its clauses, and never before what excepts, limits or negates: the
opening "đạt 61%" of "đạt 61%, chưa đạt mục tiêu 65%" would say something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.answering.parameters import (
    MAX_LINE_TITLE,
    MAX_SHORT_ITEM,
    MAX_SUMMARY_LINE,
    MIN_POINT,
)
from knowledge.answering.phrasing import told_row
from knowledge.answering.summaries.outline import FRAGMENT, FRAME, Section, without_mark
from knowledge.language import YEAR, fold, one_line, sentence_spans, table_cells
from knowledge.model import Document

CLAUSE = re.compile(r"(?<=;)\s+")
FIGURE = re.compile(r"\W*\d[\d.,]*\s*%?\W*")
#: What begins so takes back or narrows what stands before it.
EXCEPTS = re.compile(
    r"(tru( truong hop| khi)?|ngoai tru|rieng( doi voi)?|nhung|tuy nhien|song|neu|truong hop"
    r"|(chi|khong) (ap dung|xet|tinh)|ke ca|tren co so|voi dieu kien|khi)\b"
)
#: A sentence that begins so belongs to the one before.
EXCEPTS_SENTENCE = re.compile(
    r"(tru|ngoai tru|rieng|nhung|tuy nhien|truong hop|neu|(chi|khong) (ap dung|xet|tinh|bao gom|ke)) "
)
#: A heading with one of these must not be left out above what it turns into its contrary.
TURNS = re.compile(r"\b(khong|chua|cam|tru|ngoai|han che|ton tai|yeu kem|thu hoi|(?<!phat )huy)\b")
#: Titles of persons that end with a full stop within a sentence.
ABBREVIATED = re.compile(r"\b(ThS|BS|BSCK\w*|PGS|GS|TS|KS|DS|CN|TP|TX|Th|Tr)\.$")
#: The number by which a heading is cited: "Điều 12", "Chương IV", "3.".
CITED = re.compile(
    r"(?:(?:Chương|Phần|Mục|Điều|CHƯƠNG|PHẦN|MỤC) (?:thứ )?\w+|[IVX]{1,5}|\d{1,2})(?=[.:) ]|$)"
)
#: A sentence that begins so leans on the one before.
LEANS = re.compile(
    r"(dieu nay|viec nay|viec do|trong do|ngoai ra|so nay|qua do|tu do|do do|vi vay|vi the|dong thoi"
    r"|ong|ho|nguoi nay|cung|tuy nhien|nhung|rieng|con|truong hop|dip nay|gom)\b|[\"“].*(noi|phat bieu)"
    r"|[\"“][^\"”]*[\"”]\.?$|.*(nhu sau|sau day|the le)\.$"
)
NUMBER_COLUMN = ("tt", "stt", "ma", "so tt")
SUBNUMBER = re.compile(r"\d+\.\d+|[A-Z]\d+")


@dataclass(frozen=True)
class Point:
    """Words of a document that may stand for the part they are in; `order` counts within it.

    `text` is on one line, `is_cut` tells that its sentence goes on, `leans` that it needs the one
    before, `part` is the offset of the nearest part that holds it, `path` the titles above.
    """

    text: str
    start: int
    end: int
    order: int
    part: int
    path: tuple[str, ...] = ()
    is_cut: bool = False
    leans: bool = False


def points_of(
    document: Document,
    section: Section,
    above: tuple[str, ...],
    letters: int = MAX_SUMMARY_LINE,
) -> list[Point]:
    """Return what a section may be told by in a line of so many letters, in order.

    `above` are the titles to name with it.
    """
    found = _points(document, section, above, (), section.start, letters)
    return [replace(point, order=order) for order, point in enumerate(found)]


def prefix_of(path: Sequence[str]) -> str:
    """Return the titles to stand before a point: all, else the nearest, else the number of one."""
    named = [title.rstrip(" :.") for title in dict.fromkeys(path) if title]
    cited = [match[0] for title in named if (match := CITED.match(title))]
    forms = [
        " – ".join(named),
        *named[-1:],
        " – ".join([*cited[:1], *named[-1:]]),
        " – ".join(cited),
    ]
    return next((f"{form}: " for form in forms if form and len(form) <= MAX_LINE_TITLE), "")


def turned_by(path: Sequence[str]) -> str:
    """Return the nearest title where a line must not stand without it and it is too long for that."""
    nearest = path[-1] if path else ""
    told = nearest.rstrip(" :.") in prefix_of(path)
    return "" if told or not TURNS.search(fold(nearest)) else nearest


def _room(above: Sequence[str], path: Sequence[str], letters: int) -> int:
    return letters - len(prefix_of((*above[-1:], *path[-1:])))


def _points(
    document: Document,
    section: Section,
    above: tuple[str, ...],
    path: tuple[str, ...],
    part: int,
    letters: int,
) -> Iterator[Point]:
    room = _room(above, path, letters)
    if section.is_titled and _lists_short_items(section):
        yield _list("", section.parts[0].start, section.parts, room, path, part)
        return
    rows = [one for one in section.parts if one.kind == "row"]
    if section.kind == "text":
        yield from _of_text(document, section, room, path, part)
        if section.own.endswith(":"):
            return
    for child in section.parts:
        if child.kind == "row":
            if child is rows[0] and (table := _table(rows, room)):
                yield Point(table, rows[0].start, rows[-1].end, 0, child.start, path)
            continue
        if child.rank == FRAGMENT and section.kind == "text":
            continue
        below = (*path, child.own) if child.is_titled else path
        yield from _points(document, child, above, below, child.start, letters)


def _lists_short_items(section: Section) -> bool:
    """Whether nothing but short lines stand under a title: names of movements, honours."""
    parts = section.parts
    own = [part.own for part in parts]
    is_short = all(part.kind == "text" and not part.parts for part in parts)
    return len(parts) > 1 and is_short and max(map(len, own)) <= MAX_SHORT_ITEM


def _of_text(
    document: Document, section: Section, room: int, path: tuple[str, ...], part: int
) -> Iterator[Point]:
    """Yield the sentences of a line; one that opens a list goes with the first of its items."""
    spans = _sentences(document.text, section)
    for index, (start, end) in enumerate(spans):
        whole = one_line(document.text[start:end])
        if whole.endswith(":") and index == len(spans) - 1:
            yield from _opened(whole, start, section.parts, room, path, part)
            continue
        # What the next sentence excepts is told with this one, or shown to be left out.
        after = spans[index + 1 : index + 2]
        excepts = any(EXCEPTS_SENTENCE.match(fold(document.text[a:b])) for a, b in after)
        if excepts and after[0][1] - start <= room:
            whole, excepts = one_line(document.text[start : after[0][1]]), False
        if text := _opening(whole, room):
            leans = bool(LEANS.match(fold(without_mark(whole)))) or text.count('"') % 2 > 0
            is_cut = excepts or len(text) < len(whole)
            reach = _reach(document.text, start, text)
            yield Point(text.rstrip(" ;"), start, reach, 0, part, path, is_cut, leans)


def _sentences(text: str, section: Section) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a line; "ThS." and the like end none."""
    line = text[section.start : section.end]
    marks = len(line) - len(line.lstrip(FRAME))
    spans: list[tuple[int, int]] = []
    for first, last in sentence_spans(line[marks:]):
        start, end = section.start + marks + first, section.start + marks + last
        if spans and ABBREVIATED.search(text[spans[-1][0] : spans[-1][1]]):
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


def _opened(
    lead: str,
    start: int,
    parts: Sequence[Section],
    room: int,
    path: tuple[str, ...],
    part: int,
) -> Iterator[Point]:
    """Yield a line that opens a list or table with as much of it as fits."""
    rows = [one for one in parts if one.kind == "row"]
    if listed := [one for one in parts if one.kind == "text"]:
        point = _list(lead, start, listed, room, path, part)
        left_out = [fold(without_mark(one.own)) for one in listed if one.start >= point.end]
        if len(point.text) <= room and not any(map(EXCEPTS.match, left_out)):
            yield point
    elif rows and len(lead) < room:
        table = _table(rows, room - len(lead) - 1)
        yield Point(f"{lead} {table}", start, rows[-1].end, 0, part, path)


def _opening(sentence: str, room: int) -> str:
    """Return the longest opening of a sentence that fits and says nothing else than all of it."""
    if len(sentence) <= room:
        return sentence
    clauses = [match.start() for match in CLAUSE.finditer(sentence)]
    for end in reversed([end for end in clauses if MIN_POINT <= end <= room]):
        if not _turns_after(sentence, end, clauses):
            return sentence[:end].rstrip(" ;")
    return ""


def _turns_after(sentence: str, end: int, clauses: Sequence[int]) -> bool:
    """Whether a clause behind this end takes back or narrows what stands before it."""
    starts = [start for start in clauses if start >= end]
    return any(EXCEPTS.match(fold(sentence[start:].strip())) for start in starts)


def _reach(text: str, start: int, shown: str) -> int:
    """Return where words shown on one line end in the text."""
    letters = len(re.sub(r"\s", "", shown))
    position = start
    while letters and position < len(text):
        letters -= not text[position].isspace()
        position += 1
    return position


def _list(
    lead: str, start: int, items: Sequence[Section], room: int, path: tuple[str, ...], part: int
) -> Point:
    """Return a line that opens a list with as many of its items as fit, one at least."""
    told, end = lead, start + len(lead)
    for index, item in enumerate(items):
        own = without_mark(item.own).rstrip(".;")
        if own.endswith(":") or (index and len(told) + len(own) + 2 > room):
            break
        if index == 0 and len(told) + len(own) + 1 > room:
            own = _opening(own, max(room - len(told) - 1, MIN_POINT)) or own
        told += f"{';' if index else ''} {own}"
        end = item.end
    told = told.lstrip()
    more = "…" if end < items[-1].end else ""
    return Point(told + more, start, end, 0, part, path)


def _table(rows: Sequence[Section], room: int) -> str:
    """Return "Chỉ tiêu (2022; 2023): Hộ nghèo (22,4%; 18,2%); …" with as many rows as fit."""
    table = [table_cells(row.own) for row in rows]
    width = len(table[0])
    body = [cells for cells in table[1:] if len(cells) == width and any(cells)]
    if not body or width < 2 or _holds_figure(table[0]):
        return ""
    first = 1 if fold(table[0][0]) in NUMBER_COLUMN and width > 2 else 0
    if first and any(SUBNUMBER.fullmatch(cells[0]) for cells in body):
        body = [cells for cells in body if not SUBNUMBER.fullmatch(cells[0])]
    told = f"{_row(table[0][first:])}:"
    for index, cells in enumerate(body):
        row = _row(cells[first:])
        if index and len(told) + len(row) + 2 > room:
            return f"{told}…"
        told += f"{';' if index else ''} {row}"
    return told


def _holds_figure(cells: Sequence[str]) -> bool:
    """Whether a first row is no header but a row like the others: a cell is a figure, and no year."""
    return any(FIGURE.fullmatch(cell) and not YEAR.fullmatch(cell) for cell in cells[1:])


def _row(cells: Sequence[str]) -> str:
    values = [cell or "–" for cell in cells[1:]]
    return f"{cells[0]} ({'; '.join(values)})" if values else cells[0]


def row_point(rows: Sequence[Section], row: Section) -> Point:
    """Return one row of a table with the names of its columns."""
    names, cells = table_cells(rows[0].own), table_cells(row.own)
    if len(names) != len(cells) or len(cells) < 2 or _holds_figure(names):
        text = ": ".join(filter(None, cells))
    else:
        text = told_row(cells, names)
    return Point(text, row.start, row.end, 0, row.start)
