"""Snapshot and search index kept in step with the store: every search sees it as it is now."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from knowledge.language import CountedUses, SpellingCorrector, gazetteer, vocabulary
from knowledge.language import parameters as language_parameters
from knowledge.search.embedded.embedded_index import EmbeddedIndex
from knowledge.search.encoders import Encoder
from knowledge.search.parameters import CACHED_DOCUMENTS
from knowledge.search.passage_index import PassageIndex
from knowledge.search.postgresql.postgresql_index import PostgresqlIndex
from knowledge.search.term_statistics import TermStatistics
from knowledge.snapshot import Replica, Snapshot, StoredText, take_snapshot
from knowledge.storage import Store


@dataclass(frozen=True)
class IndexedSnapshot:
    """What is known at one revision of the store, and what finds it."""

    snapshot: Snapshot
    index: PassageIndex
    statistics: TermStatistics
    corrector: SpellingCorrector


class LiveIndex:
    """Derives snapshot and index from the store, and again when the store has changed.

    The cost of a change is that of the changed documents. `wordings` gives the texts that the
    spelling corrector knows without any document; `folder` keeps the files of a large index.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        wordings: Callable[[], Iterable[str]],
        folder: Path | None,
    ) -> None:
        self._store, self._encoder, self._folder = store, encoder, folder
        self._everyday = lru_cache(maxsize=1)(lambda: _everyday_uses(wordings()))
        self._lock = threading.Lock()
        self._version: tuple[str, int] | None = None
        self._generation = ""
        self._current: IndexedSnapshot | None = None
        self._forget()

    def current(self) -> IndexedSnapshot:
        """Return what is known now."""
        # The connection first: who has the lock must not wait for one that another, waiting, has.
        with self._store.reader.one_question(), self._lock:
            version = self._store.version
            if self._current is None or not self._is_known(version):
                if version[0] != self._generation:
                    # Another store in its place may give the same passage ids.
                    self._forget()
                    self._generation = version[0]
                try:
                    self._current, self._version = self._load(), version
                except BaseException:
                    # Half of a change must not be taken for the whole.
                    self._forget()
                    raise
            return self._current

    @property
    def known_revision(self) -> int:
        """The number of the last change that is known here; 0 before any."""
        return self._version[1] if self._version else 0

    def _is_known(self, version: tuple[str, int]) -> bool:
        """Whether what is known is of this store, and as new: a replica may be read as it was before."""
        known = self._version
        return known is not None and version[0] == known[0] and version[1] <= known[1]

    def _forget(self) -> None:
        self._replica = Replica(self._store)
        self._index: PassageIndex | None = None
        self._texts = lru_cache(maxsize=CACHED_DOCUMENTS)(partial(StoredText, self._store))
        self._current = None

    def _load(self) -> IndexedSnapshot:
        self._replica.sync()
        snapshot = take_snapshot(self._store, self._replica, self._texts)
        index = self._index = self._index or self._new_index()
        index.sync(self._replica.revision)
        lexicon = self._replica.lexicon
        corrector = SpellingCorrector(
            (self._everyday(), lexicon), vocabulary().shorthand, _typed_together(snapshot)
        )
        return IndexedSnapshot(snapshot, index, TermStatistics(lexicon), corrector)

    def _new_index(self) -> PassageIndex:
        store, lexicon, encoder = self._store, self._replica.lexicon, self._encoder
        if store.database.is_postgresql:
            return PostgresqlIndex(store, lexicon, encoder.name, encoder.dimension)
        return EmbeddedIndex(store, lexicon, encoder.name, encoder.dimension, self._folder)


def _everyday_uses(wordings: Iterable[str]) -> CountedUses:
    """Return the words that are known without any document."""
    places = [place.full_name for place in gazetteer().places]
    repeated = vocabulary().phrasings * language_parameters.EVERYDAY_REPETITIONS
    return CountedUses([*wordings, *places, *repeated])


def _typed_together(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    """Return what people type side by side: "ha nam 2024" is no "hà năm 2024"."""
    years = {str(year) for document in snapshot.documents.values() for year in document.years}
    last_words = {place.name.split()[-1] for place in gazetteer().places if not place.province}
    return [(name, year) for name in last_words for year in years]
