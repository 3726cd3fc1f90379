"""An answer of the office's own as a draft: its words, whose they are, what they rest on."""

from __future__ import annotations

from knowledge.answering import Context, Draft, cite_span, message
from knowledge.language import format_date
from knowledge.law import amendment_notice, text_ids_of
from knowledge.model import Citation
from knowledge.office import CuratedAnswer, CuratedSource
from knowledge.understanding import Scope


def compose_curated(context: Context, answer: CuratedAnswer) -> Draft:
    """Return an answer as it is told: marked as the office's, with its sources."""
    citations = [_citation(context, source) for source in answer.sources]
    question = context.question
    year = question.years[0] if len(question.years) == 1 else None
    texts = text_ids_of(citation.number for citation in citations)
    return Draft(
        answer.text,
        citations=citations,
        notices=[amendment_notice(texts, context.as_of)],
        scope=Scope(question.places[0] if question.places else None, year),
        mark=mark_of(answer),
    )


def mark_of(answer: CuratedAnswer) -> str:
    """Return the line that says whose answer it is, and since when."""
    day = format_date(answer.approved) if answer.approved else ""
    return message("curated_mark", name=answer.signed_by, day=day)


def _citation(context: Context, source: CuratedSource) -> Citation:
    if source.document_id:
        return cite_span(context.snapshot, source.document_id, source.start, source.end)
    title = source.title or source.address
    return Citation(source.address, title, None, "", "", 0, 0, "", source.address)
