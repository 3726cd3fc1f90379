"""Days and years as Vietnamese texts write them."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.language import dates_in, format_date, months_in, years_in


@pytest.mark.parametrize(
    ("text", "year", "days"),
    [
        ("ngày 22/02/2023", None, [date(2023, 2, 22)]),
        ("Sáng 18/1 họp", 2022, [date(2022, 1, 18)]),
        ("Sáng 18/1 họp", None, []),
        ("ngày 14 tháng 6 năm 2025", None, [date(2025, 6, 14)]),
        ("18.01.2021", None, [date(2021, 1, 18)]),
        ("ngay 1 thang 7 nam 2024", None, [date(2024, 7, 1)]),
        ("thứ 13/63 tỉnh", 2022, []),
        ("ngày 31/02/2023", None, []),
    ],
)
def test_days(text: str, year: int | None, days: list[date]) -> None:
    assert [found.day for found in dates_in(text, year)] == days


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("năm 2022 và 2023", [2022, 2023]),
        ("ngày 22/02/2023", []),
        ("Nghị định 152/2025/NĐ-CP", []),
        ("giai đoạn 2021-2025", [2021, 2025]),
        ("1.234 người", []),
        ("năm 2022, xã nào", [2022]),
        ("đạt 2022,5 tấn", []),
    ],
)
def test_years(text: str, years: list[int]) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize(
    ("text", "year", "months"),
    [
        ("hồi tháng 6/2024", None, [date(2024, 6, 30)]),
        ("thang 2 nam 2024", None, [date(2024, 2, 29)]),
        ("quyết định ký 12/2025", None, [date(2025, 12, 31)]),
        ("tháng 6 được thưởng", None, []),
        ("tháng 6 được thưởng", 2025, [date(2025, 6, 30)]),
        ("tháng 6 500 nghìn", None, []),
        ("ngày 01/06/2024", None, []),
        ("Nghị định 12/2024/NĐ-CP", None, []),
        ("tháng 13/2024", None, []),
        ("hướng dẫn 05/2023", None, []),
        ("cứ 6 tháng 1 lần năm 2024", 2024, []),
    ],
)
def test_months(text: str, year: int | None, months: list[date]) -> None:
    assert months_in(text, year) == months


def test_a_day_is_written_as_letters_carry_it() -> None:
    assert format_date(date(2022, 1, 5)) == "05/01/2022"
