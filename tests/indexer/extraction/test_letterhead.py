"""The letterhead of an issued text, as Decree 30/2020/NĐ-CP lays it out."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.extraction.letterhead import read_letterhead
from indexer.extraction.letterhead.signature import find_signature
from indexer.structure.segmentation import segment_text

TEXT = """ỦY BAN NHÂN DÂN
HUYỆN LỤC NAM
Số: 12/KH-UBND
Lục Nam, ngày {day}
KẾ HOẠCH
Phát động thi đua năm 2024
"""


def test_number_day_body_and_title_are_read() -> None:
    letterhead = read_letterhead(segment_text(TEXT.format(day="09 tháng 02 năm 2024")))
    assert letterhead is not None
    assert (letterhead.number, letterhead.issued) == ("12/KH-UBND", date(2024, 2, 9))
    assert letterhead.authority == "Ủy ban nhân dân huyện Lục Nam"
    assert letterhead.title == "Kế hoạch phát động thi đua năm 2024"


@pytest.mark.parametrize("day", ["30 tháng 02 năm 2024", "01 tháng 13 năm 2024"])
def test_a_day_that_does_not_exist_is_no_letterhead(day: str) -> None:
    assert read_letterhead(segment_text(TEXT.format(day=day))) is None


def test_a_name_beside_those_who_get_a_copy_is_the_signers() -> None:
    signed = """Nơi nhận:                                   TM. ỦY BAN NHÂN DÂN
- UBND tỉnh (b/c);                              KT. CHỦ TỊCH
- Các phòng, đơn vị, các xóm;                   PHÓ CHỦ TỊCH
- Lưu: VT.                                      Nông Thị Phương Thảo
"""
    blocks = segment_text(TEXT.format(day="09 tháng 02 năm 2024") + signed)
    signature = find_signature(blocks)
    assert signature is not None
    assert (signature.name, signature.post) == ("Nông Thị Phương Thảo", "PHÓ CHỦ TỊCH")
