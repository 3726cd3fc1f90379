"""`/van-ban`: the documents by place and year, or those that hold what is looked for."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from bot.web.public.queries import ListQuery, list_query
from bot.web.public.reading import PublicReading, Turn
from bot.web.public.rendering import UNKNOWN_PLACE, page, pager

PATH = "/van-ban"
#: What stands above the documents that are of no place: the law's.
NATIONAL = "Văn bản chung, không của riêng nơi nào"


def add_library(routes: APIRouter, reading: PublicReading, turn: Turn) -> None:
    """Add the page of the library, and the script that refreshes it as one types."""

    @routes.get(PATH, dependencies=[turn])
    def library(request: Request) -> Response:
        """List or find documents."""
        query = list_query(request.query_params)
        place = reading.place_held(query.place)
        listed = None if place is None else _listed(reading, query, place or None)
        values = {"choices": reading.choices(), "query": query, **_values(query, listed)}
        return page(request, "library.html", values)

    @routes.get("/tim-kiem.js")
    def script() -> FileResponse:
        """Return what refreshes a list as one types."""
        return FileResponse(Path(__file__).parent / "assets" / "live_search.js")


def _listed(reading: PublicReading, query: ListQuery, place: str | None) -> Any:
    kind = query.kind or None
    if query.typed:
        return reading.search(query.typed, query.number, place, query.year, kind, query.day)
    return reading.documents(query.number, place, query.year, kind, query.day)


def _values(query: ListQuery, listed: Any) -> dict[str, object]:
    items = listed.items if listed else ()
    return {
        "title": "Văn bản",
        "results": items if query.typed else (),
        "groups": () if query.typed else _by_place(items),
        "summary": _summary(query, listed),
        "pages": pager(listed, PATH, query.values),
    }


def _by_place(documents: Any) -> list[tuple[str, list[Any]]]:
    return [(place, list(members)) for place, members in groupby(documents, key=_heading)]


def _heading(document: Any) -> str:
    if not document.place:
        return NATIONAL
    year = f", năm {document.years[-1]}" if document.years else ""
    return f"{document.place}{year}"


def _summary(query: ListQuery, listed: Any) -> str:
    if listed is None:
        return UNKNOWN_PLACE.format(query.place)
    if query.typed:
        if not listed.total:
            return f"Không tìm thấy văn bản nào có “{query.typed}”."
        return f"{listed.total} văn bản có “{query.typed}”, gần nhất trước."
    return f"{listed.total} văn bản." if listed.total else "Không có văn bản nào như vậy."
