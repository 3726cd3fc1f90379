"""The routes of the public pages, put together; what cannot be understood gets a page, too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from bot.delivery.limits import ConcurrencyLimit
from bot.errors import InvalidQuery, Overloaded
from bot.web.parameters import BUSY_RETRY_AFTER
from bot.web.public.award_pages import add_awards
from bot.web.public.document_page import add_document
from bot.web.public.feed import add_feed
from bot.web.public.library_page import add_library
from bot.web.public.movement_page import add_movements
from bot.web.public.parameters import MAX_SEARCHES, SEARCHES_AT_ONCE
from bot.web.public.reading import DocumentTexts, PublicReading
from bot.web.public.rendering import notice
from bot.web.public.timeline_page import add_timeline


class PageRoute(APIRoute):
    """A route whose refusals are pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await answer(request)
            except InvalidQuery as error:
                return notice(request, 400, "Địa chỉ chưa đúng", str(error))
            except Overloaded as error:
                busy = notice(request, 503, "Đang có đông người", str(error))
                busy.headers["Retry-After"] = str(BUSY_RETRY_AFTER)
                return busy

        return handle


def public_pages(
    reading: PublicReading,
    texts: DocumentTexts,
    today: Callable[[], date],
    searches: ConcurrencyLimit | None = None,
) -> APIRouter:
    """Return the routes of all pages to read; `today` is the day that they tell of.

    `searches` bounds the lists that are looked for at once, each time somebody pauses in typing.
    """
    routes = APIRouter(include_in_schema=False, route_class=PageRoute)
    turn = Depends(_turn(searches or ConcurrencyLimit(SEARCHES_AT_ONCE, MAX_SEARCHES)))
    add_library(routes, reading, turn)
    add_feed(routes, reading)
    add_awards(routes, reading, today, turn)
    add_movements(routes, reading, today, turn)
    add_timeline(routes, reading, today, turn)
    add_document(routes, reading, texts, today)
    return routes


def _turn(searches: ConcurrencyLimit) -> Callable[[], AsyncIterator[None]]:
    """Return what holds a slot while a list is looked for."""

    async def hold() -> AsyncIterator[None]:
        async with searches.slot():
            yield

    return hold
