"""Candidates from FAISS and tantivy, beside a store that one office has for itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.search.candidate_words import CandidateWords
from knowledge.search.embedded.keyword_index import with_bigrams
from knowledge.search.embedded.keyword_replica import KeywordReplica
from knowledge.search.embedded.vector_index import VectorIndex
from knowledge.search.parameters import (
    CACHED_FILTERS,
    CANDIDATES,
    MIN_FILED_VECTORS,
)
from knowledge.search.passage_index import Found, Query
from knowledge.search.ranking import Candidate
from knowledge.snapshot import Lexicon
from knowledge.storage import PassageFilter, Store


class EmbeddedIndex:
    """Keeps FAISS and tantivy in step with the store; a large collection has its files in `folder`."""

    def __init__(
        self, store: Store, lexicon: Lexicon, encoder: str, dimension: int, folder: Path | None
    ) -> None:
        state = store.state
        is_filed = folder is not None and state.texts >= MIN_FILED_VECTORS
        self._store, self._lexicon, self._encoder = store, lexicon, encoder
        self._dimension = dimension
        self.vectors = VectorIndex(dimension, folder, state.generation, encoder)
        self.keywords = KeywordReplica(store, lexicon, folder if is_filed else None)
        self._within = lru_cache(maxsize=CACHED_FILTERS)(self._ids_within)

    def sync(self, revision: int) -> None:
        """Take over what has changed in the store up to a revision, that of the lexicon."""
        self._within.cache_clear()
        self.keywords.sync(revision)
        self._sync_vectors(revision)

    def _sync_vectors(self, revision: int) -> None:
        store, since = self._store, self.vectors.revision
        if not since:
            self.vectors.sync(store.embedded_passages(self._encoder), self._read_vectors, revision)
            return
        changes = range(since + 1, revision + 1)
        removed = [key for gone in store.removals(changes) for key in gone.passages]
        added = [
            key
            for ids in store.added_passages(changes)
            for key in store.embedded_passages(self._encoder, ids)
        ]
        self.vectors.apply(removed, added, self._read_vectors, revision)

    def _read_vectors(self, keys: Iterable[int]) -> Iterator[Mapping[int, np.ndarray]]:
        """Yield the stored vectors that have the encoder's length."""
        for part in self._store.iter_vectors(self._encoder, keys):
            if whole := {k: row for k, row in part.items() if row.shape == (self._dimension,)}:
                yield whole

    def _ids_within(self, within: PassageFilter) -> Collection[int] | None:
        """Return the ids that a filter lets through; None for all."""
        if within == PassageFilter():
            return None
        ids: list[int] = self._store.passage_ids(within).tolist()
        return ids

    def find(self, query: Query, within: PassageFilter, is_known: Callable[[int], bool]) -> Found:
        """Find what may answer, by words and by meaning; score every candidate by both."""
        among = self._within(within)
        terms = with_bigrams(query.words)
        keywords = self.keywords.index
        keys, bm25, cosine = [], {}, {}
        if among is None or among:
            bm25 = dict(keywords.search(terms, query.marked, CANDIDATES, among))
            cosine = dict(self.vectors.search(query.vector, CANDIDATES, among))
            keys = sorted(key for key in bm25.keys() | cosine.keys() if is_known(key))
        if without := [key for key in keys if key not in bm25]:
            bm25 |= dict(keywords.search(terms, query.marked, len(without), without))
        if without := [key for key in keys if key not in cosine]:
            cosine |= dict(self.vectors.search(query.vector, len(without), without))
        farthest = min(cosine.values(), default=0.0)
        held = self._store.words_of(keys)
        candidates = [
            Candidate(key, bm25.get(key, 0.0), cosine.get(key, farthest))
            for key in keys
            if key in held
        ]
        passages = [held[candidate.key] for candidate in candidates]
        return Found(candidates, CandidateWords(passages, self._lexicon, query.marked))
