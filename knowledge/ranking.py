"""Pure functions over ranked lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

#: Cormack, Clarke & Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet…": k = 60.
RRF_K = 60


def fuse(lists: Sequence[tuple[Sequence[int], float]]) -> list[tuple[int, float]]:
    """Join ranked lists of ids, each with its weight, into one: reciprocal rank fusion, best first."""
    scores: dict[int, float] = defaultdict(float)
    for ranked, weight in lists:
        for rank, key in enumerate(ranked, start=1):
            scores[key] += weight / (RRF_K + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
