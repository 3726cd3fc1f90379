"""What the library's search is compared with."""

from __future__ import annotations

from benchmarks.retrieval.baselines import fuse


def test_fusion_prefers_what_both_rankings_hold() -> None:
    assert fuse(["1", "2", "3"], ["2", "4"])[0] == "2"
