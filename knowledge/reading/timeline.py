"""Which text held when: the law's texts, and the documents that say from when or until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from knowledge.answering import capitalize_first, document_label, message
from knowledge.language import fold
from knowledge.law import TextDays, text_days
from knowledge.model import StoredDocument
from knowledge.reading.pagination import Page, page_of
from knowledge.reading.parameters import TIMELINE_ROWS
from knowledge.reading.shelf import Shelf
from knowledge.snapshot import Snapshot


@dataclass(frozen=True)
class TimelineRow:
    """A text with its half-open days; `start` None is not known, `end` None not known to end.

    `url` is the page of the text where it is held, else empty; `is_verified` whether its days were
    read in a source.
    """

    name: str
    title: str
    start: date | None
    end: date | None
    url: str
    is_verified: bool
    ask: str

    def holds(self, day: date) -> bool:
        """Whether the text holds on a day, as far as its days are known."""
        started = self.start is None or self.start <= day
        return started and (self.end is None or day < self.end)


@dataclass(frozen=True)
class _Placed:
    """A row with the places that it is of or about; the law's texts have none."""

    row: TimelineRow
    places: frozenset[str] = frozenset()


class Timeline:
    """The texts of one shelf whose days are known; their rows are made once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def page(self, place: str | None, day: date | None, number: int) -> Page[TimelineRow]:
        """Return a page of texts in the order of their first days; with a day those held on it.

        With a place only its own documents are shown, else the law's texts too.
        """
        rows = [one.row for one in self._rows if place is None or place in one.places]
        if day:
            rows = [row for row in rows if row.holds(day)]
        return page_of(rows, number, TIMELINE_ROWS, lambda row: row)

    @cached_property
    def _rows(self) -> tuple[_Placed, ...]:
        rows = [*_documents(self._shelf), *map(_Placed, _legal_texts(self._shelf.snapshot))]
        return tuple(sorted(rows, key=lambda one: _order(one.row)))


def _order(row: TimelineRow) -> tuple[bool, date, str]:
    return row.start is None, row.start or date.max, row.name


def _legal_texts(snapshot: Snapshot) -> Iterator[TimelineRow]:
    for text in text_days():
        held = snapshot.document_numbered(text.number)
        yield _legal_text(text, f"/documents/{held.id}" if held else "")


def _legal_text(text: TextDays, url: str) -> TimelineRow:
    ask = message("ask_validity", text=text.name)
    is_verified = text.state == "verified"
    return TimelineRow(text.name, text.title, text.start, text.end, url, is_verified, ask)


def _documents(shelf: Shelf) -> Iterator[_Placed]:
    """Yield the documents whose days are known; the catalogue's own texts have theirs from it."""
    catalogued = {fold(text.number) for text in text_days()}
    for document in shelf.documents:
        has_days = document.effective_from or document.effective_to
        if has_days and fold(document.number or "") not in catalogued:
            own = {document.place} if document.place else set()
            yield _Placed(_row(document), document.about_places | own)


def _row(document: StoredDocument) -> TimelineRow:
    label = capitalize_first(document_label(document))
    name = f"{document.kind or 'Văn bản'} {document.number}" if document.number else label
    return TimelineRow(
        name=name,
        title=document.title,
        start=document.effective_from,
        end=document.effective_to,
        url=f"/documents/{document.id}",
        is_verified=True,
        ask=message("ask_validity", text=label),
    )
