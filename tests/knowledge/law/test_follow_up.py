"""What a follow-up leaves out is the award spoken of."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from tests.knowledge.law.test_answerer import converse


@pytest.mark.parametrize(
    "turns",
    [
        ("Ai ký quyết định tặng?",),
        ("ai ký?",),
        ("ai tặng?",),
        ("cơ quan nào ký quyết định công nhận",),
        ("Ai ký quyết định tặng?", "hồ sơ gồm gì?"),
        ("nộp hồ sơ trước ngày nào?",),
    ],
)
@pytest.mark.parametrize(
    "first", ["Chiến sĩ thi đua cơ sở cần tiêu chuẩn gì?", "CSTĐCS thưởng bao nhiêu?"]
)
def test_what_is_asked_next_is_of_the_award(
    starter: Library, first: str, turns: tuple[str, ...]
) -> None:
    answer = converse(starter, first, *turns)
    assert answer.status == "answered"
    assert answer.text.startswith("Chiến sĩ thi đua cơ sở –")


@pytest.mark.parametrize("next_turn", ["Ai phát động?", "Ai phát động phong trào ở Ninh Bình?"])
def test_a_question_of_a_campaign_is_not(starter: Library, next_turn: str) -> None:
    answer = converse(starter, "Lao động tiên tiến là gì?", next_turn)
    assert "Lao động tiên tiến" not in answer.text
