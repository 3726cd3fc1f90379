"""`/dong-thoi-gian`: which text held when, drawn and as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.web.public.queries import ListQuery, list_query
from bot.web.public.reading import PublicReading, Turn
from bot.web.public.rendering import UNKNOWN_PLACE, format_day, page, pager
from bot.web.public.timeline_drawing import draw

PATH = "/dong-thoi-gian"


def add_timeline(
    routes: APIRouter, reading: PublicReading, today: Callable[[], date], turn: Turn
) -> None:
    """Add the timeline."""

    @routes.get(PATH, dependencies=[turn])
    def timeline(request: Request) -> Response:
        """Show texts in the order of the days from which they hold."""
        query, day = list_query(request.query_params), today()
        place, listed = reading.place_held(query.place), None
        if place is not None:
            listed = reading.timeline(query.number, place or None, query.day)
        rows = listed.items if listed else ()
        values = {
            "title": "Dòng thời gian",
            "query": query,
            "choices": reading.choices(),
            "rows": rows,
            "drawing": draw(rows, day) if rows else None,
            "pages": pager(listed, PATH, query.values),
            "summary": _summary(query, listed),
            "day": day,
        }
        return page(request, "timeline.html", values)


def _summary(query: ListQuery, listed: Any) -> str:
    if listed is None:
        return UNKNOWN_PLACE.format(query.place)
    on_day = f" có hiệu lực vào ngày {format_day(query.day)}" if query.day else ""
    if not listed.total:
        return f"Không thấy văn bản nào{on_day or ' có ghi ngày hiệu lực'}."
    return f"{listed.total} văn bản{on_day or ' đã biết ngày hiệu lực'}."
