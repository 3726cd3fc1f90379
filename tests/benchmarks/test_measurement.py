"""Percentiles of times, and memory of processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.measurement import latency, percentile, resident_memory_mb, timed


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([5.0], 0.95, 5.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([float(value) for value in range(100)], 0.95, 95.0),
        ([1.0, 2.0], 1.0, 2.0),
    ],
)
def test_percentile(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_latency_is_named_and_rounded() -> None:
    assert latency([1.26, 1.26], "law_") == {"law_p50_ms": 1.3, "law_p95_ms": 1.3}


def test_work_is_timed_and_its_result_given() -> None:
    result, seconds = timed(max, [1, 3], key=lambda value: -value)
    assert result == 1
    assert seconds >= 0


@pytest.mark.skipif(not Path("/proc").exists(), reason="memory is read from /proc")
def test_this_process_has_memory() -> None:
    assert resident_memory_mb(os.getpid()) > 1
