"""The knowledge over HTTP: search, and the documents with their facts. Nothing here changes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from bot.web.parameters import DEFAULT_HITS, MAX_HITS, MAX_QUERY, SCORE_DECIMALS
from bot.web.rendering import Passage
from bot.web.responses import (
    DocumentFact,
    DocumentResponse,
    DocumentsResponse,
    DocumentSummary,
    SearchHit,
    SearchResponse,
    error_response,
    error_schemas,
    json_response,
)


class DocumentLibrary(Protocol):
    """What the API and the pages ask of the knowledge; its values are `knowledge.model`'s."""

    def search(
        self, query: str, place: str | None, year: int | None, kind: str | None, limit: int, /
    ) -> Sequence[Any]:
        """Return hits, each with `document`, `passage` and `score`, the best first."""

    def documents(self) -> Sequence[Any]:
        """Return all documents."""

    def document(self, document_id: str, /) -> Any:
        """Return a document; the error for one that does not exist is answered with 404."""

    def facts(self, document_id: str, /) -> Sequence[Any]:
        """Return the facts of a document."""

    def passages(self, document_id: str, /) -> Sequence[Passage]:
        """Return the passages of a document in their order."""


def router(library: DocumentLibrary) -> APIRouter:
    """Return the routes of search and documents."""
    routes = APIRouter(prefix="/api")

    @routes.get("/search", response_model=SearchResponse, responses=error_schemas(400, 429, 503))
    def search(
        q: str,
        place: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        limit: int = DEFAULT_HITS,
    ) -> JSONResponse:
        """Find passages; best first."""
        if len(q) > MAX_QUERY:
            return error_response(400, "Câu tìm quá dài.")
        hits = library.search(q, place, year, kind, max(1, min(limit, MAX_HITS)))
        return json_response(SearchResponse(hits=[_search_hit(hit) for hit in hits]))

    @routes.get("/documents", response_model=DocumentsResponse, responses=error_schemas(429, 503))
    def documents() -> JSONResponse:
        """List the documents."""
        found = [DocumentSummary.model_validate(document) for document in library.documents()]
        return json_response(DocumentsResponse(documents=found))

    @routes.get(
        "/documents/{document_id}",
        response_model=DocumentResponse,
        responses=error_schemas(404, 429, 503),
    )
    def document(document_id: str) -> JSONResponse:
        """Return one document with its text and facts."""
        found = library.document(document_id)
        summary = DocumentSummary.model_validate(found).model_dump()
        facts = [DocumentFact.model_validate(fact) for fact in library.facts(document_id)]
        return json_response(DocumentResponse(**summary, text=found.text, facts=facts))

    return routes


def _search_hit(hit: Any) -> SearchHit:
    document, passage = hit.document, hit.passage
    return SearchHit(
        document_id=document.id,
        title=document.title,
        number=document.number,
        place=passage.label or passage.heading,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        score=round(hit.score, SCORE_DECIMALS),
        url=f"/documents/{document.id}#p{passage.number}",
    )
