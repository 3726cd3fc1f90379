"""The measures of a ranking against hand-computed cases."""

from __future__ import annotations

import pytest

from benchmarks.retrieval.metrics import MEASURES, evaluate


@pytest.mark.parametrize(
    ("ranking", "gold", "expected"),
    [
        (["a", "b"], ["a"], {"R@1": 1, "R@10": 1, "MRR@10": 1, "nDCG@10": 1}),
        (["b", "a"], ["a"], {"R@1": 0, "R@5": 1, "MRR@10": 0.5, "nDCG@10": 0.631}),
        (["a", "x", "b"], ["a", "b"], {"R@1": 0.5, "R@5": 1, "MRR@10": 1, "nDCG@10": 0.92}),
        (
            [f"x{i}" for i in range(10)] + ["a"],
            ["a"],
            {"R@10": 0, "R@100": 1, "MRR@10": 0, "nDCG@10": 0},
        ),
        ([], ["a"], {"R@100": 0, "MRR@10": 0, "nDCG@10": 0}),
    ],
)
def test_metrics(ranking: list[str], gold: list[str], expected: dict[str, float]) -> None:
    measures = evaluate([ranking], [gold])
    assert list(measures) == list(MEASURES)
    assert {name: measures[name] for name in expected} == expected


def test_measures_are_averaged_over_questions() -> None:
    measures = evaluate([["a"], ["x", "b"], []], [["a"], ["b", "c"], ["d"]])
    assert (measures["R@1"], measures["R@5"], measures["MRR@10"]) == (0.333, 0.5, 0.5)
