"""Passages that staff put beside an answer: searched for, and found again by the key of a form."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from bot.web.console.questions.ports import Source
from knowledge.answering import document_label, passage_address, passage_place
from knowledge.curated import MAX_QUOTED
from knowledge.errors import UnknownDocument
from knowledge.library import Library
from knowledge.office import CuratedSource

#: Passages offered as sources, letters of each that are quoted, and passages of a form that are read.
MAX_NEAREST, MAX_TICKED = 6, 20
DIGEST_LETTERS = 12


class LibrarySources:
    """The passages of a library; a key holds a digest, so that words that changed are noticed."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def nearest(self, question: str) -> list[Source]:
        """Return the passages nearest to a question; none for no question."""
        hits = self._library.search(question, limit=MAX_NEAREST)
        return [
            self.shown(_quote_of(hit.passage.document_id, hit.passage.text, hit.passage.start))
            for hit in hits
        ]

    def quoted(self, keys: Sequence[str]) -> list[Source]:
        """Return the passages that keys of a form name, those that still say the same."""
        found = (self.quote(key) for key in keys[:MAX_TICKED])
        return [self.shown(source) for source in found if source]

    def quote(self, key: str) -> CuratedSource | None:
        """Return what the key of a form names, None where the words are not there any more."""
        digest, _, rest = key.partition("-")
        start, _, rest = rest.partition("-")
        length, _, document_id = rest.partition("-")
        if not (start.isdecimal() and length.isdecimal() and len(start + length) < 16):
            return None
        try:
            text = self._library.document(document_id).text
        except UnknownDocument:
            return None
        first, last = int(start), int(start) + min(int(length), MAX_QUOTED)
        source = CuratedSource(document_id, text[first:last], first, last)
        return source if _digest(source.quote) == digest else None

    def shown(self, source: CuratedSource) -> Source:
        """Return a source with what its document and the place in it are called."""
        snapshot, plain = self._library.snapshot(), plain_source(source)
        if (document := snapshot.documents.get(source.document_id)) is None:
            return plain
        passage = snapshot.passage_at(source.document_id, source.start)
        place = passage_place(passage)
        url = passage_address(source.document_id, passage)
        return replace(plain, title=document_label(document), place=place, url=url)


def plain_source(source: CuratedSource) -> Source:
    """Return a source as it is kept, without a look at its document."""
    if source.address:
        return Source(title=source.title, address=source.address)
    key = f"{_digest(source.quote)}-{source.start}-{len(source.quote)}-{source.document_id}"
    url = f"/documents/{source.document_id}"
    return Source(key, source.document_id, quote=source.quote, url=url)


def _quote_of(document_id: str, text: str, start: int) -> CuratedSource:
    quote = text[:MAX_QUOTED]
    return CuratedSource(document_id, quote, start, start + len(quote))


def _digest(quote: str) -> str:
    return hashlib.sha256(quote.encode()).hexdigest()[:DIGEST_LETTERS]
