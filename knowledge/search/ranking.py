"""How near a passage is to a question: a handful of features and one learned weight for each.

Candidates come from keyword search and from the encoder; a linear model over features that anyone
can recompute by hand orders them. `python -m training ranking` learns the weights from questions
with known articles (list-wise softmax, Cao et al. 2007, "Learning to Rank: From Pairwise Approach
to Listwise Approach").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from knowledge.data import load_json
from knowledge.search.candidate_words import CandidateWords

#: The features of a candidate, in the order of `feature_matrix`'s columns.
FEATURES = (
    "bm25",  # keyword score, as a share of the best candidate's
    "cosine",  # the encoder's, as distance from the best candidate's
    "coverage",  # share of the question's words (by rarity) in the passage or its context
    "context_coverage",  # the same, in the document's title and the headings
    "heading_coverage",  # the same, in the nearest heading alone
    "heading_bigrams",  # share of that heading's bigrams that are bigrams of the question
    "heading_length",  # its words (logarithm)
    "length",  # different words of the passage and its context (logarithm)
)


@dataclass(frozen=True)
class Candidate:
    """A passage (by id) that may answer, with its keyword score and cosine."""

    key: int
    bm25: float
    cosine: float


def feature_matrix(
    query: Sequence[str],
    candidates: Sequence[Candidate],
    held: CandidateWords,
    weight: Callable[[str], float],
) -> np.ndarray:
    """Return one row for each candidate, columns as in FEATURES (float64).

    `query` are the question's words as they are compared (without marks where it was typed so),
    `weight` their rarity, `held` the words of the candidates.
    """
    weights = {word: weight(word) for word in query}
    shares = np.array(list(weights.values())) / (sum(weights.values()) or 1.0)
    bm25 = np.array([candidate.bm25 for candidate in candidates])
    cosine = np.array([candidate.cosine for candidate in candidates])
    words, bigrams = list(weights), set(zip(query, query[1:], strict=False))
    columns = [
        bm25 / (bm25.max(initial=0.0) or 1.0),
        cosine - cosine.max(initial=-1.0),
        held.contains(words) @ shares,
        held.context_contains(words) @ shares,
        held.heading_contains(words) @ shares,
        held.heading_pairs(words, bigrams),
        np.log1p(held.heading_lengths()),
        np.log1p(held.lengths()),
    ]
    return np.stack(columns, axis=1)


@cache
def learned_weights() -> np.ndarray:
    """Return the weight of each feature, from `data/ranking.json`."""
    weights = load_json("ranking.json")["weights"]
    return np.array([weights[name] for name in FEATURES])
