"""Number, day, body and signer of a text are told of the text that is meant, or nothing is."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.answering.composers.particulars import particulars_asked
from knowledge.data import load_yaml
from knowledge.library import Library
from knowledge.model import Subject

DAY = date(2026, 11, 29)
ROWS = load_yaml("particulars.yaml").items()


@pytest.mark.parametrize(
    ("name", "example"), [(name, text) for name, row in ROWS for text in row["examples"]]
)
def test_each_particular_reads_its_examples(starter: Library, name: str, example: str) -> None:
    assert name in particulars_asked(starter.parse(example))


@pytest.mark.parametrize(
    ("name", "trap"), [(name, text) for name, row in ROWS for text in row["traps"]]
)
def test_what_asks_for_something_else_asks_for_no_particular(
    starter: Library, name: str, trap: str
) -> None:
    assert name not in particulars_asked(starter.parse(trap))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("kh thi dua 2022 cua cho don so may, ban hanh ngay nao", ["15/KH-UBND", "26/01/2022"]),
        ("Chỉ thị thi đua năm 2023 của tỉnh Bình Dương số mấy?", ["02/CT-UBND"]),
        ("Cơ quan nào ban hành chỉ thị thi đua 2023 của Bình Dương?", ["UBND tỉnh Bình Dương"]),
        # The starter's text does not hold who signed it: that is said.
        ("ke hoach 15 cua cho don so may, ai ky", ["15/KH-UBND", "Tôi không đọc được người ký"]),
    ],
)
def test_what_is_asked_is_told(starter: Library, typed: str, told: list[str]) -> None:
    answer, _ = starter.answer(typed, Subject(), DAY)
    text = answer.text.replace("Ủy ban nhân dân", "UBND")
    assert answer.status == "answered"
    assert [words for words in told if words not in text] == []


@pytest.mark.parametrize(
    "typed",
    [
        # Another kind, another year, another matter than the text that is held.
        "quyết định thi đua 2022 của Chợ Đồn số mấy",
        "kế hoạch thi đua năm 2024 của Chợ Đồn số mấy",
        "kế hoạch phòng chống bão lụt năm 2022 của Chợ Đồn số mấy",
        "chương trình thi đua 2023 của Bình Dương số mấy",
    ],
)
def test_a_text_that_is_not_held_has_no_number(starter: Library, typed: str) -> None:
    answer, _ = starter.answer(typed, Subject(), DAY)
    assert answer.status != "answered" or "/" not in answer.text.split("Nguồn:")[0]


@pytest.mark.parametrize(
    "typed",
    [
        "Kế hoạch 15/KH-UBND căn cứ nghị quyết nào, ban hành ngày nào?",
        "Kế hoạch 15/KH-UBND thay thế văn bản nào, số mấy?",
    ],
)
def test_particulars_of_a_text_cited_are_not_its_own(starter: Library, typed: str) -> None:
    assert particulars_asked(starter.parse(typed)) == frozenset()
