"""Passages that staff put beside an answer: searched for, chosen, read again when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.errors import HandoverRefused
from bot.handover.transcript import Source
from bot.web.console.parameters import MAX_SOURCE_QUOTE, SOURCE_HITS
from bot.web.rendering import Passage

NOT_HELD = "Đoạn văn bản đã chọn không còn trong kho: anh/chị tìm lại."


class SourceLibrary(Protocol):
    """What is asked of the knowledge; its values are `knowledge.model`'s."""

    def search(
        self, query: str, place: str | None, year: int | None, kind: str | None, limit: int, /
    ) -> Sequence[Any]:
        """Return hits, each with `document` and `passage`, the best first."""

    def document_ids(self) -> Sequence[str]:
        """Return the names of all documents."""

    def document(self, document_id: str, /) -> Any:
        """Return a document that is held."""

    def passages(self, document_id: str, /) -> Sequence[Passage]:
        """Return the passages of a document in their order."""


@dataclass(frozen=True)
class FoundSource:
    """A passage on offer; `key` names it in the form."""

    key: str
    source: Source


def find_sources(library: SourceLibrary, query: str) -> list[FoundSource]:
    """Return the passages that a search finds, the best first."""
    if not query:
        return []
    hits = library.search(query, None, None, None, SOURCE_HITS)
    return [_found(hit.document, hit.passage) for hit in hits]


def read_sources(library: SourceLibrary, keys: Sequence[str]) -> list[FoundSource]:
    """Return the passages that a form names. Raise HandoverRefused for one that is not held."""
    return [_read(library, key) for key in dict.fromkeys(keys)]


def _read(library: SourceLibrary, key: str) -> FoundSource:
    document_id, _, number = key.rpartition("#p")
    if document_id not in library.document_ids():
        raise HandoverRefused(NOT_HELD)
    for passage in library.passages(document_id):
        if str(passage.number) == number:
            return _found(library.document(document_id), passage)
    raise HandoverRefused(NOT_HELD)


def _found(document: Any, passage: Passage) -> FoundSource:
    title = " – ".join(filter(None, [document.number, document.title]))
    # A heading's marks are Markdown's, no words of the text.
    quote = passage.text.strip("#*_ ")[:MAX_SOURCE_QUOTE]
    key = f"{document.id}#p{passage.number}"
    return FoundSource(key, Source(title, quote, f"/documents/{key}"))
