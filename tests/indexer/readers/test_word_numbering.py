"""The list numbers that Word writes by itself, made here the way Word stores them."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexer.readers.docx import read_docx
from indexer.readers.word_numbering import format_number
from indexer.structure.segmentation import segment_text

#: Number format and label of each level.
LEVELS = [
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("decimal", "%2.%3."),
    ("lowerLetter", "%4)"),
    ("bullet", "·"),
]
#: Level and text of each paragraph.
OUTLINE = [
    (0, "MỤC ĐÍCH"),
    (1, "Khơi dậy tinh thần."),
    (0, "NỘI DUNG THI ĐUA"),
    (1, "Thi đua sản xuất."),
    (2, "Trồng trọt."),
    (2, "Chăn nuôi."),
    (3, "Trâu bò."),
    (3, "Lợn."),
    (3, "Gà."),
    (3, "Vịt."),
    (3, "Ngan."),
    (4, "Ngan Pháp."),
    (1, "Thi đua học tập."),
]


def numbered() -> bytes:
    document: Any = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{number_format}"/><w:lvlText w:val="{label}"/></w:lvl>'
        for depth, (number_format, label) in enumerate(LEVELS)
    )
    definition = f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'>{levels}</w:abstractNum>"
    instance = f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"
    part = document.part.numbering_part.element
    part.insert(0, parse_xml(definition))
    part.append(parse_xml(instance))
    for level, text in OUTLINE:
        paragraph = document.add_paragraph(text)
        position = f'<w:ilvl w:val="{level}"/><w:numId w:val="77"/>'
        numbering = parse_xml(f"<w:numPr {nsdecls('w')}>{position}</w:numPr>")
        paragraph._p.get_or_add_pPr().append(numbering)
    document.add_paragraph("Một đoạn thường.")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_list_numbers_are_read() -> None:
    assert read_docx(numbered()).text.split("\n\n") == [
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
    labels = {block.content: block.label for block in segment_text(read_docx(numbered()).text)}
    assert labels["Ngan."] == "mục 1.2 điểm e phần II"
    assert labels["Thi đua học tập."] == "mục 2 phần II"


@pytest.mark.parametrize(
    ("count", "number_format", "expected"),
    [
        (4, "lowerRoman", "iv"),
        (9, "upperRoman", "IX"),
        (5, "lowerLetter", "e"),
        (28, "lowerLetter", "bb"),
        (2, "upperLetter", "B"),
        (3, "decimalZero", "03"),
        (7, "ideographDigital", "7"),
    ],
)
def test_numbers_are_formatted_as_word_does(count: int, number_format: str, expected: str) -> None:
    assert format_number(count, number_format) == expected
