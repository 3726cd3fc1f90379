"""Sentences and clauses of a text, as character spans (start, end), end exclusive; cells of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.language.normalization import one_line

#: A full stop ends a sentence only before a blank; "80.5", "1. Tiếp tục", "TP. Hồ Chí Minh" do not.
SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<!\bTP\.)(?<!\bTS\.)(?<!\bGS\.)(?<!\b\d\.)(?<!\b\d\d\.)(?=\s)|\n+"
)
CLAUSE_END = re.compile(r"(?<=;)\s")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the span of each sentence."""
    return list(_spans(text, SENTENCE_END))


def clause_spans(text: str) -> list[tuple[int, int]]:
    """Return the span of each part between semicolons."""
    return list(_spans(text, CLAUSE_END))


def _spans(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in separator.finditer(text):
        yield from _trimmed(text, start, match.start())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def table_cells(row: str) -> list[str]:
    """Return the cells of a row "| a | b |", each on one line.

    >>> table_cells("| Hộ nghèo | 7,7 |")
    ['Hộ nghèo', '7,7']
    """
    return [one_line(cell) for cell in row.strip().strip("|").split("|")]
