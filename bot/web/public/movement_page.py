"""`/phong-trao`: the movements that documents launch, where and when, and those of the country."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.web.public.parameters import MAX_NAME
from bot.web.public.queries import ListQuery, list_query
from bot.web.public.reading import PublicReading, Turn
from bot.web.public.rendering import UNKNOWN_PLACE, page, pager

PATH = "/phong-trao"


def add_movements(
    routes: APIRouter, reading: PublicReading, today: Callable[[], date], turn: Turn
) -> None:
    """Add the page of movements."""

    @routes.get(PATH, dependencies=[turn])
    def movements(request: Request) -> Response:
        """List movements of a place, a year or a name."""
        query = list_query(request.query_params, MAX_NAME)
        place, listed = reading.place_held(query.place), None
        if place is not None:
            listed = reading.movements(query.number, place or None, query.year, query.typed)
        is_all = not (query.typed or query.place or query.year) and query.number == 1
        values = {
            "title": "Phong trào thi đua",
            "query": query,
            "choices": reading.choices(),
            "years": reading.movement_years(),
            "movements": listed.items if listed else (),
            "pages": pager(listed, PATH, query.values),
            "summary": _summary(query, listed),
            "national": reading.national_movements(today()) if is_all else (),
            "day": today(),
        }
        return page(request, "movements.html", values)


def _summary(query: ListQuery, listed: Any) -> str:
    if listed is None:
        return UNKNOWN_PLACE.format(query.place)
    if not listed.total:
        return "Không thấy phong trào nào như vậy trong các văn bản đang có."
    return f"{listed.total} phong trào trong các văn bản đang có."
