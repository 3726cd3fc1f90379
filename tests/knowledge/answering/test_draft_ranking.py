"""Facts, sentences and rules are ranked together, and the likeliest is told or none."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.answering import MIN_QUOTATION
from knowledge.answering.draft_ranking import FEATURES as DRAFT_FEATURES
from knowledge.answering.parameters import MAX_ASKED_WORDS
from knowledge.answering.sentences import FEATURES as SENTENCE_FEATURES
from knowledge.answering.sentences import sentence_model, words_asked
from knowledge.data import load_json
from knowledge.library import Library
from knowledge.model import Subject

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("file", "features"),
    [("draft_ranking.json", DRAFT_FEATURES), ("sentence_ranking.json", SENTENCE_FEATURES)],
)
def test_every_feature_has_a_weight_and_no_other(file: str, features: tuple[str, ...]) -> None:
    weights = load_json(file)["weights"]
    assert list(weights) == list(features)
    assert any(weights.values())


@pytest.mark.parametrize(
    ("typed", "holds"),
    [
        ("Chợ Đồn trồng mới bao nhiêu ha rừng năm 2022?", "570 ha"),
        ("cho don thanh lap moi may hop tac xa", "02 hợp tác xã"),
        ("Năm 2022 Bắc Giang chi bao nhiêu tiền cho thi đua khen thưởng?", "23,5 tỷ"),
    ],
)
def test_the_sentence_that_answers_comes_first(starter: Library, typed: str, holds: str) -> None:
    sentences, features = starter.scored_sentences(typed, Subject(), DAY)
    assert features.shape == (len(sentences), len(SENTENCE_FEATURES))
    best = int(sentence_model().probabilities(features).argmax())
    assert holds in sentences[best].text


@pytest.mark.parametrize(
    "typed",
    ["Thời tiết Bắc Giang hôm nay thế nào?", "Giá vàng hôm nay bao nhiêu?", "asdf qwer", ""],
)
def test_what_nothing_says_is_refused(starter: Library, typed: str) -> None:
    answer, _ = starter.answer(typed, Subject(), DAY)
    assert answer.status in ("not_found", "clarify")
    assert not answer.citations


def test_what_was_considered_comes_with_its_probability(starter: Library) -> None:
    typed = "Chợ Đồn yêu cầu gì về kỷ luật, kỷ cương hành chính?"
    considered = starter.considered(typed, Subject(), DAY)
    likeliest, probability = max(considered, key=lambda pair: pair[1])
    told, _ = starter.answer(typed, Subject(), DAY)
    assert likeliest.text in told.text
    assert probability >= MIN_QUOTATION


def test_what_is_settled_by_rule_is_not_ranked(starter: Library) -> None:
    assert starter.considered("Chủ đề thi đua năm 2022 của Bắc Giang?", Subject(), DAY) == []


def test_a_long_question_is_looked_for_by_its_first_words(starter: Library) -> None:
    text = starter.documents()[0].text
    words = words_asked(starter.parse(" ".join(reversed(text.split()[:400]))))
    assert len(words) <= MAX_ASKED_WORDS
