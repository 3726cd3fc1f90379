"""The yardsticks themselves: metrics, spellings, fusion, and the clustered vectors."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.metrics import measure
from benchmarks.retrieval import fused
from benchmarks.scale import DIMENSION, NEAREST, Made
from benchmarks.spellings import SPELLINGS
from knowledge.text import fold

QUESTION = "Hội đồng sáng kiến cấp cơ sở được thành lập như thế nào?"


@pytest.mark.parametrize(
    ("ranked", "gold", "expected"),
    [
        (["a", "b"], ["a"], {"R@1": 1, "R@10": 1, "MRR@10": 1, "nDCG@10": 1}),
        (["b", "a"], ["a"], {"R@1": 0, "R@5": 1, "MRR@10": 0.5, "nDCG@10": 0.631}),
        (["a", "x", "b"], ["a", "b"], {"R@1": 0.5, "R@5": 1, "MRR@10": 1, "nDCG@10": 0.92}),
        ([f"x{i}" for i in range(10)] + ["a"], ["a"], {"R@10": 0, "R@100": 1, "MRR@10": 0, "nDCG@10": 0}),
        ([], ["a"], {"R@100": 0, "MRR@10": 0, "nDCG@10": 0}),
    ],
)
def test_metrics(ranked: list[str], gold: list[str], expected: dict[str, float]) -> None:
    told = measure([ranked], [gold])
    assert {name: told[name] for name in expected} == expected


def test_spellings_are_what_they_say_and_the_same_each_time() -> None:
    assert SPELLINGS["as asked"](QUESTION, "1") == QUESTION
    assert SPELLINGS["without marks"](QUESTION, "1") == fold(QUESTION)
    slipped = [SPELLINGS["two slips"](QUESTION, seed) for seed in "1234"]
    assert all(one != QUESTION and abs(len(one) - len(QUESTION)) <= 2 for one in slipped)
    assert slipped == [SPELLINGS["two slips"](QUESTION, seed) for seed in "1234"]
    assert len(set(slipped)) > 1


def test_fusion_prefers_what_both_lists_hold() -> None:
    assert fused(["1", "2", "3"], ["2", "4"])[0] == "2"


def test_made_vectors_are_the_same_each_time_and_their_nearest_are_right() -> None:
    made = Made(20_000, clustered=True)
    (some,) = made.read([7, 9])
    assert some[7].shape == (DIMENSION,)
    assert np.allclose(some[7], made.block(0)[7])
    asked = made.asked()[:3]
    every = np.concatenate([made.block(0), made.block(1)])
    right = [set(np.argsort(-(every @ row))[:NEAREST].tolist()) for row in asked]
    assert made.nearest(asked) == right
