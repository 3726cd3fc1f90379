"""Passages that staff put beside an answer: searched for, chosen, read again when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.errors import HandoverRefused
from bot.handover.transcript import Source
from bot.web.console.parameters import MAX_SOURCE_QUOTE
from bot.web.console.questions.ports import Source as Quote

NOT_HELD = "Đoạn văn bản đã chọn không còn trong kho: anh/chị tìm lại."


class SourceLibrary(Protocol):
    """What is asked of the knowledge."""

    def nearest(self, question: str) -> Sequence[Quote]:
        """Return the passages nearest to a question."""
        ...

    def quoted(self, keys: Sequence[str]) -> Sequence[Quote]:
        """Return the passages that keys of a form name, those that still say the same."""
        ...


@dataclass(frozen=True)
class FoundSource:
    """A passage on offer; `key` names it in the form."""

    key: str
    source: Source


def find_sources(library: SourceLibrary, query: str) -> list[FoundSource]:
    """Return the passages that a search finds, the best first."""
    return [_found(quote) for quote in library.nearest(query)] if query else []


def held_sources(library: SourceLibrary, keys: Sequence[str]) -> list[FoundSource]:
    """Return the passages that a form names, those that still stand."""
    return [_found(quote) for quote in library.quoted(list(dict.fromkeys(keys)))]


def read_sources(library: SourceLibrary, keys: Sequence[str]) -> list[FoundSource]:
    """Return the passages that a form names. Raise HandoverRefused for one that is not held."""
    found = held_sources(library, keys)
    if len(found) < len(set(keys)):
        raise HandoverRefused(NOT_HELD)
    return found


def _found(quote: Quote) -> FoundSource:
    title = ", ".join(filter(None, [quote.title, quote.place]))
    # A heading's marks are Markdown's, no words of the text.
    words = quote.quote.strip("#*_ ")[:MAX_SOURCE_QUOTE]
    return FoundSource(quote.key, Source(title, words, quote.url))
