"""Encodings and fonts from before Unicode."""

from __future__ import annotations

import unicodedata

import pytest

from indexer.readers.plain import read_plain
from indexer.readers.text_encoding import convert_legacy

TCVN3 = {
    "ộ": "é", "đ": "®", "á": "¸", "í": "Ý", "ư": "­", "ớ": "í", "ế": "Õ", "ị": "Þ", "ề": "Ò",
    "à": "µ", "ê": "ª", "ỉ": "Ø", "ủ": "ñ", "ạ": "¹", "ứ": "ø", "ự": "ù", "ệ": "Ö", "ă": "¨",
    "â": "©", "ô": "«", "ơ": "¬", "ồ": "å", "ú": "ó", "ậ": "Ë", "ấ": "Ê",
}  # fmt: skip
LETTER = "chủ đề phong trào thi đua yêu nước năm nay là đoàn kết, kỉ cương, sáng tạo, về đích"
LETTER_IN_TCVN3 = "".join(TCVN3.get(character, character) for character in LETTER)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["Phong trµo thi ®ua yªu n­íc"], ["Phong trào thi đua yêu nước"]),
        (
            ["Thi ñua khen thöôûng naêm 2005 cuûa tænh"],
            ["Thi đua khen thưởng năm 2005 của tỉnh"],
        ),
        (
            ["Phong trµo thi ®ua yªu n­íc", "Đã là Unicode: không đổi"],
            ["Phong trào thi đua yêu nước", "Đã là Unicode: không đổi"],
        ),
        # Capitals of Unicode that are bytes of VNI, too.
        (["BÁ TÒNG", "XÃ TÒNG BÁ"], ["BÁ TÒNG", "XÃ TÒNG BÁ"]),
        (["Đã đúng rồi", "plain ASCII"], ["Đã đúng rồi", "plain ASCII"]),
    ],
)
def test_legacy_fonts_become_unicode(typed: list[str], expected: list[str]) -> None:
    assert convert_legacy(typed) == expected


@pytest.mark.parametrize(
    "content",
    [
        LETTER.encode("utf-16"),
        b"\xff\xfe" + LETTER.encode("utf-16-le"),
        unicodedata.normalize("NFD", LETTER).encode(),
        LETTER_IN_TCVN3.encode("cp1252"),
        LETTER_IN_TCVN3.encode(),
        f"<html><body><p>{LETTER}</p></body></html>".encode(),
    ],
    ids=["utf-16", "utf-16-le", "nfd", "tcvn3", "tcvn3 in utf-8", "page"],
)
def test_text_files_are_read_in_the_encodings_offices_use(content: bytes) -> None:
    assert LETTER in read_plain(content).text
