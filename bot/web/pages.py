"""The pages of the chat: the widget's, its style and script, Zalo's proof of domain."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from bot.web.rendering import (
    WIDGET,
    index_page,
    widget_script,
    zalo_verifier_page,
)


def router(zalo_verifier: str) -> APIRouter:
    """Return the routes; with the code of a proof of domain, also Zalo's."""
    routes = APIRouter(include_in_schema=False)
    _add_widget(routes)
    if zalo_verifier:
        page = zalo_verifier_page(zalo_verifier)
        # Zalo looks for it when the domain is entered in the app's console.
        routes.get(f"/zalo_verifier{zalo_verifier}.html")(lambda: HTMLResponse(page))
    return routes


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
