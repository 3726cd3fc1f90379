"""Lines and table cells as they stand on a page, put together into paragraphs and rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.readers.parameters import SHORT_LINE_SHARE

#: A line that begins a paragraph of its own, and one that the next line does not continue.
PARAGRAPH_START = re.compile(
    r"\s*(?:Điều \d|Chương [IVX\d]|Mục \d|Phần |[IVX]{1,5}\. |\d{1,2}(?:\.\d{1,2})*[.)] "
    r"|\d{1,2}(?:\.\d{1,2})+ |[a-zđ]\) |[-–+•] |\| |"
    r"Số: |CỘNG H|Độc lập|Nơi nhận|Căn cứ |Kính gửi"
    r"|(?:Một|Hai|Ba|Bốn|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười) là)"
)
PARAGRAPH_END = re.compile(r"[.;:!?…”\"|]\s*$")
PAGE_NUMBER = re.compile(r"\s*(?:[-–]\s*)?\d{1,4}(?:\s*[-–])?\s*")


def join_lines(lines: Iterable[str]) -> list[str]:
    """Return the paragraphs of a page, without its page numbers.

    A line continues in the next one unless it ends a sentence, is short, or the next begins a part.
    """
    kept = [line.strip() for line in lines if line.strip() and not PAGE_NUMBER.fullmatch(line)]
    width = max((len(line) for line in kept if not line.startswith("|")), default=0)
    paragraphs: list[str] = []
    continues = False
    for line in kept:
        if continues and not PARAGRAPH_START.match(line) and not line.isupper():
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
        continues = not PARAGRAPH_END.search(line) and len(line) >= SHORT_LINE_SHARE * width
    return paragraphs


def format_row(cells: Iterable[str]) -> str:
    """Return a table row as one line: "| a | b |"."""
    return f"| {' | '.join(cells)} |"


def format_table(rows: Iterable[Sequence[str | None]]) -> list[str]:
    """Return the rows of a table as lines; a row cut by the end of a page is one line again."""
    table: list[list[str]] = []
    for row in rows:
        cells = [" ".join((cell or "").split()) for cell in row]
        if table and _continues_row(table[-1], cells):
            table[-1] = [f"{a} {b}".strip() for a, b in zip(table[-1], cells, strict=True)]
        elif any(cells):
            table.append(cells)
    return [format_row(cells) for cells in table]


def _continues_row(above: list[str], cells: list[str]) -> bool:
    """Whether a row without a first cell goes on with the row above, which is not full."""
    return not cells[0] and len(cells) == len(above) and any(cells) and not all(above)
