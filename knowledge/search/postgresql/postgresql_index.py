"""Candidates from PostgreSQL: nothing is held in memory, and there is nothing to keep in step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice

import numpy as np

from knowledge.search.bm25 import bm25
from knowledge.search.candidate_words import CandidateWords
from knowledge.search.parameters import CACHED_FILTERS, CANDIDATES
from knowledge.search.passage_index import Found, Query
from knowledge.search.postgresql.keyword_search import ids_with_rare_terms, rarest
from knowledge.search.postgresql.parameters import (
    MARGIN,
    MAX_COMPARED,
    MAX_NEIGHBOURS,
    MAX_POSTINGS,
    MIN_POSTINGS,
    POSTINGS_SHARE,
    RECENT_PASSAGES,
    SCORED_PASSAGES,
)
from knowledge.search.postgresql.question_terms import QuestionTerms, question_terms
from knowledge.search.postgresql.recent_words import RecentWords
from knowledge.search.postgresql.vector_search import VectorSearch
from knowledge.search.ranking import Candidate
from knowledge.snapshot import Lexicon
from knowledge.storage import PassageFilter, PassageWords, Store


class PostgresqlIndex:
    """Finds candidates by statements; its words are counted by the store itself."""

    def __init__(self, store: Store, lexicon: Lexicon, encoder: str, dimension: int) -> None:
        self._store, self._lexicon = store, lexicon
        self._vectors = VectorSearch(store, encoder, dimension)
        self._words = RecentWords(store, RECENT_PASSAGES)
        self._few = lru_cache(maxsize=CACHED_FILTERS)(self._few_ids)
        # Not worked out anew with every change: it only says how far to look.
        self._share = lru_cache(maxsize=CACHED_FILTERS)(self._share_of)
        self._average = 1.0

    def sync(self, revision: int) -> None:
        """Take over what has changed: nothing is held but what is true of all passages together."""
        self._vectors.sync()
        state = self._store.state
        # A passage of n words has n - 1 pairs.
        self._average = max(1.0, 2 * state.searched_words / max(1, state.texts) - 1)

    def _few_ids(self, within: PassageFilter, _version: tuple[str, int]) -> list[int] | None:
        """Return the ids that a filter lets through where they are few enough to compare all.

        They are those of a version: a replica may be read as it was before the last change.
        """
        found = self._store.passage_ids(within, limit=MAX_COMPARED + 1)
        return found.tolist() if len(found) <= MAX_COMPARED else None

    def find(self, query: Query, within: PassageFilter, is_known: Callable[[int], bool]) -> Found:
        """Find what may answer, by words and by meaning; score every candidate by both."""
        terms = question_terms(self._store, self._lexicon, query.words, query.marked)
        few = None if within == PassageFilter() else self._few(within, self._store.version)
        if few is None:
            by_words, near = self._looked_for(query, terms, within)
        else:
            by_words, near = few, self._vectors.nearest_of(query.vector, few, CANDIDATES)
        held = self._words.of({*by_words, *near})
        keys = [key for key in held if is_known(key)]
        compared = self._compared([held[key] for key in keys], query.marked)
        points = bm25(compared, terms.weighted, self._average)
        scores = dict(zip(keys, points.tolist(), strict=True))
        return self._found(query, scores, near, held)

    def _looked_for(
        self, query: Query, terms: QuestionTerms, within: PassageFilter
    ) -> tuple[list[int], dict[int, float]]:
        """Return ids by their rare words, and the nearest with their cosines.

        The rarer a filter lets a passage through, the more are looked at.
        """
        more = MARGIN / self._share(within) if within != PassageFilter() else 1.0

        def widened(count: int, most: int) -> int:
            return min(most, math.ceil(more * count))

        texts = self._lexicon.texts
        postings = widened(max(MIN_POSTINGS, round(POSTINGS_SHARE * texts)), MAX_POSTINGS)
        by_words = ids_with_rare_terms(
            self._store,
            rarest(terms.stored, postings),
            texts,
            widened(SCORED_PASSAGES, MAX_NEIGHBOURS),
        )
        near = self._vectors.nearest(query.vector, widened(CANDIDATES, MAX_NEIGHBOURS))
        if within != PassageFilter():
            allowed = self._store.allowed(within, {*by_words, *near})
            by_words = [key for key in by_words if key in allowed]
            near = {key: cosine for key, cosine in near.items() if key in allowed}
        return by_words[:SCORED_PASSAGES], dict(islice(near.items(), CANDIDATES))

    def _share_of(self, within: PassageFilter) -> float:
        """Return which share of all passages a filter lets through."""
        return max(1, self._store.count(within)) / max(1, self._lexicon.texts)

    def _compared(self, passages: Sequence[PassageWords], marked: bool) -> list[np.ndarray]:
        folded = self._lexicon.folded
        return [one.searched if marked else folded[one.searched] for one in passages]

    def _found(
        self,
        query: Query,
        scores: dict[int, float],
        near: dict[int, float],
        held: dict[int, PassageWords],
    ) -> Found:
        """Return the best by words and the nearest, each with both scores."""
        best = sorted(
            (key for key in scores if scores[key] > 0), key=lambda key: (-scores[key], key)
        )
        keys = sorted({*best[:CANDIDATES], *(key for key in near if key in scores)})
        cosine = near | self._vectors.cosines(query.vector, [k for k in keys if k not in near])
        farthest = min(cosine.values(), default=0.0)
        candidates = [Candidate(k, scores[k], cosine.get(k, farthest)) for k in keys]
        passages = [held[key] for key in keys]
        return Found(candidates, CandidateWords(passages, self._lexicon, query.marked))
