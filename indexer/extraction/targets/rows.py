"""Targets in the rows of a table, whose first row names its columns: "TT | Chỉ tiêu | ĐVT | Kế hoạch 2024"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from indexer.extraction.targets.sentences import NUMBER, Target, contains, parse_figure, rules
from knowledge.language import dates_in, fold, table_cells, years_in

#: A cell with words in it, not a number or a mark.
WORDS = regex.compile(r"\p{L}{2}")


def is_goal_table(header: str) -> bool:
    """Whether the first row of a table says that goals stand below it."""
    names = [fold(name) for name in _cells(header)]
    planned = _planned(names, range(len(names)))
    if _is_over(names, planned):
        return False
    reached = rules()["columns"]["reached"]
    is_told = not planned and any(contains(reached, name) for name in names)
    return contains(rules()["goal_table"], header) and not is_told


def find_row_targets(row: str, header: str, year: int | None) -> Iterator[Target]:
    """Yield a target for each column of figures of a table row; `header` is the first row.

    A column of a year before `year`, that of the text, holds results.
    """
    if row == header:
        return
    cells, titles = _cells(row), _cells(header)
    names = [fold(title) for title in titles]
    columns = _find_columns(names, cells)
    if columns is None or columns.indicator >= len(cells):
        return
    for column in columns.figures:
        figure = cells[column] if column < len(cells) else ""
        years = years_in(names[column]) if column < len(names) else []
        is_past = bool(year and years and years[0] < year)
        if (
            NUMBER.search(figure)
            and not dates_in(figure)
            and WORDS.search(cells[columns.indicator])
            and not is_past
        ):
            value = _with_unit(figure, columns.unit)
            named = years[0] if years else None
            name = cells[columns.indicator]
            if columns.is_of_units:
                name = f"{titles[column]} ({name})"
            yield Target(name, value, 0, len(row), named, parse_figure(value))


@dataclass(frozen=True)
class _Columns:
    """The columns of the indicator and of its figures, and the unit in this row.

    `is_of_units`: a row is a commune or a workshop, and its columns say what is measured.
    """

    indicator: int
    figures: Sequence[int]
    unit: str = ""
    is_of_units: bool = False


def _find_columns(names: Sequence[str], cells: Sequence[str]) -> _Columns | None:
    columns = rules()["columns"]
    indicator = _first_column(columns["indicator"], names)
    unit = _first_column(columns["unit"], names, (indicator or 0) + 1)
    words = next((i for i, cell in enumerate(cells) if WORDS.search(cell)), None)
    begin = words if indicator is None else indicator
    if begin is None:
        return None
    rest = [i for i in range(begin + 1, len(names)) if i != unit]
    planned = _planned(names, rest)
    if _is_over(names, planned):
        return None
    planned = _narrowed(names, planned)
    if indicator is None:
        # A table without names of columns: words, then a figure.
        return _Columns(begin, planned or [begin + 1], is_of_units=bool(planned))
    other = [i for i in rest if not contains(columns["result"], names[i])]
    unit_cell = cells[unit] if unit is not None and unit < len(cells) else ""
    return _Columns(indicator, planned or other[-1:], unit_cell)


def _planned(names: Sequence[str], among: Iterable[int]) -> list[int]:
    """Return the columns that are named after what is planned."""
    return [i for i in among if contains(rules()["columns"]["figure"], names[i])]


def _narrowed(names: Sequence[str], planned: Sequence[int]) -> list[int]:
    """Return the columns of what the body takes on itself, else those named after more than a year."""
    own, year_alone = rules()["columns"]["own"], rules()["columns"]["year_alone"]
    taken = [i for i in planned if contains(own, names[i])]
    return taken or [i for i in planned if not contains(year_alone, names[i])] or list(planned)


def _is_over(names: Sequence[str], planned: Sequence[int]) -> bool:
    """Whether a column behind those planned says what was reached of them."""
    if not planned:
        return False
    years = {year for i in planned for year in years_in(names[i])}
    reached = rules()["columns"]["reached"]
    behind = [name for name in names[planned[-1] + 1 :] if contains(reached, name)]
    return any(not years or set(years_in(name)) <= years for name in behind)


def _first_column(pattern: str, names: Sequence[str], start: int = 0) -> int | None:
    return next((i for i in range(start, len(names)) if contains(pattern, names[i])), None)


def _with_unit(figure: str, unit: str) -> str:
    if unit[1:].islower():
        # "Triệu đồng", "Ha": a cell begins in upper case.
        unit = unit.lower()
    if not unit or unit in figure:
        return figure
    return f"{figure}{unit}" if unit == "%" else f"{figure} {unit}"


def _cells(row: str) -> list[str]:
    return [cell.strip(" *") for cell in table_cells(row)]
