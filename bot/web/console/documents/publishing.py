"""Documents published by a second person, withdrawn, and returned to an earlier version."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from bot.documents.parameters import MAX_REASON_CHARACTERS
from bot.errors import DraftConflict, SecondPersonNeeded, Superseded
from bot.web.console.documents.desk import PATH, REFUSED, Desk, refusal
from bot.web.console.documents.draft_page import Place
from bot.web.console.documents.review import DRAFT_PATH, place, refused_change
from bot.web.console.guard import SignedIn
from bot.web.console.pages import go_to

RECORD_PATH = f"{PATH}/ho-so/{{document_id}}"


def record_address(document_id: str) -> str:
    """Return the address of a document's record."""
    return f"{PATH}/ho-so/{quote(document_id, safe='')}"


def add_publishing(routes: APIRouter, desk: Desk) -> None:
    """Add the routes."""
    _add_publication(routes, desk)
    _add_withdrawal(routes, desk)


def _add_publication(routes: APIRouter, desk: Desk) -> None:
    @routes.post(f"{DRAFT_PATH}/cong-bo")
    def publish(
        draft_id: int,
        at: Place = Depends(place),
        signed: SignedIn = Depends(desk.guard.requires("publish")),
    ) -> Response:
        """Publish a draft as it was seen."""
        try:
            document_id = desk.review.publish(draft_id, signed.form.number("lan"), signed.staff)
        except (DraftConflict, SecondPersonNeeded, Superseded) as error:
            return refused_change(desk, signed, draft_id, at, error)
        except REFUSED as error:
            return refusal(error, signed)
        return go_to(f"{record_address(document_id)}?xong=cong-bo")

    @routes.post(f"{RECORD_PATH}/sua")
    def edit(document_id: str, signed: SignedIn = Depends(desk.guard.requires("edit"))) -> Response:
        """Begin a draft of what is published, or go on with the one that there is."""
        try:
            draft_id = desk.review.open(document_id, signed.staff)
        except REFUSED as error:
            return refusal(error, signed)
        return go_to(f"{PATH}/ban-thao/{draft_id}")


def _add_withdrawal(routes: APIRouter, desk: Desk) -> None:
    @routes.post(f"{RECORD_PATH}/thu-hoi")
    def withdraw(
        document_id: str, signed: SignedIn = Depends(desk.guard.requires("publish"))
    ) -> Response:
        """Answer no more from a document."""
        reason = signed.form.text("ly-do", MAX_REASON_CHARACTERS)
        return _changed(
            desk, signed, document_id, "thu-hoi",
            lambda: desk.review.withdraw(document_id, reason, signed.staff),
        )  # fmt: skip

    @routes.post(f"{RECORD_PATH}/tro-lai")
    def take_back(
        document_id: str, signed: SignedIn = Depends(desk.guard.requires("publish"))
    ) -> Response:
        """Publish an earlier version again."""
        number, reason = signed.form.number("ban"), signed.form.text("ly-do", MAX_REASON_CHARACTERS)
        return _changed(
            desk, signed, document_id, "tro-lai",
            lambda: desk.review.take_back(document_id, number, reason, signed.staff),
        )  # fmt: skip


def _changed(
    desk: Desk, signed: SignedIn, document_id: str, done: str, change: Callable[[], None]
) -> Response:
    try:
        change()
    except REFUSED as error:
        return refusal(error, signed)
    return go_to(f"{record_address(document_id)}?xong={done}")
