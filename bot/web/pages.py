"""The pages for people: the widget's, a document with the cited passage, Zalo's proof of domain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from bot.web.documents_api import DocumentLibrary
from bot.web.rendering import (
    WIDGET,
    document_page,
    index_page,
    widget_script,
    zalo_verifier_page,
)


def router(
    library: DocumentLibrary, describe: Callable[[Any], str], zalo_verifier: str
) -> APIRouter:
    """Return the routes; `describe` names a document, its kind, number, day and issuer."""
    routes = APIRouter(include_in_schema=False)
    _add_document(routes, library, describe)
    _add_widget(routes)
    if zalo_verifier:
        page = zalo_verifier_page(zalo_verifier)
        # Zalo looks for it when the domain is entered in the app's console.
        routes.get(f"/zalo_verifier{zalo_verifier}.html")(lambda: HTMLResponse(page))
    return routes


def _add_document(
    routes: APIRouter, library: DocumentLibrary, describe: Callable[[Any], str]
) -> None:
    @routes.get("/documents/{document_id}")
    def page(document_id: str) -> HTMLResponse:
        """Show a document; `#p<number>` marks a passage."""
        document = library.document(document_id)
        doubts = [f"Cần đối chiếu với bản gốc: {doubt}." for doubt in document.doubts]
        about = "\n".join([describe(document), *doubts])
        passages = library.passages(document_id)
        source = document.source_title or ""
        return HTMLResponse(document_page(document.title, about, source, passages))


def _add_widget(routes: APIRouter) -> None:
    index, script = index_page(), widget_script()

    @routes.get("/")
    def home() -> HTMLResponse:
        """Show the widget."""
        return HTMLResponse(index)

    @routes.get("/page.css")
    def style() -> FileResponse:
        """Return the pages' style."""
        return FileResponse(WIDGET / "page.css")

    @routes.get("/home.css")
    def home_style() -> FileResponse:
        """Return what only the page with the widget looks like."""
        return FileResponse(WIDGET / "home.css")

    @routes.get("/widget.js")
    def widget() -> Response:
        """Return the widget with its style inside: one file, one request."""
        return Response(script, media_type="text/javascript; charset=utf-8")
