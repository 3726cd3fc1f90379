"""Numbers of documents and provisions as offices write them."""

from __future__ import annotations

import pytest

from knowledge.language import document_numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Chỉ thị số 02/CT-UBND về việc", ["02/CT-UBND"]),
        ("Nghị định 152/2025/NĐ-CP", ["152/2025/NĐ-CP"]),
        ("Luật số 06/2022/QH15", ["06/2022/QH15"]),
        ("Quyết định số 1526/QĐ-TTg ngày 09/12/2022", ["1526/QĐ-TTg"]),
        ("Chỉ thị số 34-CT/TW và Nghị quyết 05-NQ/TU", ["34-CT/TW", "05-NQ/TU"]),
        ("Số: 02/GƯTĐ-CTĐ", ["02/GƯTĐ-CTĐ"]),
        ("ngày 22/02/2023, tỷ lệ 13/63 tỉnh", []),
    ],
)
def test_numbers(text: str, numbers: list[str]) -> None:
    assert document_numbers_in(text) == numbers
