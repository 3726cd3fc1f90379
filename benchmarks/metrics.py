"""How good a ranking is: recall, mean reciprocal rank, normalised discounted cumulative gain with binary gains.

Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques".
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from statistics import fmean

DEPTHS = (1, 5, 10, 100)
CUT = 10
NAMES = (*(f"R@{depth}" for depth in DEPTHS), f"MRR@{CUT}", f"nDCG@{CUT}")


def measure(ranked: Sequence[Sequence[str]], gold: Sequence[Collection[str]]) -> dict[str, float]:
    """Give the mean of each measure over questions: what each ranking holds, best first, and what is right."""
    rows = [_of_one(found, set(right)) for found, right in zip(ranked, gold, strict=True)]
    return {name: round(fmean(row[i] for row in rows), 3) for i, name in enumerate(NAMES)}


def _of_one(found: Sequence[str], right: set[str]) -> list[float]:
    places = [place for place, one in enumerate(found) if one in right]
    recalls = [sum(place < depth for place in places) / len(right) for depth in DEPTHS]
    first = 1 / (places[0] + 1) if places and places[0] < CUT else 0.0
    gain = sum(1 / math.log2(place + 2) for place in places if place < CUT)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(CUT, len(right))))
    return [*recalls, first, gain / ideal]
