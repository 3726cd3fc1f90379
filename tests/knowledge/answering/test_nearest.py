"""The nearest passage: shown where no answer is certain, without a claim that it answers."""

from __future__ import annotations

import pytest

from knowledge.answering.phrasing import message
from knowledge.library import Library
from tests.knowledge.answering.test_answerer import converse


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("Bí thư Tỉnh ủy Ninh Bình là ai?", "Phó Bí thư Tỉnh ủy"),
        ("Bình Dương thưởng bao nhiêu tiền cho tập thể xuất sắc?", "chính xác, kịp thời"),
    ],
)
def test_the_nearest_passage_is_shown_with_its_source(
    starter: Library, asked: str, shown: str
) -> None:
    answer = converse(starter, asked)
    assert answer.status == "nearest"
    assert answer.text.startswith(message("nearest_lead"))
    assert shown in answer.text
    for cited in answer.citations:
        text = starter.document(cited.document_id).text
        assert text[cited.start : cited.end] == cited.quote
    assert answer.citations
    assert "Nguồn: " in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "Bình Dương phát động phong trào gì năm 2022?",
        "Bí thư Tỉnh ủy Sơn La là ai?",
        "Giá vàng hôm nay bao nhiêu?",
    ],
)
def test_nothing_is_shown_of_another_place_or_year_or_matter(starter: Library, asked: str) -> None:
    answer = converse(starter, asked)
    assert answer.status == "not_found"
    assert not answer.citations


def test_a_follow_up_on_another_place_with_its_own_topic_leans_on_nothing(starter: Library) -> None:
    answer = converse(starter, "kế hoạch của Chợ Đồn số mấy", "còn Bắc Giang thì ai phát động?")
    assert answer.status == "answered"
    assert "Lê Ánh Dương" in answer.text
