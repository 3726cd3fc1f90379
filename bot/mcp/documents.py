"""Documents and passages as tools return them: with addresses, and no more text than comes at once."""

from __future__ import annotations

from datetime import date

from bot.errors import InvalidQuery
from bot.mcp import wording
from bot.mcp.parameters import LEAD, MAX_PIECE
from bot.mcp.results import DocumentPiece, FoundPassage, MarkedPassage
from bot.web.responses import DocumentSummary
from knowledge.answering import capitalize_first, document_label, passage_address, passage_place
from knowledge.model import Document, Hit, Passage


def found_passage(hit: Hit, address: str) -> FoundPassage:
    """Return a passage that search found; `address` is where documents' pages are."""
    document, passage = hit.document, hit.passage
    return FoundPassage(
        document_id=document.id,
        document=capitalize_first(document_label(document)),
        title=document.title,
        number=document.number,
        issued=document.issued or document.published,
        place=capitalize_first(passage_place(passage)),
        passage=passage.number,
        text=passage.text,
        url=address + passage_address(document.id, passage),
        source_url=document.source_url,
    )


def piece_of(
    document: Document,
    validity: tuple[str, ...],
    day: date,
    address: str,
    marked: Passage | None,
    start: int,
) -> DocumentPiece:
    """Return a part of a document: around a marked passage, else from `start` on.

    Raise InvalidQuery where the text ends before `start`.
    """
    text = document.text
    if start > len(text):
        raise InvalidQuery(wording.PAST_THE_END.format(document_id=document.id, length=len(text)))
    if marked:
        start = _line_start(text, marked.start)
    end = min(len(text), start + MAX_PIECE)
    summary = DocumentSummary.model_validate(document).model_dump()
    return DocumentPiece(
        **summary,
        as_of=day,
        validity=list(validity),
        url=address + passage_address(document.id, marked),
        length=len(text),
        start=start,
        end=end,
        text=text[start:end],
        marked=_marked(marked) if marked else None,
    )


def _line_start(text: str, position: int) -> int:
    """Return the beginning of a line some way before a position."""
    return text.find("\n", max(0, position - LEAD), position) + 1 if position > LEAD else 0


def _marked(passage: Passage) -> MarkedPassage:
    return MarkedPassage(
        passage=passage.number,
        place=capitalize_first(passage_place(passage)),
        quote=passage.text,
        start=passage.start,
        end=passage.end,
    )
