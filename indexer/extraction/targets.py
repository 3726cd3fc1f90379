"""Targets: an indicator with its figure, in a clause of a sentence or in a row of a table.

The first row of a table names its columns: "TT | Chỉ tiêu | Đơn vị tính | Kế hoạch năm 2024".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from indexer.extraction.parameters import MAX_FIGURE_CHARACTERS, MAX_INDICATOR_CHARACTERS
from indexer.rules import compile_pattern, load_rules
from knowledge.language import clause_spans, fold, one_line, table_cells, years_in

NUMBER = regex.compile(r"\d[\d.,]*(?:\s*(?:-|–|đến)\s*\d[\d.,]*)?")
#: A cell with words in it, not a number or a mark.
WORDS = regex.compile(r"\p{L}{2}")
CLAUSE_COMMA = regex.compile(r",\s+(?=\p{L})")
#: What ends the unit behind a number.
UNIT_END = regex.compile(r"\s*(?:trở lên|trở xuống|\(|,|so với)")
LIST_MARKERS = "-–+•*"


@dataclass(frozen=True)
class Target:
    """An indicator and its figure, at `start`..`end` of the sentence or row that states it.

    `year` is the year it names, None without one. `details` are those of `parse_figure`.
    """

    indicator: str
    value: str
    start: int
    end: int
    year: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)


def find_targets(text: str, context: str, paragraph: str) -> Iterator[Target]:
    """Yield the targets of a sentence of `paragraph`; `context` is what leads to it."""
    rules = _rules()
    is_announced = _contains(rules["strong"], f"{context}\n{paragraph}")
    if not is_announced and not _contains(rules["weak"], f"{context}\n{text}"):
        return
    if _contains(rules["past"], text) and not _contains(rules["weak"], text):
        # "Sau bốn năm, thu nhập đã tăng từ 26 lên 41 triệu": a result beside targets.
        return
    is_item = paragraph.lstrip()[:1] in LIST_MARKERS
    patterns = [
        *rules["compared_figure"],
        *(rules["bare_figure"] if is_announced else []),
        *(rules["figure_first"] if is_item else []),
    ]
    for clause in clause_spans(text):
        for start, end in _split_clause(text, *clause):
            part = text[start:end]
            if found := _match_target(part, patterns):
                indicator, value = found
                year = _only_year(part)
                yield Target(indicator, value, start, end, year, parse_figure(value))


def _split_clause(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a clause between commas when each is a target, else the whole clause."""
    commas = [match.span() for match in CLAUSE_COMMA.finditer(text[start:end])]
    edges = [0, *(edge for comma in commas for edge in comma), end - start]
    parts = [
        (start + first, start + last) for first, last in zip(edges[::2], edges[1::2], strict=True)
    ]
    patterns = _rules()["compared_figure"]
    if all(_match_target(text[first:last], patterns) for first, last in parts):
        return parts
    return [(start, end)]


def _match_target(clause: str, patterns: Sequence[str]) -> tuple[str, str] | None:
    """Return indicator and figure of a clause, None when it is no target."""
    for pattern in patterns:
        if match := compile_pattern(pattern, "targets").match(clause.strip(" .;,")):
            indicator = match["indicator"].strip(f" {LIST_MARKERS}")
            indicator = compile_pattern(_rules()["idle_end"]).sub("", indicator)
            if _is_target(indicator, match["value"]):
                return indicator, one_line(match["value"])
    return None


def _is_target(indicator: str, value: str) -> bool:
    rules = _rules()
    if len(indicator) > MAX_INDICATOR_CHARACTERS or len(value) > MAX_FIGURE_CHARACTERS:
        return False
    is_excluded = _contains(rules["no_indicator"], indicator) or _contains(rules["no_value"], value)
    return bool(indicator) and not is_excluded


def find_row_targets(row: str, header: str, context: str) -> Iterator[Target]:
    """Yield a target for each column of figures of a table row; `header` is the first row."""
    if row == header or not _contains(_rules()["strong"], f"{context}\n{header}"):
        return
    cells, names = _cells(row), [fold(name) for name in _cells(header)]
    columns = _find_columns(names, cells)
    if columns is None or columns.indicator >= len(cells):
        return
    indicator = cells[columns.indicator]
    for column in columns.figures:
        figure = cells[column] if column < len(cells) else ""
        if NUMBER.search(figure) and WORDS.search(indicator):
            value = _with_unit(figure, columns.unit)
            years = years_in(names[column]) if column < len(names) else []
            year = years[0] if years else None
            yield Target(indicator, value, 0, len(row), year, parse_figure(value))


@dataclass(frozen=True)
class _Columns:
    """The columns of the indicator and of its figures, and the unit in this row."""

    indicator: int
    figures: Sequence[int]
    unit: str = ""


def _find_columns(names: Sequence[str], cells: Sequence[str]) -> _Columns | None:
    rules = _rules()["columns"]
    indicator = _first_column(rules["indicator"], names)
    if indicator is None:
        # A table without names of columns: words, then a figure.
        words = next((i for i, cell in enumerate(cells) if WORDS.search(cell)), None)
        return None if words is None else _Columns(words, [words + 1])
    unit = _first_column(rules["unit"], names, indicator + 1)
    rest = [i for i in range(indicator + 1, len(names)) if i != unit]
    planned = [i for i in rest if _contains(rules["figure"], names[i])]
    other = [i for i in rest if not _contains(rules["result"], names[i])]
    unit_cell = cells[unit] if unit is not None and unit < len(cells) else ""
    return _Columns(indicator, planned or other[:1], unit_cell)


def _first_column(pattern: str, names: Sequence[str], start: int = 0) -> int | None:
    return next((i for i in range(start, len(names)) if _contains(pattern, names[i])), None)


def _with_unit(figure: str, unit: str) -> str:
    if not unit or unit in figure:
        return figure
    return f"{figure}{unit}" if unit == "%" else f"{figure} {unit}"


def parse_figure(value: str) -> dict[str, str]:
    """Return the parts of a figure that it has: comparator, change, number and unit.

    >>> parse_figure("đạt trên 500 kg/người/năm")
    {'comparator': '>', 'number': '500', 'unit': 'kg/người/năm'}
    """
    match = NUMBER.search(value)
    if not match:
        return {}
    before, after = fold(value[: match.start()]), value[match.end() :].strip(" .")
    details = {
        "comparator": _comparator(f"{before} {fold(after)}"),
        "change": next((word for word in ("tăng", "giảm") if fold(word) in before.split()), ""),
        "number": match[0].rstrip(".,"),
        "unit": UNIT_END.split(after)[0],
    }
    return {key: detail for key, detail in details.items() if detail}


def _comparator(words: str) -> str:
    signs = _rules()["comparators"].items()
    return next((sign for sign, pattern in signs if _contains(pattern, words)), "")


def _only_year(text: str) -> int | None:
    years = set(years_in(text))
    return years.pop() if len(years) == 1 else None


def _cells(row: str) -> list[str]:
    return [cell.strip(" *") for cell in table_cells(row)]


def _rules() -> Any:
    return load_rules("targets")


def _contains(pattern: str, text: str) -> bool:
    return bool(compile_pattern(pattern, "targets").search(text))
