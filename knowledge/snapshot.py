"""What answers are made from, as of one version of the store."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from knowledge.cards import Cards
from knowledge.citations import parts_of
from knowledge.evidence import Evidence
from knowledge.model import Document, Fact, Passage
from knowledge.spelling import Speller
from knowledge.text import fold
from knowledge.vectors import VectorIndex
from knowledge.words import KeywordIndex

#: The passages of so many places, years and kinds are kept.
FILTERS_KEPT = 64


@dataclass(frozen=True)
class Snapshot:
    """Everything in memory at once; `passages` by id, `facts` in the order of the documents."""

    documents: dict[str, Document]
    places: dict[str, frozenset[str]]
    passages: dict[int, Passage]
    facts: tuple[Fact, ...]
    speller: Speller
    evidence: Evidence
    cards: Cards
    keywords: KeywordIndex
    vectors: VectorIndex
    #: The documents that another held text replaces: id → the first day they no longer hold.
    replaced: Mapping[str, date] = field(default_factory=dict)
    #: What has been worked out from the rest and is asked for again and again.
    _days: dict[frozenset[str], Snapshot] = field(default_factory=dict, repr=False)
    _among: dict[tuple[str | None, int | None, str | None], list[int]] = field(default_factory=dict, repr=False)

    def on(self, day: date) -> Snapshot:
        """Give what is known on a day: what a replaced plan says is no longer told, unless an earlier day is asked about."""
        gone = frozenset(document_id for document_id, end in self.replaced.items() if end <= day)
        if not gone:
            return self
        if gone not in self._days:
            facts = tuple(fact for fact in self.facts if fact.document_id not in gone)
            self._days[gone] = replace(self, facts=facts, _days={})
        return self._days[gone]

    def among(self, place: str | None, year: int | None, kind: str | None) -> Collection[int] | None:
        """Give the ids of the passages of a place, year and kind; nothing when none is given."""
        asked = place, year, kind
        if asked == (None, None, None):
            return None
        if asked not in self._among:
            if len(self._among) >= FILTERS_KEPT:
                self._among.clear()
            self._among[asked] = [key for key, passage in self.passages.items() if self._is_of(passage, *asked)]
        return self._among[asked]

    def _is_of(self, passage: Passage, place: str | None, year: int | None, kind: str | None) -> bool:
        document = self.documents[passage.document_id]
        return (
            (kind is None or kind == document.kind)
            and (place is None or place in passage.places or place in self.places[passage.document_id])
            and (year is None or year in document.years or str(year) in passage.text)
        )

    def evidence_text(self, fact: Fact) -> str:
        """Give the words that say a fact."""
        return self.documents[fact.document_id].text[fact.start : fact.end]

    def passage_at(self, document_id: str, start: int) -> Passage | None:
        """Give the passage in which a position of a document lies."""
        held = self.ordered.get(document_id, [])
        place = bisect_right(held, start, key=lambda passage: passage.start) - 1
        return held[place] if place >= 0 and start < held[place].end else None

    @cached_property
    def ordered(self) -> dict[str, list[Passage]]:
        """The passages of each document in order."""
        held: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            held.setdefault(passage.document_id, []).append(passage)
        return {document_id: sorted(found, key=lambda passage: passage.start) for document_id, found in held.items()}

    def held(self, number: str) -> Document | None:
        """Give the document that carries this number, if it is held."""
        return self._by_number.get(fold(number))

    @cached_property
    def _by_number(self) -> dict[str, Document]:
        return {fold(document.number): document for document in self.documents.values() if document.number}

    def provision(self, document_id: str, place: str) -> tuple[int, int] | None:
        """Give start and end of a numbered part: "Điều 50 khoản 1 điểm c", or an article with all that is under it."""
        return self._provisions.get((document_id, place))

    @cached_property
    def _provisions(self) -> dict[tuple[str, str], tuple[int, int]]:
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for document_id, passages in self.ordered.items():
            for passage in passages:
                for place in parts_of(passage.label):
                    start, end = found.get((document_id, place), (passage.start, passage.end))
                    found[document_id, place] = min(start, passage.start), max(end, passage.end)
        return found

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """The people named anywhere: the folded name and its words."""
        people = {fold(fact.name) for fact in self.facts if fact.kind in ("person", "signer")}
        return {name: frozenset(name.split()) for name in people}
