"""The caches: FAISS and keywords hold exactly what they are given, and give it back best first."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.language import normalized_tokens
from knowledge.search import KeywordIndex, VectorIndex, query_terms
from knowledge.search.embedded.vector_index import from_memory

EYE = dict(enumerate(np.eye(4, dtype=np.float32), start=10))
TEXTS = {1: "Tỷ lệ che phủ rừng", 2: "Chủ đề thi đua", 3: "Sở Nội vụ và số liệu"}
WORDS = {key: normalized_tokens(text) for key, text in TEXTS.items()}


def test_vectors_are_found_best_first() -> None:
    index = VectorIndex(4)
    index.sync(EYE, from_memory(EYE))
    assert index.search(np.array([0.1, 1, 0.5, 0]), 2) == [
        (11, pytest.approx(1, abs=0.01)),
        (12, pytest.approx(0.5, abs=0.01)),
    ]


def test_vectors_are_found_among_those_allowed() -> None:
    index = VectorIndex(4)
    index.sync(EYE, from_memory(EYE))
    assert {key for key, _ in index.search(np.array([1, 0, 0, 0]), 9, [12, 13])} == {12, 13}
    assert index.search(np.array([1, 0, 0, 0]), 9, []) == []


def test_vectors_taken_away_are_gone() -> None:
    index = VectorIndex(4)
    assert index.search(np.array([1, 0, 0, 0]), 9) == []
    index.sync(EYE, from_memory(EYE))
    index.sync({13}, from_memory(EYE))
    assert [key for key, _ in index.search(np.array([1, 0, 0, 0]), 9)] == [13]


@pytest.mark.parametrize(
    ("typed", "marked", "found"),
    [
        ("che phủ", True, [1]),
        ("che phu", False, [1]),
        ("số", True, [3]),
        ("thi dua", False, [2]),
        ("không có", True, []),
        ("", True, []),
    ],
)
def test_keywords(typed: str, marked: bool, found: list[int]) -> None:
    index = KeywordIndex()
    index.update([WORDS])
    assert [key for key, _ in index.search(query_terms(typed), marked, 9)] == found


def test_keywords_taken_away_are_gone() -> None:
    index = KeywordIndex()
    index.update([WORDS])
    assert index.search(query_terms("rừng"), True, 9, [2, 3]) == []
    index.update([], [1, 3])
    assert index.search(query_terms("rừng"), True, 9) == []


def test_pairs_of_neighbours_are_terms() -> None:
    assert query_terms("che phủ rừng") == ["che", "phủ", "rừng", "che_phủ", "phủ_rừng"]
