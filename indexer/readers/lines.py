"""Lines as they stand on a page become paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: A line that begins a paragraph of its own, and one that the next line does not go on.
BEGINS = re.compile(
    r"\s*(?:Điều \d|Chương [IVX\d]|Mục \d|Phần |[IVX]{1,5}\. |\d{1,2}(?:\.\d{1,2})*[.)] |\d{1,2}(?:\.\d{1,2})+ |[a-zđ]\) |[-–+•] |\| |"
    r"Số: |CỘNG H|Độc lập|Nơi nhận|Căn cứ |Kính gửi|(?:Một|Hai|Ba|Bốn|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười) là)"
)
ENDS = re.compile(r"[.;:!?…”\"|]\s*$")
#: A line much shorter than the page is wide ends its paragraph.
SHORT_LINE = 0.75
PAGE_NUMBER = re.compile(r"\s*(?:[-–]\s*)?\d{1,4}(?:\s*[-–])?\s*")


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Join lines that a page width cut: a line goes on unless it ends a sentence, is short, or the next begins a part."""
    kept = [line.strip() for line in lines if line.strip() and not PAGE_NUMBER.fullmatch(line)]
    width = max((len(line) for line in kept if not line.startswith("|")), default=0)
    found: list[str] = []
    goes_on = False
    for line in kept:
        if goes_on and not BEGINS.match(line) and not line.isupper():
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
        goes_on = not ENDS.search(line) and len(line) >= SHORT_LINE * width
    return found


def table(rows: Iterable[Sequence[str | None]]) -> list[str]:
    """Write the rows of a table, one line each: "| a | b |"; a row cut by the end of a page goes on where it stopped."""
    written: list[list[str]] = []
    for row in rows:
        cells = [" ".join((cell or "").split()) for cell in row]
        if written and not cells[0] and len(cells) == len(written[-1]) and any(cells) and not all(written[-1]):
            written[-1] = [f"{above} {cell}".strip() for above, cell in zip(written[-1], cells, strict=True)]
        elif any(cells):
            written.append(cells)
    return [f"| {' | '.join(cells)} |" for cells in written]
