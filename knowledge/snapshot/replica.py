"""What every process holds in memory of the store, brought up to date document by document.

These are what is known of each document, its facts, and the words of the language: no passage and
no vector. The cost of a change is that of the change, not that of the store.
"""

from __future__ import annotations

from knowledge.model import Fact, StoredDocument
from knowledge.snapshot.lexicon import Lexicon
from knowledge.storage import Store


class Replica:
    """Documents by id, in the order of their ids; their facts; the lexicon."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.documents: dict[str, StoredDocument] = {}
        self.lexicon = Lexicon(store)
        self.revision = 0
        self._facts: dict[str, list[Fact]] = {}

    @property
    def facts(self) -> list[Fact]:
        """Every fact that may be told, document by document."""
        return [fact for key in self.documents for fact in self._facts.get(key, ())]

    def sync(self) -> None:
        """Read what has changed in the store since the last time."""
        state, store = self._store.state, self._store
        # What changes while this is read is left for the next time.
        changes = range(self.revision + 1, state.revision + 1)
        for removal in store.removals(changes):
            self.documents.pop(removal.document_id, None)
            self._facts.pop(removal.document_id, None)
        if added := store.stored_documents(changes):
            known = self.documents | {document.id: document for document in added}
            self.documents = dict(sorted(known.items()))
        self._read_facts(changes)
        # Last: it must know every word of the documents that were read.
        self.lexicon.sync(self.revision, state.texts)
        self.revision = state.revision

    def _read_facts(self, changes: range) -> None:
        newer: dict[str, list[Fact]] = {}
        for fact in self._store.facts_of(changes):
            if not fact.is_proposal and fact.document_id in self.documents:
                newer.setdefault(fact.document_id, []).append(fact)
        self._facts.update(newer)
