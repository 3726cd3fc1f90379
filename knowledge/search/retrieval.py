"""Find the passages nearest to a question: candidates by words and by meaning, then ranked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.language import fold_word
from knowledge.search.passage_index import PassageIndex, Query
from knowledge.search.ranking import feature_matrix, learned_weights
from knowledge.search.term_statistics import TermStatistics
from knowledge.snapshot import Snapshot
from knowledge.storage import PassageFilter


@dataclass(frozen=True)
class ScoredCandidates:
    """Passage ids, and a row of features for each (columns: `ranking.FEATURES`)."""

    keys: list[int]
    features: np.ndarray


def rank(
    query: Query,
    index: PassageIndex,
    statistics: TermStatistics,
    snapshot: Snapshot,
    within: PassageFilter,
) -> list[tuple[int, float]]:
    """Return the ids of passages that a snapshot knows, with scores, best first."""
    candidates = find_candidates(query, index, statistics, snapshot, within)
    scores = candidates.features @ learned_weights()
    ranked = zip(candidates.keys, map(float, scores), strict=True)
    return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))


def find_candidates(
    query: Query,
    index: PassageIndex,
    statistics: TermStatistics,
    snapshot: Snapshot,
    within: PassageFilter,
) -> ScoredCandidates:
    """Find what may answer, with the features that it is ranked by."""
    compared = query.words if query.marked else [fold_word(word) for word in query.words]
    found = index.find(query, within, lambda key: snapshot.owner(key) is not None)
    features = feature_matrix(compared, found.candidates, found.words, statistics.weight)
    return ScoredCandidates([candidate.key for candidate in found.candidates], features)
