"""Targets: an indicator with its figure, in a clause of a sentence or a row of a table; the ways to say them are rules.

What a table's columns hold is told by its first row: "TT | Chỉ tiêu | Đơn vị tính | Kế hoạch năm 2024".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import regex

from indexer.rules import compile_pattern, load_rules
from knowledge.text import clauses, fold, one_line
from knowledge.vocabulary import years_in

LONGEST_INDICATOR, LONGEST_VALUE = 160, 90
NUMBER = regex.compile(r"\d[\d.,]*(?:\s*(?:-|–|đến)\s*\d[\d.,]*)?")


@dataclass(frozen=True)
class Target:
    """An indicator and its figure, `start`..`end` in the sentence or row that holds it; `year` when it names its own.

    `details`: comparator (">", "≥", "<", "≤", "≈"), change (tăng, giảm), number, unit.
    """

    indicator: str
    value: str
    start: int
    end: int
    year: int | None = None
    details: dict[str, str] = field(default_factory=dict)


def in_sentence(text: str, before: str, block: str) -> Iterator[Target]:
    """Yield the targets of a sentence; `before` is what leads to it, `block` the paragraph it stands in."""
    rule = _rules()
    strong = _found(rule["strong"], f"{before}\n{block}")
    if not strong and not _found(rule["weak"], f"{before}\n{text}"):
        return
    patterns = rule["compared_figure"] + (rule["bare_figure"] if strong else [])
    patterns += rule["figure_first"] if block.lstrip()[:1] in "-–+•*" else []
    for start, end in clauses(text):
        for first, last in _parts(text, start, end):
            if found := _target(text[first:last].strip(" .;,"), patterns):
                indicator, value = found
                yield Target(indicator, value, first, last, _year(text[first:last]), parse(value))


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a clause at its commas when each part is a target of its own."""
    cuts = [match.span() for match in regex.finditer(r",\s+(?=\p{L})", text[start:end])]
    edges = [0, *(edge for cut in cuts for edge in cut), end - start]
    parts = [
        (start + first, start + last) for first, last in zip(edges[::2], edges[1::2], strict=True)
    ]
    whole = all(
        _target(text[first:last].strip(" .;,"), _rules()["compared_figure"])
        for first, last in parts
    )
    return parts if whole else [(start, end)]


def _target(clause: str, patterns: list[str]) -> tuple[str, str] | None:
    """Give indicator and figure of a clause."""
    for pattern in patterns:
        if match := compile_pattern(pattern, "targets").match(clause):
            indicator = regex.sub(_rules()["idle_end"], "", match["indicator"].strip(" -–+•*"))
            if kept := _kept(indicator, match["value"]):
                return kept
    return None


def _kept(indicator: str, value: str) -> tuple[str, str] | None:
    rule = _rules()
    long = len(indicator) > LONGEST_INDICATOR or len(value) > LONGEST_VALUE
    if (
        long
        or not indicator
        or _found(rule["no_indicator"], indicator)
        or _found(rule["no_value"], value)
    ):
        return None
    return indicator, one_line(value)


def in_row(text: str, header: str, before: str) -> Iterator[Target]:
    """Yield the targets of a table row: one for each column of figures; `header` is the table's first row."""
    rule, cells, names = _rules(), _cells(text), [fold(name) for name in _cells(header)]
    if text == header or not _found(rule["strong"], f"{before}\n{header}"):
        return
    indicator, figures, unit = _columns(names, cells)
    if indicator is None or indicator >= len(cells):
        return
    for column in figures:
        figure = cells[column] if column < len(cells) else ""
        if not NUMBER.search(figure) or not regex.search(r"\p{L}{2}", cells[indicator]):
            continue
        value = figure + (
            ("" if unit == "%" else " ") + unit if unit and unit not in figure else ""
        )
        years = years_in(names[column]) if column < len(names) else []
        yield Target(
            cells[indicator], value, 0, len(text), years[0] if years else None, parse(value)
        )


def _columns(names: list[str], cells: list[str]) -> tuple[int | None, list[int], str]:
    """Give the column of the indicator, those of its figures, and the unit in this row."""
    rule = _rules()["columns"]
    indicator = next(
        (place for place, name in enumerate(names) if _found(rule["indicator"], name)), None
    )
    if indicator is None:
        # A table without names of columns: words, then a figure.
        words = [place for place, cell in enumerate(cells) if regex.search(r"\p{L}{2}", cell)]
        return (words[0], [words[0] + 1], "") if words else (None, [], "")
    rest = range(indicator + 1, len(names))
    unit = next((place for place in rest if _found(rule["unit"], names[place])), None)
    planned = [place for place in rest if place != unit and _found(rule["figure"], names[place])]
    other = [place for place in rest if place != unit and not _found(rule["result"], names[place])]
    return (
        indicator,
        planned or other[:1],
        cells[unit] if unit is not None and unit < len(cells) else "",
    )


def parse(value: str) -> dict[str, str]:
    """Give what a figure is made of.

    >>> parse("đạt trên 500 kg/người/năm")
    {'comparator': '>', 'number': '500', 'unit': 'kg/người/năm'}
    """
    match = NUMBER.search(value)
    if not match:
        return {}
    before, after = fold(value[: match.start()]), value[match.end() :].strip(" .")
    rule = _rules()
    comparator = next(
        (
            sign
            for sign, words in rule["comparators"].items()
            if _found(words, f"{before} {fold(after)}")
        ),
        "",
    )
    change = next((word for word in ("tăng", "giảm") if fold(word) in before.split()), "")
    unit = regex.split(r"\s*(?:trở lên|trở xuống|\(|,|so với)", after)[0]
    told = {
        "comparator": comparator,
        "change": change,
        "number": match[0].rstrip(".,"),
        "unit": unit,
    }
    return {name: said for name, said in told.items() if said}


def _year(text: str) -> int | None:
    years = set(years_in(text))
    return years.pop() if len(years) == 1 else None


def _cells(row: str) -> list[str]:
    return [one_line(cell).strip(" *") for cell in row.strip().strip("|").split("|")]


def _rules() -> Any:
    return load_rules("targets")


def _found(pattern: str, text: str) -> bool:
    return bool(compile_pattern(pattern, "targets").search(text))
