"""What is known at one version of the store, with the ways to look it up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from knowledge.language import Gazetteer, Place, enclosing_provisions, fold, years_in
from knowledge.model import Document, Fact, Passage
from knowledge.storage.communes import communes_held
from knowledge.storage.leads import lead_of_each
from knowledge.storage.parameters import CACHED_FILTERS

#: Kinds of fact that speak of a place in their own words even in another place's document.
NAMING_PLACES = {"person", "leader", "member"}
PEOPLE = ("person", "signer")


@dataclass(frozen=True)
class PassageFilter:
    """Which passages are searched: of a place, a year, a kind of document, named documents, an
    article of a legal text ("Điều 35"); what is None or empty lets every passage through.
    """

    place: str | None = None
    year: int | None = None
    kind: str | None = None
    documents: frozenset[str] = frozenset()
    article: str = ""


@dataclass(frozen=True)
class Snapshot:
    """Documents by id, searchable passages by id, facts in the order of the documents.

    `places` maps a document's id to the names of the places it is about, `years` to the years it
    speaks of; `replaced` to the first day on which another stored text has replaced it.
    """

    documents: dict[str, Document]
    places: dict[str, frozenset[str]]
    years: dict[str, frozenset[int]]
    passages: dict[int, Passage]
    facts: tuple[Fact, ...]
    replaced: Mapping[str, date] = field(default_factory=dict)
    _by_day: dict[frozenset[str], Snapshot] = field(default_factory=dict, repr=False)
    _leads: dict[str, list[tuple[int, ...]]] = field(default_factory=dict, repr=False)
    _filters: dict[PassageFilter, list[int]] = field(default_factory=dict, repr=False)

    def on(self, day: date) -> Snapshot:
        """Return what holds on a day: the facts of a plan that was replaced by then are gone."""
        gone = frozenset(key for key, end in self.replaced.items() if end <= day)
        if not gone:
            return self
        if gone not in self._by_day:
            facts = tuple(fact for fact in self.facts if fact.document_id not in gone)
            self._by_day[gone] = replace(self, facts=facts, _by_day={})
        return self._by_day[gone]

    def filtered_passages(self, within: PassageFilter) -> Collection[int] | None:
        """Return the ids of the passages that a filter lets through; None when it lets all."""
        if within == PassageFilter():
            return None
        found = self._filters.get(within)
        if found is None:
            numbers = self._numbers_within(within)
            found = [n for n in numbers if self._matches(self.passages[n], within)]
            if len(self._filters) >= CACHED_FILTERS:
                self._filters.clear()
            self._filters[within] = found
        return found

    def _numbers_within(self, within: PassageFilter) -> Iterable[int]:
        """Return the ids to look through: not those of all passages for a few documents."""
        if within.documents:
            return [n for key in within.documents for n in self._numbers_of.get(key, ())]
        return self.passages

    @cached_property
    def _numbers_of(self) -> dict[str, list[int]]:
        """Document id → the ids of its passages."""
        numbers: dict[str, list[int]] = {}
        for number, passage in self.passages.items():
            numbers.setdefault(passage.document_id, []).append(number)
        return numbers

    def _matches(self, passage: Passage, within: PassageFilter) -> bool:
        document = self.documents[passage.document_id]
        about = self.places[passage.document_id]
        place, year = within.place, within.year
        return (
            (within.kind is None or within.kind == document.kind)
            and (not within.article or within.article in enclosing_provisions(passage.label))
            and (place is None or place in passage.places or place in about)
            and (year is None or year in self.years[document.id] or str(year) in passage.text
                 or (place is not None and year in self.years_above(passage)))
        )  # fmt: skip

    @cached_property
    def places_held(self) -> frozenset[str]:
        """The names of all places that a document is about."""
        return frozenset().union(*self.places.values())

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All places known, with the communes that documents are about."""
        return Gazetteer(self.places_held, communes_held(self.documents.values(), self.places))

    @cached_property
    def national_documents(self) -> frozenset[str]:
        """The ids of the texts that are about no place: the law's."""
        return frozenset(key for key, places in self.places.items() if not places)

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
        return self.documents[fact.document_id].text[fact.start : fact.end]

    def passage_at(self, document_id: str, position: int) -> Passage | None:
        """Return the passage in which a position of a document lies."""
        passages = self.ordered_passages.get(document_id, [])
        index = bisect_right(passages, position, key=lambda passage: passage.start) - 1
        return passages[index] if index >= 0 and position < passages[index].end else None

    def leads_of(self, passage: Passage) -> tuple[Passage, ...]:
        """Return the lines that open the list or table in which a passage stands, outermost first."""
        key = passage.document_id
        passages = self.ordered_passages[key]
        if key not in self._leads:
            self._leads[key] = lead_of_each(passages)
        index = bisect_right(passages, passage.start, key=lambda other: other.start) - 1
        return tuple(passages[lead] for lead in self._leads[key][index])

    def years_above(self, passage: Passage) -> tuple[int, ...]:
        """Return the years that the nearest line above a passage names of those that lead it.

        The head of its table ("Thực hiện 2025"), what opens its list, its headings.
        """
        leads = (lead.text for lead in reversed(self.leads_of(passage)))
        named = (years_in(line) for line in (*leads, *reversed(passage.headings)))
        return tuple(next(filter(None, named), ()))

    @cached_property
    def ordered_passages(self) -> dict[str, list[Passage]]:
        """Document id → its passages in order."""
        by_document: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            by_document.setdefault(passage.document_id, []).append(passage)
        return {
            key: sorted(passages, key=lambda passage: passage.start)
            for key, passages in by_document.items()
        }

    def part_text(self, passage: Passage) -> str:
        """Return the text of every passage with the label of this one, joined by blanks."""
        return self._parts.get((passage.document_id, passage.label), "")

    @cached_property
    def _parts(self) -> dict[tuple[str, str], str]:
        texts: dict[tuple[str, str], list[str]] = {}
        for passage in self.passages.values():
            texts.setdefault((passage.document_id, passage.label), []).append(passage.text)
        return {key: " ".join(parts) for key, parts in texts.items()}

    def document_numbered(self, number: str) -> Document | None:
        """Return the document with this number, None when it is not stored."""
        return next(reversed(self.documents_numbered(number)), None)

    def documents_numbered(self, number: str) -> list[Document]:
        """Return all documents with this number: two offices may have given it."""
        return self._by_number.get(fold(number), [])

    @cached_property
    def _by_number(self) -> dict[str, list[Document]]:
        by_number: dict[str, list[Document]] = {}
        for document in self.documents.values():
            if document.number:
                by_number.setdefault(fold(document.number), []).append(document)
        return by_number

    def provision_span(self, document_id: str, place: str) -> tuple[int, int] | None:
        """Return start and end of a numbered part, with all that is under it.

        `place` is written like "Điều 50 khoản 1 điểm c".
        """
        return self._provisions.get((document_id, place))

    @cached_property
    def _provisions(self) -> dict[tuple[str, str], tuple[int, int]]:
        spans: dict[tuple[str, str], tuple[int, int]] = {}
        for document_id, passages in self.ordered_passages.items():
            for passage in passages:
                for place in enclosing_provisions(passage.label):
                    start, end = spans.get((document_id, place), (passage.start, passage.end))
                    span = min(start, passage.start), max(end, passage.end)
                    spans[document_id, place] = span
        return spans

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
