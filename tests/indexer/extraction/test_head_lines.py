"""The columns of a letterhead, apart or run together, and who signed."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.extraction.letterhead import read_letterhead
from indexer.extraction.letterhead.head_lines import head_lines
from indexer.extraction.letterhead.signature import find_signature
from indexer.structure.segmentation import segment_text

BODY = "Căn cứ Luật Thi đua, khen thưởng năm 2022, Ủy ban nhân dân ban hành văn bản này.\n"


@pytest.mark.parametrize(
    ("line", "columns", "number", "day"),
    [
        (
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            ["ỦY BAN NHÂN DÂN"],
            None,
            None,
        ),
        ("HUYỆN LỤC NAM Độc lập - Tự do - Hạnh phúc", ["HUYỆN LỤC NAM"], None, None),
        (
            "Số: 418 /BC-UBND Lục Nam, ngày 19 tháng 12 năm 2023",
            ["Số: 418 /BC-UBND", "Lục Nam, ngày 19 tháng 12 năm 2023"],
            "418/BC-UBND",
            date(2023, 12, 19),
        ),
        ("* Số 14-CT/HU", ["Số 14-CT/HU"], "14-CT/HU", None),
        (
            "| Số: 12/QĐ-UBND | Hà Nam, ngày 29 tháng 10 năm 2018 |",
            ["Số: 12/QĐ-UBND", "Hà Nam, ngày 29 tháng 10 năm 2018"],
            "12/QĐ-UBND",
            date(2018, 10, 29),
        ),
        (
            "Gò Quao,ngày 27tháng 02 năm 202l",
            ["Gò Quao,ngày 27tháng 02 năm 202l"],
            None,
            date(2021, 2, 27),
        ),
        ("Hà Nam, ngày 30 tháng 02 năm 2024", ["Hà Nam, ngày 30 tháng 02 năm 2024"], None, None),
        ("_______", [], None, None),
    ],
)
def test_columns_are_told_apart(
    line: str, columns: list[str], number: str | None, day: date | None
) -> None:
    lines = head_lines(segment_text(line))
    assert [one.text for one in lines] == columns
    assert next((one.number for one in lines if one.number), None) == number
    assert next((one.day for one in lines if one.day), None) == day


def test_a_letterhead_with_columns_run_together_is_read() -> None:
    text = (
        "UBND TỈNH HÀ NAM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "SỞ NỘI VỤ Độc lập - Tự do - Hạnh phúc\n"
        "Số: 45/KH-SNV Hà Nam, ngày 05 tháng 02 năm 2024\n"
        "KẾ HOACH\n"
        "Phát động thi đua trong ngành\n"
        "nội vụ năm 2024\n" + BODY
    )
    letterhead = read_letterhead(segment_text(text))
    assert letterhead is not None
    assert letterhead.number == "45/KH-SNV"
    assert letterhead.issued == date(2024, 2, 5)
    assert letterhead.authority == "Sở Nội vụ tỉnh Hà Nam"
    assert letterhead.title == "Kế hoạch phát động thi đua trong ngành nội vụ năm 2024"


@pytest.mark.parametrize(
    ("lines", "name", "post"),
    [
        (["CHỦ TỊCH", "Trần Văn Minh"], "Trần Văn Minh", "CHỦ TỊCH"),
        (["CHỦ TỊCH", "Vàng A Sình"], "Vàng A Sình", "CHỦ TỊCH"),
        (
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "A Thuyết"],
            "A Thuyết",
            "PHÓ CHỦ TỊCH",
        ),
        (["HIỆU TRƯỞNG", "H'Nhuên Niê"], "H'Nhuên Niê", "HIỆU TRƯỞNG"),
        (["CHỦ TỊCH Võ Thị Thanh Trà"], "Võ Thị Thanh Trà", "CHỦ TỊCH"),
        (["CHỦ TỊCH", "(đã ký)", "Lương Trọng Bách (đã ký)"], "Lương Trọng Bách", "CHỦ TỊCH"),
    ],
)
def test_who_signed(lines: list[str], name: str, post: str) -> None:
    signature = find_signature(segment_text(BODY + "\n".join(lines)))
    assert signature is not None
    assert (signature.name, signature.post) == (name, post)


def test_no_name_no_signature() -> None:
    assert find_signature(segment_text(BODY + "CHỦ TỊCH")) is None
    assert find_signature(segment_text(BODY)) is None
