"""Reading: what pages show of a library, each time as the store is then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from knowledge.answering import Context, Evidence
from knowledge.errors import StaleSnapshot
from knowledge.law import (
    AwardGroup,
    AwardSheet,
    NationalMovement,
    Recipient,
    award_groups,
    award_sheet,
    national_movements,
)
from knowledge.library import MAX_STALE_SNAPSHOTS, Library
from knowledge.reading.document_sheet import DocumentSheet, document_sheet
from knowledge.reading.documents import (
    DocumentFilter,
    ListedDocument,
    list_documents,
    newest,
    place_held,
)
from knowledge.reading.movements import ListedMovement, Movements
from knowledge.reading.pagination import Page
from knowledge.reading.search import Result, search_documents
from knowledge.reading.shelf import Choices, Shelf
from knowledge.reading.timeline import Timeline, TimelineRow

T = TypeVar("T")


@dataclass(frozen=True)
class _Known:
    """What is read of one snapshot."""

    shelf: Shelf
    movements: Movements
    timeline: Timeline
    evidence: Evidence


class Reading:
    """What is held, to be read without asking; nothing here changes it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: _Known | None = None

    def documents(
        self,
        number: int,
        place: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        day: date | None = None,
    ) -> Page[ListedDocument]:
        """Return a page of the documents held, by place and year."""
        within = DocumentFilter(place, year, kind, day)
        return self._of_known(lambda known: list_documents(known.shelf, within, number))

    def search(
        self,
        typed: str,
        number: int,
        place: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        day: date | None = None,
    ) -> Page[Result]:
        """Return a page of the documents that hold what is typed, with the passages found."""
        within = DocumentFilter(place, year, kind, day)
        return self._of_known(
            lambda known: search_documents(
                self._library, known.shelf.snapshot, known.evidence, typed, within, number
            )
        )

    def choices(self) -> Choices:
        """Return the places, years and kinds that the documents held have."""
        return self._of_known(lambda known: known.shelf.choices)

    def place_held(self, typed: str) -> str | None:
        """Return the place held that is typed, with or without marks and kind; None for none.

        Nothing typed is no place, "".
        """
        return self._of_known(lambda known: place_held(known.shelf, typed))

    def newest(self) -> tuple[ListedDocument, ...]:
        """Return the documents that came last, the last one first."""
        return self._of_known(lambda known: newest(known.shelf))

    def document(self, document_id: str, day: date) -> DocumentSheet:
        """Return a document in short on a day; raise UnknownDocument for an unknown id."""
        return self._on(
            day, lambda context: document_sheet(self._known().shelf, context, document_id)
        )

    def awards(self, day: date, typed: str = "") -> tuple[AwardGroup, ...]:
        """Return the awards of the national law by kind; with `typed` those that it may mean."""
        return award_groups(day, typed)

    def award(
        self, award_id: str, day: date, recipient: Recipient | None = None
    ) -> AwardSheet | None:
        """Return all about an award on a day; None for an id that no award has."""
        return self._on(day, lambda context: award_sheet(context, award_id, recipient))

    def movements(
        self, number: int, place: str | None = None, year: int | None = None, typed: str = ""
    ) -> Page[ListedMovement]:
        """Return a page of the movements that documents launch."""
        return self._of_known(lambda known: known.movements.page(place, year, typed, number))

    def movement_years(self) -> tuple[int, ...]:
        """Return the years that have movements, the newest first."""
        return self._of_known(lambda known: known.movements.years)

    def national_movements(self, day: date) -> tuple[NationalMovement, ...]:
        """Return the movements of the whole country as they stand on a day."""
        return national_movements(day)

    def timeline(
        self, number: int, place: str | None = None, day: date | None = None
    ) -> Page[TimelineRow]:
        """Return a page of the texts whose days are known, in the order of these."""
        return self._of_known(lambda known: known.timeline.page(place, day, number))

    def _of_known(self, read: Callable[[_Known], T]) -> T:
        return self._again(lambda: read(self._known()))

    def _known(self) -> _Known:
        """Return what is known now, made anew when what is held has changed."""
        known, made = self._library.indexed_snapshot(), self._made
        if made is None or made.shelf.snapshot is not known.snapshot:
            shelf, evidence = Shelf(known.snapshot), Evidence(known.statistics)
            movements = Movements(known.snapshot)
            made = self._made = _Known(shelf, movements, Timeline(shelf), evidence)
        return made

    def _on(self, day: date, read: Callable[[Context], T]) -> T:
        return self._again(lambda: read(self._library.context(day)))

    def _again(self, read: Callable[[], T]) -> T:
        """Read; where a document is changed meanwhile, read what is held then."""
        for _ in range(MAX_STALE_SNAPSHOTS):
            try:
                with self._library.reader.one_question():
                    return read()
            except StaleSnapshot:
                continue
        return read()
