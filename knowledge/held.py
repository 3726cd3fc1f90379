"""A copy of the store in memory, brought up to date document by document: the cost of a change is that of the change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.model import Document, Fact, Passage
from knowledge.store import Store


@dataclass(frozen=True)
class Change:
    """The passages that came and went since the last look, by id."""

    came: dict[int, Passage] = field(default_factory=dict)
    went: dict[int, Passage] = field(default_factory=dict)


class Held:
    """Documents by id, passages by id, and facts in the order of the documents.

    A document that is put anew gets new passage ids, and ids are never given twice: they tell what has changed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.documents: dict[str, Document] = {}
        self.passages: dict[int, Passage] = {}
        self._facts: dict[str, list[Fact]] = {}

    @property
    def facts(self) -> list[Fact]:
        """Every fact, document by document."""
        return [fact for document_id in self.documents for fact in self._facts.get(document_id, ())]

    def sync(self) -> Change:
        """Read what has changed in the store."""
        with self._store.at_once():
            owners = self._store.passage_owners()
            there = set(self._store.document_ids())
            went = {key: passage for key, passage in self.passages.items() if key not in owners}
            fresh = {owner for key, owner in owners.items() if key not in self.passages}
            came = self._read(fresh | (there - set(owners.values())))
        for key in went:
            del self.passages[key]
        self.passages.update(came)
        self.documents = {key: self.documents[key] for key in sorted(there)}
        self._facts = {key: self._facts[key] for key in there}
        return Change(came, went)

    def _read(self, document_ids: Iterable[str]) -> dict[int, Passage]:
        came: dict[int, Passage] = {}
        for document_id in document_ids:
            self.documents[document_id] = self._store.document(document_id)
            self._facts[document_id] = self._store.facts(document_id)
            came |= self._store.passages(document_id)
        return came
