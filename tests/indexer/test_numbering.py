"""Counts that Word writes by itself: made here the way Word keeps them, and by LibreOffice."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexer.readers import READERS
from indexer.readers.word_numbering import format_number
from indexer.structure.segmentation import segment_text

LEVELS = [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"), ("bullet", "·")]
OUTLINE = [
    (0, "MỤC ĐÍCH"), (1, "Khơi dậy tinh thần."), (0, "NỘI DUNG THI ĐUA"), (1, "Thi đua sản xuất."), (2, "Trồng trọt."),
    (2, "Chăn nuôi."), (3, "Trâu bò."), (3, "Lợn."), (3, "Gà."), (3, "Vịt."), (3, "Ngan."), (4, "Ngan Pháp."), (1, "Thi đua học tập."),
]  # fmt: skip


def numbered() -> bytes:
    document: Any = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(LEVELS)
    )
    part = document.part.numbering_part.element
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in OUTLINE:
        paragraph = document.add_paragraph(text)
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(place))
    document.add_paragraph("Một đoạn thường.")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_counts_that_word_writes_are_read() -> None:
    assert READERS[".docx"](numbered()).text.split("\n\n") == [
        "I. MỤC ĐÍCH",
        "1. Khơi dậy tinh thần.",
        "II. NỘI DUNG THI ĐUA",
        "1. Thi đua sản xuất.",
        "1.1. Trồng trọt.",
        "1.2. Chăn nuôi.",
        "a) Trâu bò.",
        "b) Lợn.",
        "c) Gà.",
        "d) Vịt.",
        "e) Ngan.",
        "- Ngan Pháp.",
        "2. Thi đua học tập.",
        "Một đoạn thường.",
    ]


def test_they_become_the_structure_of_the_text() -> None:
    labels = {block.content: block.label for block in segment_text(READERS[".docx"](numbered()).text)}
    assert labels["Ngan."] == "mục 1.2 điểm e phần II"
    assert labels["Thi đua học tập."] == "mục 2 phần II"


@pytest.mark.parametrize(
    ("count", "form", "written"),
    [(4, "lowerRoman", "iv"), (9, "upperRoman", "IX"), (5, "lowerLetter", "e"), (28, "lowerLetter", "bb"), (2, "upperLetter", "B"), (3, "decimalZero", "03"), (7, "ideographDigital", "7")],
)  # fmt: skip
def test_formats_are_written_as_word_does(count: int, form: str, written: str) -> None:
    assert format_number(count, form) == written
