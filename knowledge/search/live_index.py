"""Snapshot and search index kept in step with the store: every search sees it as it is now."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from knowledge.language import dates_in, gazetteer, years_in
from knowledge.model import Document, Passage
from knowledge.search.encoders import Encoder
from knowledge.search.parameters import (
    CACHED_OPENINGS,
    DATING_LETTERS,
    HEADLINE_LETTERS,
    NAMING_LETTERS,
    SEARCHABLE_KINDS,
)
from knowledge.search.search_index import SearchIndex
from knowledge.search.vector_index import VectorIndex
from knowledge.storage import (
    Replica,
    Snapshot,
    Store,
    document_versions,
    replacement_days,
    with_replacements,
)

#: "Hà Nội, ngày 14 tháng 6 năm 2025" on a line of its own.
DATE_LINE = re.compile(r"^.{0,40},\s*ngày\s.{0,40}$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class IndexedSnapshot:
    """What is known at one version of the store, and what finds it."""

    snapshot: Snapshot
    index: SearchIndex


class LiveIndex:
    """Derives snapshot and index from the store, and again when the store has changed.

    The cost of a change is that of the changed documents. `wordings` gives the texts that the
    spelling corrector knows without any document; `folder` keeps the file of a large vector index.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        wordings: Callable[[], Iterable[str]],
        folder: Path | None,
    ) -> None:
        self._store, self._encoder = store, encoder
        self._wordings, self._folder = wordings, folder
        self._lock = threading.Lock()
        self._version: tuple[int, int] | None = None
        self._generation = ""
        self._replica = Replica(store)
        self._index: SearchIndex | None = None
        self._current: IndexedSnapshot | None = None

    def current(self) -> IndexedSnapshot:
        """Return what is known now."""
        with self._lock:
            version = self._store.version
            if self._current is None or version != self._version:
                generation = self._store.generation
                if generation != self._generation:
                    self._forget(generation)
                try:
                    self._current, self._version = self._load(), version
                except BaseException:
                    # Half of a change must not be taken for the whole.
                    self._forget("")
                    raise
            return self._current

    def _forget(self, generation: str) -> None:
        """Forget what was derived: another store in its place may give the same passage ids."""
        self._replica, self._index = Replica(self._store), None
        self._generation = generation

    def _load(self) -> IndexedSnapshot:
        change = self._replica.sync()
        snapshot = _snapshot_of(self._replica)
        index = self._index = self._index or self._new_index()
        index.sync(snapshot.documents, snapshot.passages)
        index.learn_spelling(change, snapshot.documents.values())
        name = self._encoder.name
        read = partial(self._read_vectors, name, self._encoder.dimension)
        index.vectors.sync(self._store.embedded_passages(name), read)
        return IndexedSnapshot(snapshot, index)

    def _new_index(self) -> SearchIndex:
        encoder = self._encoder
        vectors = VectorIndex(encoder.dimension, self._folder, self._generation, encoder.name)
        return SearchIndex(vectors, self._wordings())

    def _read_vectors(
        self, encoder: str, dimension: int, keys: Iterable[int]
    ) -> Iterator[Mapping[int, np.ndarray]]:
        """Yield the stored vectors that have the encoder's length."""
        for part in self._store.iter_vectors(encoder, keys):
            if whole := {k: vector for k, vector in part.items() if vector.shape == (dimension,)}:
                yield whole


def _snapshot_of(replica: Replica) -> Snapshot:
    """Return what is searched and answered from: of several versions of a text the newest."""
    replaced = replacement_days(replica.documents, replica.facts)
    documents = with_replacements(replica.documents, replaced)
    versions = document_versions(documents.values()).values()
    superseded = {older for all_older in versions for older in all_older}
    return Snapshot(
        documents=documents,
        places={document.id: _places_of(document) for document in documents.values()},
        years={document.id: _years_of(document) for document in documents.values()},
        passages={
            key: passage
            for key, passage in replica.passages.items()
            if _is_searchable(passage) and passage.document_id not in superseded
        },
        facts=tuple(fact for fact in replica.facts if fact.document_id not in superseded),
        replaced=replaced,
    )


def _is_searchable(passage: Passage) -> bool:
    return passage.kind in SEARCHABLE_KINDS


def _places_of(document: Document) -> frozenset[str]:
    """Return the names of the places a document is about.

    Its own, those in its titles and in the name of the body that issued it, and those in its first
    lines, where letterheads and news name it: a headline only where its place is known.
    """
    letters = NAMING_LETTERS if document.place is None else HEADLINE_LETTERS
    # Where a letterhead was signed says nothing: the Government's decrees are of Hà Nội.
    opening = DATE_LINE.sub("", document.text[:letters])
    titles = f"{document.title}\n{document.source_title or ''}\n{document.authority or ''}"
    return _places_named(f"{titles}\n{opening}") | frozenset(
        [document.place] if document.place else []
    )


@lru_cache(maxsize=CACHED_OPENINGS)
def _places_named(text: str) -> frozenset[str]:
    return frozenset(place.name for place in gazetteer().places_in(text))


@lru_cache(maxsize=CACHED_OPENINGS)
def _years_of_days(text: str) -> frozenset[int]:
    return frozenset(day.day.year for day in dates_in(text))


@lru_cache(maxsize=CACHED_OPENINGS)
def _years_named(text: str) -> frozenset[int]:
    return frozenset(years_in(text))


def _years_of(document: Document) -> frozenset[int]:
    """Return the years a document speaks of: its campaign's, its own, those of its first lines.

    Where none of them is known, the years of the days that it names.
    """
    dated = {day.year for day in (document.issued, document.published) if day}
    letters = HEADLINE_LETTERS if document.years else NAMING_LETTERS
    opening = f"{document.title}\n{document.text[:letters]}"
    named = _years_named(opening) | {*document.years, *dated}
    return named or _years_of_days(document.text[:DATING_LETTERS])
