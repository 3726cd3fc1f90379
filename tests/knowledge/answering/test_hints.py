"""What the dialogue made out counts only where a question's own words name nothing."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from knowledge.model import Subject
from tests.conftest import DAY

TRADITION = "Bác Hồ ra lời kêu gọi thi đua ái quốc ngày nào?"
STEP_BY_STEP = "Có cần phải có giấy khen rồi mới được bằng khen không?"
#: Question, hint, words of the answer.
HINTED = [
    (TRADITION, "law_tradition_day", "11/6"),
    ("Bắc Giang năm 2022 lấy câu gì để thi đua?", "theme", "chủ đề"),
]
#: Question and a hint that must change nothing: the words name something else, or the rule itself.
UNMOVED = [
    ("Chủ đề thi đua năm 2022 của Bắc Giang?", "launch"),
    ("CSTĐCS được thưởng bao nhiêu?", "law_dossier"),
    (STEP_BY_STEP, "law_prior"),
    ("Chủ đề thi đua năm 2022 của Bắc Giang?", "law_money"),
    ("Chủ đề thi đua năm 2022 của Bắc Giang?", "no_such_thing"),
]


@pytest.mark.parametrize(("typed", "hint", "says"), HINTED)
def test_a_hint_decides_where_the_words_name_nothing(
    starter: Library, typed: str, hint: str, says: str
) -> None:
    answer, _ = starter.answer(typed, Subject(), DAY, hint)
    assert answer.status == "answered"
    assert says in answer.text.lower()


@pytest.mark.parametrize(("typed", "hint"), UNMOVED)
def test_the_words_of_a_question_go_before_a_hint(starter: Library, typed: str, hint: str) -> None:
    alone, _ = starter.answer(typed, Subject(), DAY)
    hinted, _ = starter.answer(typed, Subject(), DAY, hint)
    assert hinted.text == alone.text
