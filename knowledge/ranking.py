"""How near a passage is to a question: a handful of measures and one learned weight for each.

Candidates come from keyword search and from the encoder; what orders them is a linear model over measures that anyone can
recompute by hand. Its weights are learned from questions with known articles by `python -m training ranking` (list-wise
softmax, Cao et al. 2007, "Learning to rank: from pairwise approach to listwise approach").
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from knowledge.cards import Cards
from knowledge.text import fold_word

#: What is measured of a candidate, in the order of `measures`.
MEASURES = (
    "bm25",  # keyword score, as a share of the best candidate's
    "cosine",  # the encoder's, as distance from the best candidate's
    "covered",  # share of the question's words (by rarity) that stand in the passage or above it
    "covered_above",  # the same, in the document's title and the headings
    "covered_heading",  # the same, in the nearest heading alone
    "heading_pairs",  # share of that heading's pairs of neighbours that are neighbours in the question
    "heading_length",  # its words (logarithm)
    "length",  # different words of the passage and what stands above it (logarithm)
)
HEADING_MEASURES = 3


@dataclass(frozen=True)
class Candidate:
    """A passage that may answer, and what the searches gave it."""

    key: int
    bm25: float
    cosine: float


def measures(
    asked: Sequence[str], candidates: Sequence[Candidate], cards: Cards, weight: Callable[[str], float], marked: bool
) -> np.ndarray:
    """Measure candidates against the question's words: one row each, columns as in MEASURES."""
    wanted = list(asked) if marked else [fold_word(word) for word in asked]
    weights = {word: weight(word) for word in wanted}
    shares = np.array(list(weights.values())) / (sum(weights.values()) or 1.0)
    keys = [one.key for one in candidates]
    bm25, cosine = (np.array([getattr(one, name) for one in candidates]) for name in ("bm25", "cosine"))
    beside = set(zip(wanted, wanted[1:], strict=False))
    heading = [_of_heading(cards.heading(key, marked), beside, weights) for key in keys]
    columns = [
        bm25 / (bm25.max(initial=0.0) or 1.0),
        cosine - cosine.max(initial=-1.0),
        cards.hold(keys, list(weights), marked) @ shares,
        cards.hold_above(keys, list(weights), marked) @ shares,
        *np.array(heading, dtype=np.float64).reshape(len(keys), HEADING_MEASURES).T,
        np.log1p(cards.sizes(keys)),
    ]
    return np.stack(columns, axis=1)


def _of_heading(
    heading: Sequence[str], beside: Collection[tuple[str, str]], weights: Mapping[str, float]
) -> tuple[float, ...]:
    """Measure the nearest heading: the three columns that speak of it."""
    named, total = set(heading), sum(weights.values()) or 1.0
    covered = sum(weight for word, weight in weights.items() if word in named) / total
    pairs = list(zip(heading, heading[1:], strict=False))
    return covered, sum(pair in beside for pair in pairs) / max(1, len(pairs)), math.log1p(len(heading))


@cache
def learned() -> np.ndarray:
    """Give the weight of each measure, from `data/ranking.json`."""
    held = json.loads((files("knowledge") / "data" / "ranking.json").read_text(encoding="utf-8"))
    return np.array([held["weights"][name] for name in MEASURES])
