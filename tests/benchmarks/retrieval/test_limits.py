"""Which limits count as missed, and how the line reads."""

from __future__ import annotations

import pytest

from benchmarks.retrieval.limits import LIBRARY, missed_limits
from benchmarks.retrieval.results import Measures, Results

KEPT = {"R@10": 0.95, "MRR@10": 0.82, "nDCG@10": 0.85, "emulation R@10": 0.95}


def results(as_asked: Measures, without_marks: Measures) -> Results:
    return {
        "as asked": {LIBRARY: KEPT | as_asked},
        "without marks": {LIBRARY: KEPT | without_marks},
    }


@pytest.mark.parametrize(
    ("as_asked", "without_marks", "figures", "expected"),
    [
        ({}, {}, {"p95_ms": 30.0}, []),
        ({"MRR@10": 0.74}, {"MRR@10": 0.74}, {}, ["MRR@10 0.74 < 0.75"]),
        ({"emulation R@10": 0.9}, {}, {}, ["emulation R@10 0.9 < 0.93"]),
        ({}, {"R@10": 0.91}, {}, ["without marks: R@10 0.91 < 0.95 - 0.03"]),
        ({}, {}, {"p95_ms": 30.1, "build_s": 1.0}, ["p95_ms 30.1 > 30.0"]),
    ],
)
def test_missed_limits(
    as_asked: Measures,
    without_marks: Measures,
    figures: dict[str, float],
    expected: list[str],
) -> None:
    assert missed_limits(results(as_asked, without_marks), figures) == expected


def test_questions_without_one_on_emulation_miss_nothing() -> None:
    measures = {name: value for name, value in KEPT.items() if "emulation" not in name}
    assert missed_limits({"as asked": {LIBRARY: measures}}, {}) == []
