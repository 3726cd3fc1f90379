"""The lines of an annotated page as the reader of plain text gives them, with what each letter says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from indexer.extraction.statements import KINDS
from indexer.readers.plain import goes_on, mark_table_rows
from indexer.structure.zones import ZONES


@dataclass(frozen=True)
class AnnotatedLine:
    """A line with the number in ZONES of its zone, and for each letter the number in KINDS."""

    text: str
    zone: int
    kinds: np.ndarray


def read_annotated_lines(path: Path) -> tuple[list[AnnotatedLine], int | None]:
    """Return the lines of an annotated page, and the last year that it is about."""
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    lines = _joined(_marked([_line(row) for row in page["lines"]]))
    years = page["document"]["years"] or [None]
    return lines, years[-1]


def _line(row: Any) -> AnnotatedLine:
    text, kinds = "", []
    for label, said in row["says"]:
        text += said + " "
        kinds += [KINDS.index(label)] * (len(said) + 1)
    return AnnotatedLine(text[:-1], ZONES.index(row["zone"]), np.array(kinds[:-1]))


def _marked(lines: Sequence[AnnotatedLine]) -> list[AnnotatedLine]:
    """Return the lines with bars around cells; a row says one thing."""
    marked = mark_table_rows([line.text for line in lines])
    return [
        line
        if line.text == text
        else AnnotatedLine(text, line.zone, np.full(len(text), most_common(line.kinds)))
        for line, text in zip(lines, marked, strict=True)
    ]


def _joined(lines: Sequence[AnnotatedLine]) -> list[AnnotatedLine]:
    joined: list[AnnotatedLine] = []
    last = ""
    for line in lines:
        if goes_on(last, line.text):
            before = joined[-1]
            kinds = np.concatenate([before.kinds, before.kinds[-1:], line.kinds])
            joined[-1] = AnnotatedLine(f"{before.text} {line.text}", before.zone, kinds)
        else:
            joined.append(line)
        last = line.text
    return joined


def most_common(kinds: np.ndarray) -> int:
    """Return the kind that most letters belong to."""
    return int(np.bincount(kinds, minlength=len(KINDS)).argmax())
