"""Reward money, computed a second way: whole tenths of the multiples as the sources give them, day by day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from knowledge.law import catalogue
from knowledge.law.model import Recipient
from knowledge.law.rewards import base_salary_on, format_dong, format_multiple, rewards_of
from knowledge.library import Library
from knowledge.model import Subject
from tests.conftest import SHARED, needs_shared

DAYS = {
    date(2024, 3, 15): ("nd_98_2023", 1_800_000),
    date(2025, 3, 1): ("nd_98_2023", 2_340_000),
    date(2025, 8, 1): ("nd_152_2025", 2_340_000),
    date(2026, 11, 21): ("nd_152_2025", 2_530_000),
}
WHO: tuple[Recipient, ...] = ("individual", "collective", "household")


def told() -> dict[str, Any]:
    rows = yaml.safe_load((SHARED / "law" / "facts.yaml").read_text(encoding="utf-8"))["awards"]
    return {row["id"].replace("_", "-"): row["reward_coefficient"] for row in rows}


@needs_shared
@pytest.mark.parametrize("day", DAYS)
def test_every_award_for_everyone_on_a_day(day: date) -> None:
    decree, salary = DAYS[day]
    table = told()
    assert len(table) == 60
    paid = 0
    for award in catalogue().awards:
        for who in WHO:
            stated = table[award][decree][who]
            found = rewards_of(award, who, day)
            if stated is None:
                assert not found, (award, who)
                continue
            at_most = isinstance(stated, str)
            hundredths = round(float(stated.split()[2]) * 100) if at_most else round(stated * 100)
            exact, rest = divmod(hundredths * salary, 100)
            assert rest == 0
            tens, over = divmod(exact, 10_000)
            (reward,) = found
            assert (reward.exact, reward.rounded) == (exact, (tens + bool(over)) * 10_000), (
                award,
                who,
            )
            assert reward.multiple.at_most is at_most
            paid += 1
    assert paid == 82


@needs_shared
def test_the_published_table_says_the_same() -> None:
    rows = yaml.safe_load((SHARED / "law" / "facts.yaml").read_text(encoding="utf-8"))[
        "reward_table_nd152"
    ]
    assert len(rows) > 60
    for row in rows:
        for day, column in (
            (date(2026, 1, 1), "vnd_2_340_000"),
            (date(2026, 11, 21), "vnd_2_530_000"),
        ):
            (reward,) = rewards_of(row["id"].replace("_", "-"), row["who"], day)
            assert reward.rounded == row[column], row


@pytest.mark.parametrize(
    ("day", "vnd"),
    [
        (date(2019, 6, 30), None),
        (date(2023, 6, 30), 1_490_000),
        (date(2023, 7, 1), 1_800_000),
        (date(2024, 6, 30), 1_800_000),
        (date(2024, 7, 1), 2_340_000),
        (date(2026, 6, 30), 2_340_000),
        (date(2026, 7, 1), 2_530_000),
    ],
)
def test_the_base_salary_changes_on_its_day(day: date, vnd: int | None) -> None:
    salary = base_salary_on(day)
    assert (salary.vnd if salary else None) == vnd


@pytest.mark.parametrize(
    ("amount", "written"), [(760_000, "760.000 đồng"), (683_100_000, "683.100.000 đồng")]
)
def test_amounts_are_written_as_texts_do(amount: int, written: str) -> None:
    assert format_dong(amount) == written


def test_multiples_are_written_as_the_decree_does() -> None:
    shown = {format_multiple(row.times) for row in catalogue().multiples if row.times is not None}
    assert {"0,3", "0,45", "1,0", "5,25", "12,0", "270,0"} <= shown


MONEY = [
    ("LĐTT được thưởng bao nhiêu?", ["0,3 lần × 2.530.000 đồng = 759.000 đồng", "760.000 đồng"]),
    ("tien thuong hcld hang 2 cho tap the", ["15,0 lần", "37.950.000 đồng"]),
    (
        "bằng khen thủ tướng cho hộ gia đình thưởng mấy",
        ["5,25 lần", "13.282.500", "13.290.000 đồng"],
    ),
    ("Kỷ niệm chương của bộ được bao nhiêu tiền", ["không quá 0,6 lần", "1.520.000"]),
    ("Gia đình văn hóa được thưởng bao nhiêu?", ["không ấn định"]),
    ("Huân chương Hữu nghị thưởng bao nhiêu tiền?", ["tặng phẩm lưu niệm"]),
    ("CSTĐCS thưởng tập thể bao nhiêu tiền?", ["chỉ tặng cho cá nhân", "2.530.000"]),
    (
        "Vừa đạt LĐTT vừa đạt CSTĐCS cùng năm thì được thưởng bao nhiêu?",
        ["mức cao nhất, 2.530.000", "3.290.000"],
    ),
    ("Vừa được CSTĐCS vừa được giấy khen thì nhận mấy khoản?", ["nhận cả hai", "3.290.000"]),
    ("Huân chương Lao động thưởng bao nhiêu tiền?", ["22.770.000", "18.980.000", "11.390.000"]),
    ("CSTĐCS năm 2024 thưởng bao nhiêu?", ["1.800.000", "2.340.000", "01/07/2024"]),
    ("Giấy khen ngày 15/3/2024 thưởng bao nhiêu?", ["phải kiểm tra", "540.000"]),
    ("Huy chương Thanh niên xung phong vẻ vang thưởng bao nhiêu?", ["chưa có dữ liệu"]),
]


@pytest.mark.parametrize(("typed", "says"), MONEY)
def test_money_is_told_with_its_calculation(starter: Library, typed: str, says: list[str]) -> None:
    answer, _ = starter.answer(typed, Subject(), date(2026, 11, 21))
    for part in says:
        assert part in answer.text, answer.text
