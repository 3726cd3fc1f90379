"""Tables typed as text: cells between tabs, bars or what OCR makes of bars become rows "| a | b |".

Other readers give tables in that form already; without it a row is a line of text like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

TAB = regex.compile(r"\t")
#: Bars between cells, and "I" between blanks, as OCR reads them.
BARS = (regex.compile(r"[|¦]"), regex.compile(r"(?<=\s)[Il](?=\s|$)"))
#: How the first cell of a row that names the columns begins: "STT", "Chỉ tiêu", "Tên đơn vị".
FIRST_COLUMN = regex.compile(
    r"(?i)\W*(?:s?tt|số tt|danh mục|họ (?:và )?tên|đơn vị|cơ quan|cụm|khối|thời gian|thời hạn|việc|"
    r"(?:tên )?(?:các )?(?:chỉ tiêu|nội dung|tiêu chí|nhiệm vụ|chỉ số|danh hiệu|hạng mục|phần việc)|"
    r"công việc|lĩnh vực|hồ sơ|tên (?:đơn vị|cơ quan|xã|việc))\b"
)
#: Rows of a table have at least so many cells, or a first row that names its columns.
MIN_CELLS, MIN_ROWS = 3, 2
#: Letters of a line; a longer one is no row.
MAX_ROW = 2_000


def mark_table_rows(lines: Sequence[str]) -> list[str]:
    """Return the lines, those of a table with bars around their cells.

    A menu has bars too, and a letterhead tabs: cells between bars are a table only below a row that
    names its columns, and so are two cells between tabs.

    >>> mark_table_rows(["TT\\tChỉ tiêu\\tNăm 2024", "1\\tHộ nghèo\\t3,5%"])
    ['| TT | Chỉ tiêu | Năm 2024 |', '| 1 | Hộ nghèo | 3,5% |']
    """
    marked = list(lines)
    start = 0
    while start < len(lines):
        rows = _rows_from(lines, start)
        marked[start : start + len(rows)] = rows
        start += len(rows) or 1
    return marked


def _rows_from(lines: Sequence[str], start: int) -> list[str]:
    """Return the rows of the table that begins at a line; empty where none does."""
    for separator in (TAB, *BARS):
        header = _cells(lines[start], separator)
        is_wide = separator is TAB and len(header) >= MIN_CELLS
        if len(header) < 2 or not (is_wide or FIRST_COLUMN.match(header[0])):
            continue
        rows = [header]
        for line in lines[start + 1 :]:
            cells = _cells(line, separator)
            if len(cells) < 2 or abs(len(cells) - len(header)) > 1:
                break
            rows.append(cells)
        if len(rows) >= MIN_ROWS:
            return [f"| {' | '.join(cells)} |" for cells in rows]
    return []


def _cells(line: str, separator: regex.Pattern[str]) -> list[str]:
    """Return the cells of a line; none of one that has its bars already."""
    stripped = line.strip(" ")
    if stripped.startswith("|") or len(stripped) > MAX_ROW:
        return []
    cells = [cell.strip() for cell in separator.split(stripped)]
    return cells if cells[-1] else cells[:-1]
