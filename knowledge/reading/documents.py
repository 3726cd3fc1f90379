"""The documents that are held: all, or those of a place, year, kind and day; the newest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.answering import capitalize_first, document_label, message
from knowledge.language import fold, format_date, one_line
from knowledge.model import StoredDocument
from knowledge.reading.pagination import Page, page_of
from knowledge.reading.parameters import DOCUMENTS_PER_PAGE, FEED_DOCUMENTS, OFFERED_PLACES
from knowledge.snapshot import Snapshot, held_on


@dataclass(frozen=True)
class DocumentFilter:
    """Which documents are meant; what is None lets every document through."""

    place: str | None = None
    year: int | None = None
    kind: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class ListedDocument:
    """A document in a list: `label` is its kind, number, day and issuer; `validity` its days.

    `place` is the full name of the place whose it is, empty for none; `day` the day on which it was
    issued or published.
    """

    id: str
    title: str
    label: str
    place: str
    years: tuple[int, ...]
    day: date | None
    validity: str
    ask: str


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


def list_documents(snapshot: Snapshot, within: DocumentFilter, number: int) -> Page[ListedDocument]:
    """Return a page of documents by place, the newest years first; national ones come last."""
    found = sorted(matching(snapshot, within), key=_by_place_and_year)
    return page_of(found, number, DOCUMENTS_PER_PAGE, lambda one: listed(snapshot, one))


def matching(snapshot: Snapshot, within: DocumentFilter) -> Iterator[StoredDocument]:
    """Yield the documents that a filter lets through, of several versions of a text the newest."""
    for document in snapshot.documents.values():
        if document.id not in snapshot.superseded and lets_through(within, document):
            yield document


def lets_through(within: DocumentFilter, document: StoredDocument) -> bool:
    """Whether a filter lets a document through."""
    return (
        (within.place is None or within.place in {document.place, *document.about_places})
        and (within.year is None or within.year in {*document.years, *document.about_years})
        and (within.kind is None or within.kind == document.kind)
        and (within.day is None or held_on(document, within.day))
    )


def place_held(snapshot: Snapshot, typed: str) -> str | None:
    """Return the name of the place held that is typed, with or without marks and kind; else None.

    Nothing typed is no place, "".
    """
    wanted = fold(one_line(typed))
    if not wanted:
        return ""
    names = sorted(snapshot.places_held)
    bare = (name for name in names if fold(name) == wanted)
    whole = (name for name in names if fold(full_name(snapshot, name)) == wanted)
    return next(bare, None) or next(whole, None)


def choices(snapshot: Snapshot) -> Choices:
    """Return the places, years and kinds that the documents held have.

    Of very many places those with most documents: more would weigh more than the page.
    """
    counts: dict[str, int] = {}
    for document in snapshot.documents.values():
        if document.place:
            counts[document.place] = counts.get(document.place, 0) + 1
    largest = sorted(counts, key=lambda name: -counts[name])[:OFFERED_PLACES]
    places = tuple(ListedPlace(name, counts[name]) for name in sorted(largest, key=fold))
    years = {year for document in snapshot.documents.values() for year in document.years}
    kinds = {document.kind for document in snapshot.documents.values() if document.kind}
    return Choices(places, tuple(sorted(years, reverse=True)), tuple(sorted(kinds, key=fold)))


def newest(snapshot: Snapshot) -> tuple[ListedDocument, ...]:
    """Return the documents that came to the store last, the last one first."""
    held = sorted(matching(snapshot, DocumentFilter()), key=lambda document: -document.added)
    return tuple(listed(snapshot, document) for document in held[:FEED_DOCUMENTS])


def listed(snapshot: Snapshot, document: StoredDocument) -> ListedDocument:
    """Return a document as lists show it."""
    label = capitalize_first(document_label(document))
    return ListedDocument(
        id=document.id,
        title=document.title,
        label=label,
        place=full_name(snapshot, document.place),
        years=document.years,
        day=document.issued or document.published,
        validity=validity_line(document),
        ask=message("ask_document", what=label if document.number else f"“{document.title}”"),
    )


def validity_line(document: StoredDocument) -> str:
    """Return from when to when a document holds, as far as it is known."""
    start, end = document.effective_from, document.effective_to
    if start and end:
        last = format_date(end - timedelta(days=1))
        return message("held_between", start=format_date(start), last=last)
    if start:
        return message("held_from", start=format_date(start))
    return message("held_until", end=format_date(end)) if end else message("held_unknown")


def full_name(snapshot: Snapshot, name: str | None) -> str:
    """Return the name of a place with its kind: "Tỉnh Bắc Giang"; empty for none."""
    place = snapshot.gazetteer.place_named(name)
    return capitalize_first(place.full_name if place else name or "")


def _by_place_and_year(document: StoredDocument) -> tuple[bool, str, int, str, str]:
    year = document.years[-1] if document.years else document.issued.year if document.issued else 0
    return not document.place, fold(document.place or ""), -year, fold(document.title), document.id
