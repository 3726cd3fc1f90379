"""Which body issues a text, by the lines of its letterhead."""

from __future__ import annotations

import pytest

from indexer.extraction.campaign_metadata import is_national
from indexer.extraction.letterhead.issuing_body import issuing_body
from indexer.extraction.letterhead.letterhead import kind_of_number


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (["ỦY BAN NHÂN DÂN", "HUYỆN LỤC NAM"], "Ủy ban nhân dân huyện Lục Nam"),
        (["UBND TỈNH HÀ NAM", "SỞ NỘI VỤ"], "Sở Nội vụ tỉnh Hà Nam"),
        (["SỞ Y TẾ YÊN BÁI", "BỆNH VIỆN ĐA KHOA TỈNH", "-------"], "Bệnh Viện Đa Khoa tỉnh"),
        (
            ["UBND TỈNH PHÚ THỌ ỦY BAN NHÂN DÂN XÃ YÊN THỦY"],
            "Ủy ban nhân dân xã Yên Thủy tỉnh Phú Thọ",
        ),
        (["UBND TỈNH LÂM ĐỒNG", "CHỦ TỊCH"], "Chủ Tịch UBND tỉnh Lâm Đồng"),
        (["CỤM THI ĐUA SỐ 2", "UBND HUYỆN THĂNG BÌNH"], "Cụm Thi Đua Số 2"),
        (["BỘ CÔNG THƯƠNG", "V/v tổng kết công tác thi đua"], "Bộ Công Thương"),
        (["Chính phủ", "nghiệm trợ lý"], "Chính phủ"),
        ([], None),
        (["-----"], None),
    ],
)
def test_the_lowest_body_issues(lines: list[str], body: str | None) -> None:
    assert issuing_body(lines) == body


@pytest.mark.parametrize(
    ("number", "kind"),
    [("15/KH-UBND", "Kế hoạch"), ("02/CT-UBND", "Chỉ thị"), ("412/TTr-SNV", None), (None, None)],
)
def test_a_number_tells_the_kind(number: str | None, kind: str | None) -> None:
    assert kind_of_number(number) == kind


@pytest.mark.parametrize(
    ("body", "expected"),
    [("Bộ Nội vụ", True), ("Bộ Chỉ huy quân sự tỉnh", False), ("UBND thành phố Hà Nội", False)],
)
def test_a_body_of_the_whole_country_has_no_place(body: str, expected: bool) -> None:
    assert is_national(body) is expected
