"""What every process holds in memory of the store, brought up to date document by document.

These are what is known of each document, its facts, and the words of the language: no passage and
no vector. The cost of a change is that of the change, not that of the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model import Fact, StoredDocument
from knowledge.snapshot.lexicon import Lexicon
from knowledge.storage import Removal, Store


@dataclass(frozen=True)
class Change:
    """What was removed and what was added, in this order; a document replaced is in both."""

    removed: Sequence[Removal]
    added: Sequence[StoredDocument]


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

    def sync(self) -> Change:
        """Read what has changed in the store since the last time."""
        state, since = self._store.state, self.revision
        # A document that changes while this is read is read again the next time: its revision is
        # above that of the state which was read first.
        change = Change(self._store.removals(since), self._store.stored_documents(since))
        for removal in change.removed:
            self.documents.pop(removal.document_id, None)
            self._facts.pop(removal.document_id, None)
        for document in change.added:
            self.documents[document.id] = document
            self._facts.pop(document.id, None)
        self._read_facts(since)
        self.lexicon.sync(since, state.texts)
        if change.added:
            self.documents = dict(sorted(self.documents.items()))
        self.revision = state.revision
        return change

    def _read_facts(self, since: int) -> None:
        newer: dict[str, list[Fact]] = {}
        for fact in self._store.facts_after(since):
            if not fact.is_proposal and fact.document_id in self.documents:
                newer.setdefault(fact.document_id, []).append(fact)
        self._facts.update(newer)
