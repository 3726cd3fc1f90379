"""Whether the words that an answer of the office's own rests on still stand where it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from knowledge.errors import UnknownDocument
from knowledge.office import CuratedAnswer, CuratedSource, Silence
from knowledge.storage.store import Store

#: Returns the text of a document by its id; None where it is not stored.
TextOf = Callable[[str], str | None]


def locate(source: CuratedSource, text_of: TextOf) -> CuratedSource | Silence:
    """Return a source as it stands now, or why it does not stand any more.

    Words that have moved within their document, and stand in it once, are found again.
    """
    if not source.document_id:
        return source
    text = text_of(source.document_id)
    if text is None:
        return "document_gone"
    if source.quote and text[source.start : source.end] == source.quote:
        return source
    start = text.find(source.quote) if source.quote else -1
    if start < 0 or text.find(source.quote, start + 1) >= 0:
        return "words_gone"
    return replace(source, start=start, end=start + len(source.quote))


def with_sources_found(
    answer: CuratedAnswer, text_of: TextOf
) -> tuple[CuratedAnswer, Silence | None]:
    """Return an answer with its sources where they stand now, and why one does not stand, if so."""
    found = [locate(source, text_of) for source in answer.sources]
    if broken := next((one for one in found if not isinstance(one, CuratedSource)), None):
        return answer, broken
    sources = tuple(one for one in found if isinstance(one, CuratedSource))
    return replace(answer, sources=sources), None


def text_in(store: Store, document_id: str) -> str | None:
    """Return the text of a document; None where it is not stored."""
    try:
        return store.document(document_id).text
    except UnknownDocument:
        return None
