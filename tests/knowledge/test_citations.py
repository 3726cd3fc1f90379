from __future__ import annotations

from datetime import date

import pytest

from knowledge.citations import dates_in, numbers_in, write_date


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Chỉ thị số 02/CT-UBND về việc", ["02/CT-UBND"]),
        ("Nghị định 152/2025/NĐ-CP", ["152/2025/NĐ-CP"]),
        ("Luật số 06/2022/QH15", ["06/2022/QH15"]),
        ("Quyết định số 1526/QĐ-TTg ngày 09/12/2022", ["1526/QĐ-TTg"]),
        ("Chỉ thị số 34-CT/TW và Nghị quyết 05-NQ/TU", ["34-CT/TW", "05-NQ/TU"]),
        ("ngày 22/02/2023, tỷ lệ 13/63 tỉnh", []),
    ],
)
def test_numbers(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "year", "days"),
    [
        ("ngày 22/02/2023", None, [date(2023, 2, 22)]),
        ("Sáng 18/1 họp", 2022, [date(2022, 1, 18)]),
        ("Sáng 18/1 họp", None, []),
        ("ngày 14 tháng 6 năm 2025", None, [date(2025, 6, 14)]),
        ("18.01.2021", None, [date(2021, 1, 18)]),
        ("thứ 13/63 tỉnh", 2022, []),
        ("ngày 31/02/2023", None, []),
    ],
)
def test_days(text: str, year: int | None, days: list[date]) -> None:
    assert [found.day for found in dates_in(text, year)] == days


def test_a_day_is_written_as_letters_carry_it() -> None:
    assert write_date(date(2022, 1, 5)) == "05/01/2022"
