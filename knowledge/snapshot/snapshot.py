"""What is known at one version of the store, with the ways to look it up.

Passages and texts are not held: they are read when asked for, and the last ones kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from knowledge.language import Gazetteer, Place, fold
from knowledge.model import Document, Fact, Passage, StoredDocument
from knowledge.snapshot.communes import communes_held
from knowledge.snapshot.office_replica import OfficeSnapshot
from knowledge.snapshot.stored_text import StoredText
from knowledge.storage import PassageFilter, Store

#: Kinds of fact that speak of a place in their own words even in another place's document.
NAMING_PLACES = {"person", "leader", "member"}
PEOPLE = ("person", "signer")


@dataclass(frozen=True)
class Snapshot:
    """What is known of documents by id, and facts in the order of the documents.

    `texts` reads a document's passages, `store` is what they are read from. `superseded` are the
    ids of the versions of a text that a newer one stands for; `replaced` maps a document to the
    first day on which another stored text has replaced it. `office` is what the office itself says.
    """

    store: Store = field(repr=False)
    documents: Mapping[str, StoredDocument]
    facts: tuple[Fact, ...]
    texts: Callable[[StoredDocument], StoredText] = field(repr=False)
    superseded: frozenset[str] = frozenset()
    replaced: Mapping[str, date] = field(default_factory=dict)
    office: OfficeSnapshot = field(default_factory=OfficeSnapshot, repr=False)
    _by_day: dict[frozenset[str], Snapshot] = field(default_factory=dict, repr=False)

    def on(self, day: date) -> Snapshot:
        """Return what holds on a day: the facts of a plan that was replaced by then are gone."""
        gone = frozenset(key for key, end in self.replaced.items() if end <= day)
        if not gone:
            return self
        if gone not in self._by_day:
            facts = tuple(fact for fact in self.facts if fact.document_id not in gone)
            self._by_day[gone] = replace(self, facts=facts, _by_day={})
        return self._by_day[gone]

    @cached_property
    def places(self) -> dict[str, frozenset[str]]:
        """Document id → the names of the places it is about."""
        return {key: document.about_places for key, document in self.documents.items()}

    @cached_property
    def years(self) -> dict[str, frozenset[int]]:
        """Document id → the years it speaks of."""
        return {key: document.about_years for key, document in self.documents.items()}

    def holds(self, within: PassageFilter) -> bool:
        """Whether a filter lets any passage through."""
        return bool(len(self.store.passage_ids(within)))

    def owner(self, key: int) -> StoredDocument | None:
        """Return the document whose passage has this id, None where it is not searched."""
        firsts, owners = self._intervals
        index = bisect_right(firsts, key) - 1
        owner = owners[index] if index >= 0 else None
        return owner if owner and key in owner.passage_ids else None

    @cached_property
    def _intervals(self) -> tuple[list[int], list[StoredDocument]]:
        owners = sorted(
            (d for key, d in self.documents.items() if key not in self.superseded),
            key=lambda document: document.first_passage,
        )
        return [document.first_passage for document in owners], owners

    def passages(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Return passages by their ids, those that are still there."""
        return self.store.passages_of(keys)

    def text_of(self, document_id: str) -> StoredText:
        """Return the passages and the text of a document that is held."""
        return self.texts(self.documents[document_id])

    def document(self, document_id: str) -> Document:
        """Return a document that is held, with its text."""
        return self.text_of(document_id).document

    @cached_property
    def places_held(self) -> frozenset[str]:
        """The names of all places that a document is about."""
        return frozenset().union(*self.places.values())

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All places known, with the communes that documents are about."""
        return Gazetteer(self.places_held, communes_held(self.documents.values()))

    @cached_property
    def national_documents(self) -> frozenset[str]:
        """The ids of the texts that are about no place: the law's."""
        return frozenset(key for key, places in self.places.items() if not places)

    @cached_property
    def facts_by_document(self) -> dict[str, list[Fact]]:
        """Document id → its facts; a document without any is not there."""
        by_document: dict[str, list[Fact]] = {}
        for fact in self.facts:
            by_document.setdefault(fact.document_id, []).append(fact)
        return by_document

    def facts_of(self, kinds: Iterable[str], place: Place | None, year: int | None) -> list[Fact]:
        """Return the facts of these kinds that speak of a place and year; None means any."""
        wanted = set(kinds)
        return [
            fact
            for fact in self.facts
            if fact.kind in wanted and _is_of_place(fact, place) and self._is_of_year(fact, year)
        ]

    def _is_of_year(self, fact: Fact, year: int | None) -> bool:
        if year is None or fact.year == year:
            return True
        return fact.year is None and year in self.documents[fact.document_id].years

    def year_of(self, fact: Fact) -> int | None:
        """Return the year a fact is about: its own, else that of its document's campaign."""
        years = self.documents[fact.document_id].years
        return fact.year or (years[-1] if years else None)

    def evidence_text(self, fact: Fact) -> str:
        """Return the words that say a fact."""
        return self.document(fact.document_id).text[fact.start : fact.end]

    def passage_at(self, document_id: str, position: int) -> Passage | None:
        """Return the passage in which a position of a document lies."""
        return self.text_of(document_id).passage_at(position)

    def leads_of(self, passage: Passage) -> tuple[Passage, ...]:
        """Return the lines that open the list or table in which a passage stands, outermost first."""
        return self.text_of(passage.document_id).leads_of(passage)

    def years_above(self, passage: Passage) -> tuple[int, ...]:
        """Return the years that the nearest line above a passage names of those that lead it."""
        return self.text_of(passage.document_id).years_above(passage)

    def part_text(self, passage: Passage) -> str:
        """Return the text of every passage with the label of this one, joined by blanks."""
        return self.text_of(passage.document_id).part_text(passage.label)

    def document_numbered(self, number: str) -> StoredDocument | None:
        """Return the document with this number, None when it is not stored."""
        return next(reversed(self.documents_numbered(number)), None)

    def documents_numbered(self, number: str) -> list[StoredDocument]:
        """Return all documents with this number: two offices may have given it."""
        return self._by_number.get(fold(number), [])

    @cached_property
    def _by_number(self) -> dict[str, list[StoredDocument]]:
        by_number: dict[str, list[StoredDocument]] = {}
        for document in self.documents.values():
            if document.number:
                by_number.setdefault(fold(document.number), []).append(document)
        return by_number

    @cached_property
    def people(self) -> dict[str, frozenset[str]]:
        """Folded name of every person named anywhere → the words of the name."""
        names = {fold(fact.name) for fact in self.facts if fact.kind in PEOPLE}
        return {name: frozenset(name.split()) for name in names}


def _is_of_place(fact: Fact, place: Place | None) -> bool:
    if place is None or fact.place == place.name:
        return True
    text = f"{fact.name} {fact.details.role} {fact.details.place}"
    return fact.kind in NAMING_PLACES and fold(place.name) in fold(text)
