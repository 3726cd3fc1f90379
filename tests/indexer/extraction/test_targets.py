"""Targets in sentences and tables, and the parts of their figures."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.extraction.targets import (
    find_row_targets,
    find_targets,
    is_goal_table,
    is_past,
    is_promise,
    parse_figure,
)
from indexer.rules import load_rules

RULES: Any = load_rules("targets")
TABLE = "| TT | Chỉ tiêu | ĐVT | Thực hiện 2023 | Kế hoạch 2024 |"


@pytest.mark.parametrize("example", RULES["examples"], ids=lambda example: example["text"])
def test_targets_are_split_into_indicator_and_figure(example: dict[str, Any]) -> None:
    targets = find_targets(example["text"])
    assert {target.indicator: target.value for target in targets} == example["targets"]


@pytest.mark.parametrize("text", RULES["not_examples"])
def test_figures_that_are_no_target_are_left_out(text: str) -> None:
    assert list(find_targets(text)) == []


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (
            "đạt trên 500 kg/người/năm",
            {"comparator": ">", "number": "500", "unit": "kg/người/năm"},
        ),
        (
            "giảm còn dưới 1,7%",
            {"comparator": "<", "change": "giảm", "number": "1,7", "unit": "%"},
        ),
        ("14.500 tỷ đồng trở lên", {"comparator": "≥", "number": "14.500", "unit": "tỷ đồng"}),
        ("tăng thêm 02 xã (A, B)", {"change": "tăng", "number": "02", "unit": "xã"}),
        ("từ 5 đến 7 xã", {"number": "5 đến 7", "unit": "xã"}),
        ("không quá 3 vụ", {"comparator": "≤", "number": "3", "unit": "vụ"}),
        ("hoàn thành", {}),
    ],
)
def test_a_figure_is_split_into_its_parts(value: str, parts: dict[str, str]) -> None:
    assert parse_figure(value) == parts


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            TABLE,
            "| 1 | Tỷ lệ che phủ rừng | % | 40,1 | 41 |",
            [("Tỷ lệ che phủ rừng", "41%", 2024)],
        ),
        (TABLE, TABLE, []),
        (TABLE, "| II | Xã hội |  |  |  |", []),
        (
            "| Chỉ tiêu | Mức |",
            "| Số xã đạt chuẩn | 03 xã |",
            [("Số xã đạt chuẩn", "03 xã", None)],
        ),
        (
            "| Chỉ tiêu | 2024 | 2025 |",
            "| Số trường | 3 | 5 |",
            [("Số trường", "3", 2024), ("Số trường", "5", 2025)],
        ),
    ],
)
def test_the_first_row_of_a_table_names_its_columns(
    header: str, row: str, expected: list[tuple[str, str, int | None]]
) -> None:
    targets = find_row_targets(row, header, None)
    assert [(target.indicator, target.value, target.year) for target in targets] == expected


def test_a_column_of_the_year_before_holds_results() -> None:
    header, row = "| Chỉ tiêu | Năm 2023 | Năm 2024 |", "| Số trường đạt chuẩn | 3 | 5 |"
    targets = list(find_row_targets(row, header, 2024))
    assert [(target.value, target.year) for target in targets] == [("5", 2024)]


@pytest.mark.parametrize(
    ("heading", "text", "past"),
    [
        ("", "Năm qua, tỉnh đã giảm 2% hộ nghèo.", True),
        ("", "Phấn đấu vượt kết quả năm qua: giảm 2% hộ nghèo.", False),
        ("Kết quả nổi bật năm 2023", "- Tỷ lệ hộ nghèo giảm 1,5%.", True),
        ("Phương hướng năm 2024", "- Tỷ lệ hộ nghèo giảm 1,5%.", False),
        ("", "Chỉ tiêu giao 90%, thực hiện 93%.", True),
    ],
)
def test_what_was_reached_is_no_goal(heading: str, text: str, past: bool) -> None:
    assert is_past(text, heading) is past


@pytest.mark.parametrize(
    ("header", "row", "targets"),
    [
        (
            "| Chỉ số | 2019 | 2020 | Mục tiêu 2021 |",
            "| Rửa tay | 71 | 79 | 90 |",
            {"Rửa tay": "90"},
        ),
        (
            "| Chỉ tiêu | TH 2017 | Huyện giao 2018 | Xã đăng ký 2018 |",
            "| Hộ nghèo | 5,8 | 5,0 | 4,6 |",
            {"Hộ nghèo": "4,6"},
        ),
        (
            "| Xã | Đã đạt năm 2021 | Số tiêu chí phấn đấu năm 2022 |",
            "| Thanh Thạch | 14 | 17 |",
            {"Số tiêu chí phấn đấu năm 2022 (Thanh Thạch)": "17"},
        ),
        (
            "| Nội dung | Mức giao ước | Điểm |",
            "| Án quá hạn | 0,5% | 25 |",
            {"Án quá hạn": "0,5%"},
        ),
        ("| Chỉ tiêu | Mục tiêu 2024 |", "| Xã đạt chuẩn | 9/11 xã |", {"Xã đạt chuẩn": "9/11 xã"}),
        ("| Chỉ tiêu | Kế hoạch 2023 | Thực hiện 2023 |", "| Hộ nghèo | 3 | 2,8 |", {}),
        ("| Cụm | Ký giao ước | Tổng kết |", "| Sông Đà | 09/3/2017 | 07/12/2017 |", {}),
    ],
)
def test_the_column_of_the_goal_is_read_and_a_plan_that_is_over_is_none(
    header: str, row: str, targets: dict[str, str]
) -> None:
    found = find_row_targets(row, header, None)
    assert {target.indicator: target.value for target in found} == targets


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("| TT | Chỉ tiêu | ĐVT | Năm 2024 |", True),
        ("| Chỉ tiêu | Thực hiện 2022 | Kế hoạch 2023 |", True),
        ("| Chỉ tiêu | Kế hoạch 2023 | Thực hiện 2023 |", False),
        ("| Chỉ tiêu | Kết quả |", False),
        ("| Danh hiệu | Tiền thưởng |", False),
    ],
)
def test_which_tables_hold_goals(header: str, expected: bool) -> None:
    assert is_goal_table(header) is expected


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("Huyện phấn đấu trồng mới 570 ha rừng.", "", True),
        ("Tỷ lệ hộ nghèo giảm 2,0%.", "Các chỉ tiêu chủ yếu như: Trồng rừng 570 ha. ", True),
        ("Phấn đấu hoàn thành nhiệm vụ, nhân dân 7 tỉnh đã đoàn kết.", "", False),
        ("Đến nay tỷ lệ hộ nghèo giảm 2,0%.", "Các chỉ tiêu như: ", False),
        ("Tỷ lệ hộ nghèo giảm 2,0%.", "", False),
    ],
)
def test_what_says_in_so_many_words_that_a_figure_is_aimed_at(
    text: str, before: str, expected: bool
) -> None:
    assert is_promise(text, before) is expected
