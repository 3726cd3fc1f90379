"""A copy of the store in memory that is brought up to date document by document.

The cost of a change is that of the change, not that of the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.model import Document, Fact, Passage
from knowledge.storage.store import Store


@dataclass(frozen=True)
class Change:
    """The passages that were added and removed since the last `sync`, by id."""

    added: dict[int, Passage] = field(default_factory=dict)
    removed: dict[int, Passage] = field(default_factory=dict)


class Replica:
    """Documents by id, passages by id, and facts in the order of the documents.

    A new version of a document gets new passage ids, and ids are never given twice: comparing ids
    finds every change.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.documents: dict[str, Document] = {}
        self.passages: dict[int, Passage] = {}
        self._facts: dict[str, list[Fact]] = {}

    @property
    def facts(self) -> list[Fact]:
        """Every fact, document by document."""
        return [fact for key in self.documents for fact in self._facts.get(key, ())]

    def sync(self) -> Change:
        """Read what has changed in the store."""
        with self._store.read_transaction():
            owners = self._store.passage_documents()
            stored = set(self._store.document_ids())
            removed = {key: p for key, p in self.passages.items() if key not in owners}
            changed = {owner for key, owner in owners.items() if key not in self.passages}
            without_passages = stored - set(owners.values())
            added = self._read(changed | without_passages)
        for key in removed:
            del self.passages[key]
        self.passages.update(added)
        self.documents = {key: self.documents[key] for key in sorted(stored)}
        self._facts = {key: self._facts[key] for key in stored}
        return Change(added, removed)

    def _read(self, document_ids: Iterable[str]) -> dict[int, Passage]:
        passages: dict[int, Passage] = {}
        for document_id in document_ids:
            self.documents[document_id] = self._store.document(document_id)
            facts = self._store.facts(document_id)
            self._facts[document_id] = [fact for fact in facts if not fact.is_proposal]
            passages |= self._store.passages(document_id)
        return passages
