"""What is read in a question: which part of a list is asked for by its number."""

from __future__ import annotations

import pytest

from knowledge.language import SpellingCorrector, gazetteer
from knowledge.understanding import parse_question

ORDINALS = {
    "Nội dung thứ năm của Bắc Giang là gì?": (5,),
    "nội dung thi đua thứ nhất và thứ hai": (1, 2),
    "noi dung 2 la gi": (2,),
    "Phong trào số 3 của tỉnh là gì?": (3,),
    "Nội dung hai là gì?": (2,),
    "Có mấy nội dung thi đua năm 2022?": (),
    "Các nhiệm vụ năm nay là gì?": (),
    "Nêu các nội dung sau: chủ đề, phong trào": (),
    "Phong trào Ba Đồn phát động năm 2023": (),
    "Phong trào từ Trung ương": (),
}


@pytest.mark.parametrize(("question", "numbers"), ORDINALS.items())
def test_parts_asked_for_by_number(question: str, numbers: tuple[int, ...]) -> None:
    as_typed = SpellingCorrector((), {})
    assert parse_question(question, as_typed, gazetteer()).ordinals == numbers
