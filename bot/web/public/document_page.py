"""`/documents/{id}`: a document in short and whole; `#p<number>` marks a passage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.web.public.reading import DocumentTexts, PublicReading
from bot.web.public.rendering import page
from bot.web.rendering import passage_groups


def add_document(
    routes: APIRouter, reading: PublicReading, texts: DocumentTexts, today: Callable[[], date]
) -> None:
    """Add the page of a document."""

    @routes.get("/documents/{document_id}")
    def document(request: Request, document_id: str) -> Response:
        """Show a document."""
        found = texts.document(document_id)
        values = {
            "title": found.title,
            "sheet": reading.document(document_id, today()),
            "source": found.source_title,
            "doubts": found.doubts,
            "groups": passage_groups(texts.passages(document_id)),
        }
        return page(request, "document.html", values)
