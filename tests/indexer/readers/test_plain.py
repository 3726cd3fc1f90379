"""Plain text: tables typed with tabs or bars, and lines that were broken."""

from __future__ import annotations

import pytest

from indexer.readers import READERS
from indexer.readers.plain import join_broken_lines, mark_table_rows

LETTERHEAD = [
    "UBND HUYỆN BA BỂ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 12/KH-UBND\tBa Bể, ngày 5/1/2024",
]
MENU = [
    "Trang chủ | Giới thiệu | Tin tức | Liên hệ",
    "Thứ sáu, 05/11/2021 | 14:22 | Lượt xem: 1.386 | In trang",
]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Chỉ tiêu\tĐVT\tNăm 2024", "Hộ nghèo\t%\t3,5", "", "Hết bảng."],
            ["| Chỉ tiêu | ĐVT | Năm 2024 |", "| Hộ nghèo | % | 3,5 |", "", "Hết bảng."],
        ),
        (
            ["TT | Nội dung | Đăng ký", "1 | Giao quân | 100%"],
            ["| TT | Nội dung | Đăng ký |", "| 1 | Giao quân | 100% |"],
        ),
        (
            ["TT I Chỉ tiêu I KH 2026 I", "1 I Độ che phủ rừng I 46,7 I"],
            ["| TT | Chỉ tiêu | KH 2026 |", "| 1 | Độ che phủ rừng | 46,7 |"],
        ),
        (
            ["Danh hiệu\tMức tối đa", "Lao động tiên tiến\tKhông khống chế"],
            ["| Danh hiệu | Mức tối đa |", "| Lao động tiên tiến | Không khống chế |"],
        ),
        (LETTERHEAD, LETTERHEAD),
        (MENU, MENU),
        (["| a | b |", "| 1 | 2 |"], ["| a | b |", "| 1 | 2 |"]),
    ],
)
def test_rows_of_a_table_get_bars_and_other_lines_none(
    lines: list[str], expected: list[str]
) -> None:
    assert mark_table_rows(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Các xã, thị trấn đăng ký thi đua với Ủy ban huyện trước",
                "ngày 15 tháng 3 hằng năm.",
            ],
            ["Các xã, thị trấn đăng ký thi đua với Ủy ban huyện trước ngày 15 tháng 3 hằng năm."],
        ),
        (["Nội dung thi đua trong năm gồm những việc sau đây:", "xây dựng nông thôn mới;"], None),
        (["Phòng Nội vụ chủ trì tổng hợp hồ sơ đề nghị khen thưởng", "b) gửi hồ sơ"], None),
        (["HỘI ĐỒNG", "thi đua"], None),
    ],
)
def test_a_line_that_goes_on_is_joined(lines: list[str], expected: list[str] | None) -> None:
    assert join_broken_lines(lines) == (expected or lines)


def test_a_text_file_is_read_with_its_tables_and_paragraphs() -> None:
    text = "Chỉ tiêu\tĐVT\tNăm 2024\nHộ nghèo\t%\t3,5\nPhấn đấu đến cuối năm không còn hộ nghèo thuộc diện\nngười có công.\n"
    read = READERS[".txt"](text.encode()).text
    assert read.splitlines() == [
        "| Chỉ tiêu | ĐVT | Năm 2024 |",
        "| Hộ nghèo | % | 3,5 |",
        "Phấn đấu đến cuối năm không còn hộ nghèo thuộc diện người có công.",
    ]


@pytest.mark.parametrize("filler", [" ", "\u00a0", "."])
def test_long_runs_within_lines_are_read_in_linear_time(filler: str) -> None:
    """Such lines took 70 ms each: a file of a few megabytes held the worker up."""
    lines = [f"a{filler * 1_990}b"] * 1_000
    assert mark_table_rows(lines) == lines


def test_a_paragraph_of_many_lines_is_joined_in_linear_time() -> None:
    lines = ["trong năm này các đơn vị tiếp tục thi đua với nhau"] * 50_000
    assert join_broken_lines(lines) == [" ".join(lines)]
