"""What the pages ask of the knowledge; the values are those of `knowledge.reading`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from fastapi.params import Depends

from bot.web.rendering import Passage

#: What a page with a search waits for before it is made.
Turn = Depends


class PublicReading(Protocol):
    """What is held, to be read without asking. Lists come in pages, the first of which is 1."""

    def documents(
        self,
        number: int,
        place: str | None,
        year: int | None,
        kind: str | None,
        day: date | None,
        /,
    ) -> Any:
        """Return a page of the documents held, by place and year."""

    def search(
        self,
        typed: str,
        number: int,
        place: str | None,
        year: int | None,
        kind: str | None,
        day: date | None,
        /,
    ) -> Any:
        """Return a page of the documents that hold what is typed, with the passages found."""

    def choices(self) -> Any:
        """Return the places, years and kinds that the documents held have."""

    def place_held(self, typed: str, /) -> str | None:
        """Return the place held that is typed, empty for nothing typed; None for none."""

    def newest(self) -> Sequence[Any]:
        """Return the documents that came last, the last one first."""

    def document(self, document_id: str, day: date, /) -> Any:
        """Return a document in short; the error for one that does not exist is answered with 404."""

    def awards(self, day: date, typed: str, /) -> Sequence[Any]:
        """Return the awards of the national law by kind; with `typed` those that it may mean."""

    def award(self, award_id: str, day: date, recipient: Any, /) -> Any:
        """Return all about an award on a day; None for an id that no award has."""

    def movements(self, number: int, place: str | None, year: int | None, typed: str, /) -> Any:
        """Return a page of the movements that documents launch."""

    def movement_years(self) -> Sequence[int]:
        """Return the years that have movements."""

    def national_movements(self, day: date, /) -> Sequence[Any]:
        """Return the movements of the whole country as they stand on a day."""

    def timeline(self, number: int, place: str | None, day: date | None, /) -> Any:
        """Return a page of the texts whose days are known."""


class HeldDocument(Protocol):
    """What a document's page shows besides its sheet."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def source_title(self) -> str | None:
        """The title of the article it comes from."""

    @property
    def doubts(self) -> Sequence[str]:
        """What of it may have been misread."""


class DocumentTexts(Protocol):
    """The documents as they are held."""

    def document(self, document_id: str, /) -> HeldDocument:
        """Return a document."""

    def passages(self, document_id: str, /) -> Sequence[Passage]:
        """Return the passages of a document in their order."""
