"""One conversation: what was said, taking it, answering with sources, giving it back."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.accounts.actions import Action
from bot.accounts.audit import AuditTrail
from bot.errors import HandoverRefused
from bot.handover import notices
from bot.handover.attending import Attendant, StaffAnswer
from bot.handover.desk import Conversation, HandoverDesk
from bot.handover.parameters import MAX_ANSWER
from bot.web.console.attending.queue import PREFIX, channel_name, mark_of
from bot.web.console.attending.sources import (
    FoundSource,
    SourceLibrary,
    find_sources,
    held_sources,
    read_sources,
)
from bot.web.console.forms import Form
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import HEADERS, console_page, go_to, part
from bot.web.console.parameters import MAX_KEY, MAX_SOURCE_QUERY

#: Longer than an answer may be: one that is too long comes back with a sentence, and is not lost.
MAX_TYPED = 4 * MAX_ANSWER


class ConversationPages:
    """The pages of one conversation."""

    def __init__(self, desk: HandoverDesk, library: SourceLibrary, audit: AuditTrail) -> None:
        self._desk, self._library, self._audit = desk, library, audit

    async def page(
        self, signed: SignedIn, number: int, sentence: str = "", form: Form | None = None
    ) -> HTMLResponse:
        """Show a conversation, what was typed and chosen with it, and what is wrong."""
        status = 409 if sentence else 200
        try:
            values = await self._values(signed, number)
            await self._note_reading(signed, number, values)
            chosen, found = await asyncio.to_thread(self._sources, form or Form())
        except HandoverRefused as error:
            return console_page(
                "conversation_gone.html", signed, title="Trực", status=404, sentence=str(error)
            )
        return console_page(
            "conversation.html", signed, title=f"Cuộc trò chuyện {number}", status=status,
            sentence=sentence, longest=MAX_ANSWER, chosen=chosen, found=found,
            typed=form.text("loi", MAX_TYPED) if form else "",
            query=form.text("tim", MAX_SOURCE_QUERY) if form else "",
            key=(form.text("khoa", MAX_KEY) if form else "") or secrets.token_hex(8), **values,
        )  # fmt: skip

    async def lines(self, signed: SignedIn, number: int, shown: str) -> Response:
        """Return what was said where it is more than the page shows."""
        try:
            values = await self._values(signed, number)
        except HandoverRefused as error:
            return part("conversation_lost.html", signed, sentence=str(error))
        if shown == values["mark"]:
            return Response(status_code=204, headers=HEADERS)
        await self._note_reading(signed, number, values)
        return part("conversation_lines.html", signed, is_update=True, **values)

    async def take(self, signed: SignedIn, number: int) -> Response:
        """Take a conversation and show it."""
        try:
            await self._desk.take(number, _who(signed), signed.staff.sees)
        except HandoverRefused as error:
            return await self.page(signed, number, str(error))
        await self._record(signed, Action.HANDOVER_TAKEN, number)
        return go_to(f"{PREFIX}/{number}")

    async def answer(self, signed: SignedIn, number: int) -> Response:
        """Send an answer, or look for sources beside it."""
        form = signed.form
        if form.text("viec", 10) == "tim":
            return await self.page(signed, number, form=form)
        try:
            chosen = await asyncio.to_thread(read_sources, self._library, form.texts("nguon"))
            sources = tuple(one.source for one in chosen)
            key = form.text("khoa", MAX_KEY) or secrets.token_hex(8)
            answer = StaffAnswer(key, form.text("loi", MAX_TYPED), sources)
            await self._desk.answer(number, _who(signed), answer)
        except HandoverRefused as error:
            return await self.page(signed, number, str(error), form)
        return go_to(f"{PREFIX}/{number}")

    async def give_back(self, signed: SignedIn, number: int) -> Response:
        """Let the assistant answer again."""
        try:
            await self._desk.give_back(number, _who(signed))
        except HandoverRefused as error:
            return await self.page(signed, number, str(error))
        await self._record(signed, Action.HANDOVER_GIVEN_BACK, number)
        return go_to(PREFIX)

    async def type(self, signed: SignedIn, number: int) -> Response:
        """Show the person that staff write."""
        await self._desk.type(number, _who(signed))
        return Response(status_code=204, headers=HEADERS)

    async def _values(self, signed: SignedIn, number: int) -> dict[str, Any]:
        staff = signed.staff
        reads_all = staff.may("administer")
        found = await self._desk.open(number, _who(signed), staff.sees, reads_all=reads_all)
        return {
            "handover": found.handover, "lines": found.lines, "left": found.left,
            "is_theirs": found.is_theirs, "is_masked": found.is_masked and bool(found.lines),
            "is_anothers": found.is_anothers and bool(found.lines), "channel": channel_name(found.handover),
            "ended": notices.ended(found.handover.ended_by, found.handover.staff_name), "news": _news(found), "mark": _mark(found), "path": f"{PREFIX}/{number}",
        }  # fmt: skip

    def _sources(self, form: Form) -> tuple[Sequence[FoundSource], Sequence[FoundSource]]:
        """Return the sources that a form has chosen and that stand, and others that its search finds."""
        chosen = held_sources(self._library, form.texts("nguon"))
        found = find_sources(self._library, form.text("tim", MAX_SOURCE_QUERY))
        return chosen, [one for one in found if one not in chosen]

    async def _note_reading(self, signed: SignedIn, number: int, values: Mapping[str, Any]) -> None:
        """Have the audit trail tell who read what a colleague was told."""
        if values["is_anothers"]:
            action = Action.HANDOVER_READ_MASKED if values["is_masked"] else Action.HANDOVER_READ
            await self._record(signed, action, number)

    async def _record(self, signed: SignedIn, action: Action, number: int) -> None:
        subject = f"cuộc trò chuyện {number}"
        await asyncio.to_thread(self._audit.record, signed.staff.name, action, subject)


def router(guard: Guard, pages: ConversationPages) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix=f"{PREFIX}/{{number}}", include_in_schema=False)
    attends = Depends(guard.requires("attend"))

    @routes.get("")
    async def page(number: int, signed: SignedIn = attends) -> Response:
        """Show a conversation."""
        return await pages.page(signed, number)

    @routes.get("/loi")
    async def lines(
        number: int,
        da: str = "",
        signed: SignedIn = Depends(guard.requires("attend", is_activity=False)),
    ) -> Response:
        """Return what was said since."""
        return await pages.lines(signed, number, da)

    @routes.post("/nhan")
    async def take(number: int, signed: SignedIn = attends) -> Response:
        """Take it."""
        return await pages.take(signed, number)

    @routes.post("/tra-loi")
    async def answer(number: int, signed: SignedIn = attends) -> Response:
        """Answer."""
        return await pages.answer(signed, number)

    @routes.post("/tra-lai")
    async def give_back(number: int, signed: SignedIn = attends) -> Response:
        """Give it back."""
        return await pages.give_back(signed, number)

    @routes.post("/dang-go")
    async def typing(number: int, signed: SignedIn = attends) -> Response:
        """Show that staff write."""
        return await pages.type(signed, number)

    return routes


def _who(signed: SignedIn) -> Attendant:
    return Attendant(str(signed.staff.id), signed.staff.shown_name)


def _mark(found: Conversation) -> str:
    handover = found.handover
    lines = [(line.id, line.delivery, line.at <= handover.seen) for line in found.lines]
    return mark_of(
        (handover.state, handover.staff, found.is_theirs, found.left and str(found.left), lines)
    )


def _news(found: Conversation) -> str:
    """Return what a screen reader is told of what is new."""
    asked = sum(line.author == "person" for line in found.lines)
    if found.handover.state == "ended":
        return notices.ended(found.handover.ended_by, found.handover.staff_name)
    return f"{asked} tin của người hỏi."
