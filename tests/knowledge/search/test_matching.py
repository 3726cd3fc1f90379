"""What the matcher was taught: which sentence answers, whatever else it shares with the question."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.search import CLOSENESS, Closeness, Matcher, SeededEncoder, open_encoder
from knowledge.search.late_interaction.matching import bundled_matcher, match, read_matcher

MATCH = CLOSENESS.index("match")


@pytest.mark.parametrize(
    ("question", "answers", "neighbour"),
    [
        (
            "chỉ tiêu hộ nghèo giảm còn bao nhiêu",
            "Phấn đấu đến cuối năm tỷ lệ hộ nghèo còn 3,2%.",
            "Tập trung giảm nghèo bền vững, hỗ trợ hộ nghèo vươn lên.",
        ),
        (
            "hạn gửi báo cáo tổng kết là khi nào",
            "Các đơn vị gửi báo cáo về Sở Nội vụ trước ngày 15/11.",
            "Báo cáo tổng kết đánh giá kết quả phong trào của các đơn vị.",
        ),
    ],
)
def test_the_sentence_that_answers_matches_best(
    question: str, answers: str, neighbour: str
) -> None:
    rows = Closeness(open_encoder("embedded")).of(question, [answers, neighbour])
    assert rows[0, MATCH] > rows[1, MATCH]


def test_what_was_taught_reads_the_encoder_that_ships() -> None:
    assert bundled_matcher().hidden == open_encoder("embedded").dimension


def test_for_other_vectors_the_match_is_their_own_closeness() -> None:
    rows = Closeness(SeededEncoder()).of("một câu hỏi", ["một câu trả lời"])
    assert rows[0, MATCH] == pytest.approx(rows[0, CLOSENESS.index("max_sim")], abs=1e-3)


def test_a_matcher_is_read_as_it_was_written(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    written = Matcher(
        projection=chance.standard_normal((8, 4)),
        attention=chance.standard_normal(8),
        gate=chance.standard_normal(8),
        gate_bias=0.5,
    )
    written.save(tmp_path / "matcher.npz")
    read = read_matcher(tmp_path / "matcher.npz")
    tokens = chance.standard_normal((3, 8))
    found, expected = (match(m.question(tokens), m.sentence(tokens)) for m in (read, written))
    assert found == pytest.approx(expected, abs=1e-2)


def test_a_closed_token_answers_nothing() -> None:
    tokens = np.eye(2)
    opened = Matcher(np.eye(2), np.zeros(2), np.array([0.0, -50.0]), 0.0)
    scores = [match(opened.question(tokens[i : i + 1]), opened.sentence(tokens)) for i in (0, 1)]
    assert scores[0] == pytest.approx(0.5)
    assert scores[1] == pytest.approx(0.0, abs=1e-6)
