"""A line that opens a list, a part or a table leads the lines below it."""

from __future__ import annotations

import pytest

from knowledge.model import Passage, PassageKind
from knowledge.storage.derived.leads import is_lead, lead_of_each

ROW: PassageKind = "row"


def passages(*lines: str) -> list[Passage]:
    made = []
    for number, line in enumerate(lines):
        kind: PassageKind = "row" if line.startswith("|") else "item"
        made.append(Passage("d", number, 0, len(line), kind, line))
    return made


@pytest.mark.parametrize(
    ("lines", "leads"),
    [
        (["Gồm:", "- Một.", "- Hai.", "Hết."], [(), (0,), (0,), ()]),
        (
            ["1. Đợt cao điểm", "Từ 01/4.", "a) Đạt 90%;", "2. Đợt hai", "Từ 01/9."],
            [(), (0,), (0,), (), (3,)],
        ),
        (["2. Phong trào", "a) Xã đạt:", "- 19 tiêu chí;", "b) Huyện."], [(), (0,), (0, 1), (0,)]),
        (["| Năm | Hộ |", "| 2021 | 5 |", "Ghi chú."], [(), (0,), ()]),
        (["KẾ HOẠCH", "Năm 2022, huyện trồng rừng."], [(), ()]),
        (["1. Trồng rừng.", "2. Giữ rừng."], [(), ()]),
    ],
)
def test_each_line_knows_what_opens_it(lines: list[str], leads: list[tuple[int, ...]]) -> None:
    assert lead_of_each(passages(*lines)) == leads


def test_a_new_heading_ends_what_was_open() -> None:
    above, below = passages("Gồm:", "- Một.")
    other = Passage("d", 1, 0, 7, "item", below.text, heading="II. KHEN THƯỞNG")
    assert lead_of_each([above, other]) == [(), ()]


@pytest.mark.parametrize(
    ("line", "leads"),
    [
        ("Các tiêu chí:", True),
        ("Toàn thành phố tặng " + "nhiều " * 80 + "Giấy khen, gồm:", True),
        ("3. Phát động đợt cao điểm tại 28 thôn", True),
        ("Huyện trồng 570 ha rừng.", False),
        ("a) Từ 90% hộ có hố rác;", False),
        ("Không có dấu chấm nhưng dài " + "lắm " * 80, False),
    ],
)
def test_a_title_or_an_opening_says_nothing_by_itself(line: str, leads: bool) -> None:
    assert is_lead(line) is leads
