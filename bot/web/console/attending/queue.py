"""Who waits for staff: the page, its list that is asked for again, and the bell of every page."""

from __future__ import annotations

import hashlib
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.accounts.model import Staff
from bot.handover.desk import HandoverDesk
from bot.handover.queue import Handover
from bot.operations.report.tables import CHANNEL_LABELS
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import HEADERS, console_page, part

TITLE, PREFIX = "Trực", "/quan-tri/truc"


def router(guard: Guard, desk: HandoverDesk) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix=PREFIX, include_in_schema=False)

    @routes.get("")
    async def page(signed: SignedIn = Depends(guard.requires("attend"))) -> HTMLResponse:
        """Show who waits and who is answered."""
        return console_page("queue.html", signed, title=TITLE, **await _listed(desk, signed.staff))

    @routes.get("/danh-sach")
    async def listed(
        da: str = "", signed: SignedIn = Depends(guard.requires("attend", is_activity=False))
    ) -> Response:
        """Return the list where it is another than the page shows."""
        values = await _listed(desk, signed.staff)
        return _unless_same("queue_list.html", signed, da, values)

    @routes.get("/chuong")
    async def bell(
        da: str = "", signed: SignedIn = Depends(guard.requires("attend", is_activity=False))
    ) -> Response:
        """Return how many wait where it is another number than the page shows."""
        waiting = await desk.waiting(signed.staff.places)
        return _unless_same("bell.html", signed, da, {"waiting": waiting, "mark": str(waiting)})

    return routes


async def _listed(desk: HandoverDesk, staff: Staff) -> dict[str, Any]:
    found = await desk.unended(staff.places)
    told = [(one.id, one.state, one.staff, one.is_live, one.wrote) for one in found]
    return {
        "waiting": [one for one in found if one.state == "waiting"],
        "taken": [one for one in found if one.state == "taken"],
        "own": str(staff.id),
        "channel_name": channel_name,
        "mark": mark_of(told),
    }


def mark_of(told: object) -> str:
    """Return what is the same as long as a piece of a page would be the same."""
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _unless_same(template: str, signed: SignedIn, shown: str, values: dict[str, Any]) -> Response:
    """Return a piece of a page; 204, upon which htmx changes nothing, where it is shown already."""
    if shown == values["mark"]:
        return Response(status_code=204, headers=HEADERS)
    return part(template, signed, **values)


def channel_name(handover: Handover) -> str:
    """Return what people call the app of a conversation."""
    return CHANNEL_LABELS.get(handover.channel, handover.channel)
