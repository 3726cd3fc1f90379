"""What a writer is asked: the instruction, the question and its numbered sources, as chat messages."""

from __future__ import annotations

import json
from typing import Any

from knowledge.language import format_date
from knowledge.model import Answer, Citation
from knowledge.snapshot import Snapshot
from knowledge.storage import place_kind
from knowledge.writing.model import Source, WritingRequest
from knowledge.writing.parameters import (
    LONG,
    MAX_SENTENCES,
    MAX_SOURCE_LETTERS,
    MAX_SOURCES,
    SEVERAL,
)
from knowledge.writing.vocabulary import writing_vocabulary

#: The JSON schema of a reply (https://json-schema.org), as servers of the OpenAI protocol enforce it.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "maxItems": MAX_SENTENCES,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "sources": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["text", "sources"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


def request_of(question: str, answer: Answer, snapshot: Snapshot) -> WritingRequest | None:
    """Return what a writer is asked; None where it could say nothing better than what is quoted.

    It helps where several passages or a long one are told, and every source is held in its words.
    """
    citations = answer.citations[:MAX_SOURCES]
    # Of an answer that was cut to its limit the rest must not be said anew.
    is_whole = bool(answer.body) and answer.body in answer.text
    is_told = answer.status == "answered" and is_whole and all(one.quote for one in citations)
    is_short = len(citations) < SEVERAL and len(answer.body) < LONG
    if not citations or not is_told or is_short:
        return None
    sources = (
        _source(number, one, snapshot, answer) for number, one in enumerate(citations, start=1)
    )
    return WritingRequest(question, answer.as_of, tuple(sources))


def _source(number: int, citation: Citation, snapshot: Snapshot, answer: Answer) -> Source:
    document = snapshot.documents.get(citation.document_id)
    passage = snapshot.passage_at(citation.document_id, citation.start) if document else None
    years = " ".join(f"năm {year}" for year in document.years) if document else ""
    where = (
        citation.title,
        citation.number or "",
        f"{place_kind(document)} {document.place or ''}".strip() if document else "",
        years,
        passage.heading if passage else citation.place,
    )
    return Source(
        number=number,
        text=citation.quote[:MAX_SOURCE_LETTERS],
        where="\n".join(part for part in where if part),
        in_force=document.in_force(answer.as_of) if document else True,
    )


def messages_of(request: WritingRequest) -> list[dict[str, str]]:
    """Return the chat messages; question and sources are data in JSON, and nothing in them is an order."""
    given = {
        "question": request.question,
        "day": format_date(request.day),
        "sources": [
            {
                "number": source.number,
                "document": source.where.split("\n")[0],
                "where": source.where,
                "in_force": source.in_force,
                "text": source.text,
            }
            for source in request.sources
        ],
    }
    return [
        {"role": "system", "content": writing_vocabulary().instruction},
        {"role": "user", "content": json.dumps(given, ensure_ascii=False)},
    ]
