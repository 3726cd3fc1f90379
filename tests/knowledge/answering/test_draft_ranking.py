"""Facts, sentences and rules are ranked together, and the likeliest is told or none."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from knowledge.answering import draft_model
from knowledge.answering.draft_ranking import FEATURES as DRAFT_FEATURES
from knowledge.answering.sentence_ranking import sentence_model
from knowledge.answering.sentences import FEATURES as SENTENCE_FEATURES
from knowledge.library import Library
from knowledge.model import Subject

DAY = date(2026, 11, 21)


def test_every_feature_has_a_weight() -> None:
    assert draft_model().weights.shape == (len(DRAFT_FEATURES),)
    assert sentence_model().weights.shape == (len(SENTENCE_FEATURES),)
    assert len(set(DRAFT_FEATURES)) == len(DRAFT_FEATURES)
    assert np.isfinite([*draft_model().weights, *sentence_model().weights]).all()


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
    considered = starter.considered("Tiêu chuẩn xét công nhận sáng kiến là gì?", Subject(), DAY)
    assert considered
    assert all(0 <= probability <= 1 for _, probability in considered)
