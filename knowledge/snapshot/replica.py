"""What every process holds in memory of the store, brought up to date document by document.

These are what is known of each document, its facts, the words of the language, and what the office
itself says: no passage and no vector of one. The cost of a change is that of the change, not that
of the store.
"""

from __future__ import annotations

from knowledge.model import Fact, StoredDocument
from knowledge.snapshot.lexicon import Lexicon
from knowledge.snapshot.office_replica import OfficeReplica
from knowledge.storage import Store


class Replica:
    """Documents by id, in the order of their ids; their facts; the lexicon; what the office says."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.documents: dict[str, StoredDocument] = {}
        self.lexicon, self.office = Lexicon(store), OfficeReplica(store)
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
        gone = {removal.document_id for removal in store.removals(changes)}
        for document_id in gone:
            self.documents.pop(document_id, None)
            self._facts.pop(document_id, None)
        if added := store.stored_documents(changes):
            known = self.documents | {document.id: document for document in added}
            self.documents = dict(sorted(known.items()))
        self._read_facts(changes)
        self.office.sync(changes, gone | {document.id for document in added})
        # Last: it must know every word of the documents that were read.
        self.lexicon.sync(self.revision, state.texts)
        self.revision = state.revision

    def _read_facts(self, changes: range) -> None:
        newer: dict[str, list[Fact]] = {}
        for fact in self._store.facts_of(changes):
            if not fact.is_proposal and fact.document_id in self.documents:
                newer.setdefault(fact.document_id, []).append(fact)
        self._facts.update(newer)
