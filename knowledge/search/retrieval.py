"""Find the passages nearest to a question: candidates by words and by meaning, then ranked."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass

import numpy as np

from knowledge.language import normalized_tokens
from knowledge.search.keyword_index import with_bigrams
from knowledge.search.parameters import CANDIDATES, MAX_QUERY_WORDS
from knowledge.search.ranking import Candidate, feature_matrix, learned_weights
from knowledge.search.search_index import SearchIndex


@dataclass(frozen=True)
class Query:
    """What is searched: the text as it was meant, its vector, and whether it was typed with marks."""

    text: str
    vector: np.ndarray
    marked: bool


@dataclass(frozen=True)
class ScoredCandidates:
    """Passage ids, and a row of features for each (columns: `ranking.FEATURES`)."""

    keys: list[int]
    features: np.ndarray


def rank(
    query: Query, index: SearchIndex, known: Container[int], among: Collection[int] | None
) -> list[tuple[int, float]]:
    """Return passage ids with scores, best first, of the passages that are `known`.

    `among` restricts the search to these ids.
    """
    candidates = find_candidates(query, index, known, among)
    scores = candidates.features @ learned_weights()
    ranked = zip(candidates.keys, map(float, scores), strict=True)
    return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))


def find_candidates(
    query: Query, index: SearchIndex, known: Container[int], among: Collection[int] | None
) -> ScoredCandidates:
    """Find what may answer, by words and by meaning; score every candidate by both.

    The index may already hold passages that the snapshot being searched does not know.
    """
    words = normalized_tokens(query.text)[:MAX_QUERY_WORDS]
    terms = with_bigrams(words)
    bm25 = dict(index.keywords.search(terms, query.marked, CANDIDATES, among))
    cosine = dict(index.vectors.search(query.vector, CANDIDATES, among))
    keys = sorted(key for key in bm25.keys() | cosine.keys() if key in known)
    if without_bm25 := [key for key in keys if key not in bm25]:
        bm25 |= dict(index.keywords.search(terms, query.marked, len(keys), without_bm25))
    if without_cosine := [key for key in keys if key not in cosine]:
        cosine |= dict(index.vectors.search(query.vector, len(keys), without_cosine))
    farthest = min(cosine.values(), default=0.0)
    candidates = [Candidate(k, bm25.get(k, 0.0), cosine.get(k, farthest)) for k in keys]
    weight = index.statistics.weight
    features = feature_matrix(words, candidates, index.terms, weight, query.marked)
    return ScoredCandidates(keys, features)
