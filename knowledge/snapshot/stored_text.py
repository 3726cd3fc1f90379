"""A document's passages and text, read from the store when an answer needs them."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from knowledge.errors import StaleSnapshot, UnknownDocument
from knowledge.language import enclosing_provisions
from knowledge.model import Document, Passage, StoredDocument
from knowledge.storage import (
    SEARCHABLE_KINDS,
    Store,
    lead_of_each,
    marker_of,
    years_above,
)


class StoredText:
    """The passages of one document that are searched, in order, and its text.

    Raises StaleSnapshot where the document has been changed or removed since.
    """

    def __init__(self, store: Store, document: StoredDocument) -> None:
        self._store, self._document = store, document
        found = store.passages(document.id)
        if sorted(found) != list(document.passage_ids):
            raise StaleSnapshot(f"{document.id} has been changed.")
        self.by_id = {key: p for key, p in found.items() if p.kind in SEARCHABLE_KINDS}
        self.passages = sorted(self.by_id.values(), key=lambda passage: passage.start)

    @cached_property
    def document(self) -> Document:
        """The document with its text."""
        try:
            return self._store.text_of(self._document)
        except UnknownDocument as error:
            raise StaleSnapshot(f"{self._document.id} has been changed.") from error

    def passage_at(self, position: int) -> Passage | None:
        """Return the passage in which a position lies."""
        index = self._index_at(position)
        return self.passages[index] if index >= 0 and position < self.passages[index].end else None

    def _index_at(self, position: int) -> int:
        return bisect_right(self.passages, position, key=lambda passage: passage.start) - 1

    def leads_of(self, passage: Passage) -> tuple[Passage, ...]:
        """Return the lines that open the list or table in which a passage stands, outermost first."""
        leads = self._leads[self._index_at(passage.start)]
        return tuple(self.passages[lead] for lead in leads)

    def list_of(self, passage: Passage) -> list[Passage]:
        """Return the items or rows of the list or table in which a passage stands; none for none.

        The head of a table is no row of it.
        """
        beside = [one for one in self.passages if self._list(one) == self._list(passage)]
        return beside if self._list(passage)[1] != "none" else []

    def _list(self, passage: Passage) -> tuple[object, ...]:
        """Return what the items of one list share."""
        marker = passage.kind if passage.kind == "row" else marker_of(passage.text)
        return passage.heading, marker, self._leads[self._index_at(passage.start)]

    @cached_property
    def _leads(self) -> list[tuple[int, ...]]:
        return lead_of_each(self.passages)

    def years_above(self, passage: Passage) -> tuple[int, ...]:
        """Return the years that the nearest line above a passage names of those that lead it."""
        return years_above(passage, self.leads_of(passage))

    def part_text(self, label: str) -> str:
        """Return the text of every passage with a label, joined by blanks."""
        return self._parts.get(label, "")

    @cached_property
    def _parts(self) -> dict[str, str]:
        texts: dict[str, list[str]] = {}
        for passage in self.by_id.values():
            texts.setdefault(passage.label, []).append(passage.text)
        return {label: " ".join(parts) for label, parts in texts.items()}

    def provision_span(self, place: str) -> tuple[int, int] | None:
        """Return start and end of a numbered part ("Điều 50 khoản 1"), with all that is under it."""
        return self._provisions.get(place)

    @cached_property
    def _provisions(self) -> dict[str, tuple[int, int]]:
        spans: dict[str, tuple[int, int]] = {}
        for passage in self.passages:
            for place in enclosing_provisions(passage.label):
                start, end = spans.get(place, (passage.start, passage.end))
                spans[place] = min(start, passage.start), max(end, passage.end)
        return spans
