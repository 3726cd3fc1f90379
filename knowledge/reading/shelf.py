"""The documents of one snapshot in the orders that lists ask for, each made once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.answering import capitalize_first
from knowledge.language import fold
from knowledge.model import StoredDocument
from knowledge.reading.parameters import OFFERED_PLACES
from knowledge.snapshot import Snapshot


@dataclass(frozen=True)
class ListedPlace:
    """A place that documents are of, to choose from."""

    name: str
    count: int


@dataclass(frozen=True)
class Choices:
    """What a list can be restricted to."""

    places: tuple[ListedPlace, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...]


class Shelf:
    """What a snapshot holds, put in order; of several versions of a text the newest alone."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def documents(self) -> tuple[StoredDocument, ...]:
        """The documents by place, the newest years first; national ones come last."""
        snapshot = self.snapshot
        held = (one for one in snapshot.documents.values() if one.id not in snapshot.superseded)
        return tuple(sorted(held, key=_by_place_and_year))

    @cached_property
    def newest(self) -> tuple[StoredDocument, ...]:
        """The documents, those that came to the store last first."""
        return tuple(sorted(self.documents, key=lambda document: -document.added))

    def of_place(self, name: str) -> Sequence[StoredDocument]:
        """Return the documents of or about a place, in the order of `documents`."""
        return self._by_place.get(name, ())

    @cached_property
    def _by_place(self) -> dict[str, list[StoredDocument]]:
        by_place: dict[str, list[StoredDocument]] = {}
        for document in self.documents:
            for name in {document.place, *document.about_places} - {None}:
                by_place.setdefault(name or "", []).append(document)
        return by_place

    @cached_property
    def choices(self) -> Choices:
        """The places, years and kinds that the documents held have.

        Of very many places those with most documents: more would weigh more than the page.
        """
        documents = self.snapshot.documents.values()
        counts = Counter(document.place for document in documents if document.place)
        largest = [name for name, _ in counts.most_common(OFFERED_PLACES)]
        places = tuple(ListedPlace(name, counts[name]) for name in sorted(largest, key=fold))
        years = {year for document in documents for year in document.years}
        kinds = {document.kind for document in documents if document.kind}
        return Choices(places, tuple(sorted(years, reverse=True)), tuple(sorted(kinds, key=fold)))

    @cached_property
    def place_names(self) -> dict[str, str]:
        """A place's name without marks, with and without its kind → its name; a bare one wins."""
        names = sorted(self.snapshot.places_held, reverse=True)
        whole = {fold(full_name(self.snapshot, name)): name for name in names}
        return whole | {fold(name): name for name in names}


def full_name(snapshot: Snapshot, name: str | None) -> str:
    """Return the name of a place with its kind: "Tỉnh Bắc Giang"; empty for none."""
    place = snapshot.gazetteer.place_named(name)
    return capitalize_first(place.full_name if place else name or "")


def _by_place_and_year(document: StoredDocument) -> tuple[bool, str, int, str, str]:
    year = document.years[-1] if document.years else document.issued.year if document.issued else 0
    return not document.place, fold(document.place or ""), -year, fold(document.title), document.id
