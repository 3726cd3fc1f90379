"""Candidates from PostgreSQL: nothing is held in memory, and there is nothing to keep in step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from knowledge.language import normalized_tokens
from knowledge.search.bm25 import bm25
from knowledge.search.candidate_words import CandidateWords
from knowledge.search.parameters import CACHED_FILTERS, CANDIDATES, MAX_QUERY_WORDS
from knowledge.search.passage_index import Found, Query
from knowledge.search.postgresql.keyword_search import ids_with_rare_terms
from knowledge.search.postgresql.parameters import MAX_COMPARED
from knowledge.search.postgresql.question_terms import question_terms
from knowledge.search.postgresql.vector_search import VectorSearch
from knowledge.search.ranking import Candidate
from knowledge.snapshot import Lexicon
from knowledge.storage import PassageFilter, PassageWords, Store


class PostgresqlIndex:
    """Finds candidates by statements; its words are counted by the store itself."""

    def __init__(self, store: Store, lexicon: Lexicon, encoder: str, dimension: int) -> None:
        self._store, self._lexicon = store, lexicon
        self._vectors = VectorSearch(store, encoder, dimension)
        self._few = lru_cache(maxsize=CACHED_FILTERS)(self._few_ids)
        self._average = 1.0

    def sync(self) -> None:
        """Take over what has changed in the store."""
        self._few.cache_clear()
        self._vectors.sync()
        state = self._store.state
        # A passage of n words has n - 1 pairs.
        self._average = max(1.0, 2 * state.searched_words / max(1, state.texts) - 1)

    def _few_ids(self, within: PassageFilter) -> list[int] | None:
        """Return the ids that a filter lets through where they are few enough to compare all."""
        if within == PassageFilter():
            return None
        found = self._store.passage_ids(within, limit=MAX_COMPARED + 1)
        return found.tolist() if len(found) <= MAX_COMPARED else None

    def find(self, query: Query, within: PassageFilter, is_known: Callable[[int], bool]) -> Found:
        """Find what may answer, by words and by meaning; score every candidate by both."""
        few = self._few(within)
        words = normalized_tokens(query.text)[:MAX_QUERY_WORDS]
        terms = question_terms(self._store, self._lexicon, words, query.marked)
        near = self._vectors.nearest(query.vector, CANDIDATES, within, few)
        by_words = few
        if by_words is None:
            by_words = ids_with_rare_terms(self._store, terms.stored, self._lexicon.texts, within)
        held = self._store.words_of(sorted({*by_words, *near}))
        keys = [key for key in held if is_known(key)]
        compared = self._compared([held[key] for key in keys], query.marked)
        points = bm25(compared, terms.weighted, self._average)
        scores = dict(zip(keys, points.tolist(), strict=True))
        return self._found(query, scores, near, held)

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
