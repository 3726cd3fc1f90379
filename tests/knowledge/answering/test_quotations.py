"""Quotations: whole paragraphs with their lists, rows with the names of their columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.search import open_encoder
from knowledge.storage import Store

DAY = date(2026, 11, 21)
PLAN = """UBND HUYỆN TAM ĐƯỜNG
Số: 12/KH-UBND
Tam Đường, ngày 10 tháng 02 năm 2024
KẾ HOẠCH
Tổ chức phong trào thi đua năm 2024 của huyện Tam Đường, tỉnh Lai Châu
I. CHỈ TIÊU
| TT | Chỉ tiêu | Thực hiện 2023 | Mục tiêu 2024 |
| 1 | Tỷ lệ hộ nghèo (%) | 10,2 | 7,7 |
| 2 | Xã đạt chuẩn nông thôn mới | 7 | 9 |
II. NỘI DUNG
1. Phong trào "Làng không rác"
Làng được công nhận khi:
a) Từ 90% hộ có hố rác;
b) Không còn gia súc nhốt dưới sàn nhà.
2. Phong trào "Ngày thứ Bảy xuống làng"
Mỗi cơ quan kết nghĩa với một làng. Cơ quan không đi đủ 8 lần thì không xét khen.
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Library:
    file: Path = tmp_path_factory.mktemp("plan") / "ke-hoach-tam-duong-2024.txt"
    file.write_text(PLAN, encoding="utf-8")
    library = Library(Store(":memory:"), open_encoder("embedded"))
    assert [outcome.state for outcome in index_sources(library, [file])] == ["indexed"]
    return library


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "Theo Kế hoạch 12/KH-UBND, xã đạt chuẩn nông thôn mới năm 2024 là mấy xã, năm 2023 mấy?",
            ["Thực hiện 2023: 7; Mục tiêu 2024: 9"],
        ),
        (
            "Theo Kế hoạch 12/KH-UBND, làng không rác được công nhận khi nào?",
            ["Từ 90% hộ có hố rác", "Không còn gia súc"],
        ),
        (
            "Theo Kế hoạch 12/KH-UBND, mỗi cơ quan kết nghĩa với mấy làng, đi không đủ thì sao?",
            ["kết nghĩa với một làng", "không xét khen"],
        ),
    ],
)
def test_what_stands_together_is_quoted_together(
    plan: Library, typed: str, told: list[str]
) -> None:
    answers = [answer.text for answer, _ in plan.considered(typed, Subject(), DAY)]
    assert any(all(words in text for words in told) for text in answers), answers


def test_each_of_several_places_is_quoted(starter: Library) -> None:
    typed = "Chợ Đồn và Bắc Giang năm 2022 làm gì về xây dựng nông thôn mới?"
    cited = [
        {citation.document_id for citation in answer.citations}
        for answer, _ in starter.considered(typed, Subject(), DAY)
    ]
    assert any({"cho-don-2022", "bac-giang-2022"} <= documents for documents in cited), cited


def test_a_place_typed_without_marks_is_the_one_that_is_held(plan: Library) -> None:
    """Tam Dương in Vĩnh Phúc is written with the same letters."""
    typed = "tam duong 2024 co may xa dat chuan nong thon moi"
    _, subject = plan.answer(typed, Subject(), DAY)
    assert subject.place == "Tam Đường"
