"""The documents that are held: all, or those of a place, year, kind and day; the newest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.answering import capitalize_first, document_label, message
from knowledge.language import fold, format_date, one_line
from knowledge.model import StoredDocument
from knowledge.reading.pagination import Page, page_of
from knowledge.reading.parameters import DOCUMENTS_PER_PAGE, FEED_DOCUMENTS
from knowledge.reading.shelf import Shelf, full_name
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


def list_documents(shelf: Shelf, within: DocumentFilter, number: int) -> Page[ListedDocument]:
    """Return a page of documents by place, the newest years first; national ones come last."""
    found = list(matching(shelf, within))
    return page_of(found, number, DOCUMENTS_PER_PAGE, lambda one: listed(shelf.snapshot, one))


def matching(shelf: Shelf, within: DocumentFilter) -> Iterator[StoredDocument]:
    """Yield the documents that a filter lets through, in the order of lists."""
    held = shelf.documents if within.place is None else shelf.of_place(within.place)
    return (document for document in held if lets_through(within, document))


def lets_through(within: DocumentFilter, document: StoredDocument) -> bool:
    """Whether a filter lets a document through."""
    return (
        (within.place is None or within.place in {document.place, *document.about_places})
        and (within.year is None or within.year in {*document.years, *document.about_years})
        and (within.kind is None or within.kind == document.kind)
        and (within.day is None or held_on(document, within.day))
    )


def place_held(shelf: Shelf, typed: str) -> str | None:
    """Return the name of the place held that is typed, with or without marks and kind; else None.

    Nothing typed is no place, "".
    """
    wanted = fold(one_line(typed))
    return shelf.place_names.get(wanted) if wanted else ""


def newest(shelf: Shelf) -> tuple[ListedDocument, ...]:
    """Return the documents that came to the store last, the last one first."""
    return tuple(listed(shelf.snapshot, one) for one in shelf.newest[:FEED_DOCUMENTS])


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
