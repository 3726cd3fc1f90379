"""The audit trail: who changed what and when, looked through and taken away as a table."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, StreamingResponse

from bot.accounts.actions import action_name
from bot.accounts.audit import AuditEntry, AuditTrail, Values
from bot.accounts.parameters import MAX_ENTRIES
from bot.errors import InvalidMessage
from bot.web.console.forms import UNTYPED
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import HEADERS, console_page, in_words, moment
from bot.web.console.parameters import MAX_SOUGHT
from bot.web.console.reports.files import BYTE_ORDER_MARK, csv_lines

PATH = "/quan-tri/nhat-ky"
HEADINGS = ("Lúc", "Ai", "Việc", "Đối tượng", "Trước", "Sau")


def router(guard: Guard, audit: AuditTrail) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    async def show(
        ai: str = "",
        ve: str = "",
        truoc: str = "",
        signed: SignedIn = Depends(guard.requires("administer")),
    ) -> HTMLResponse:
        """Show entries, newest first: by whom (`ai`), about what (`ve`), before an entry (`truoc`)."""
        who, subject = _sought(ai), _sought(ve)
        changes = await asyncio.to_thread(audit.entries, _number(truoc), subject, who)
        older = changes[-1].id if len(changes) == MAX_ENTRIES else None
        sought = urlencode({name: text for name, text in (("ai", who), ("ve", subject)) if text})
        return console_page(
            "audit.html", signed, title="Nhật ký thay đổi",
            changes=changes, older=older, who=who or "", subject=subject or "",
            sought=sought, headings=HEADINGS, is_first=not truoc,
        )  # fmt: skip

    @routes.get(f"{PATH}.csv")
    async def download(
        ai: str = "", ve: str = "", signed: SignedIn = Depends(guard.requires("administer"))
    ) -> StreamingResponse:
        """Send all entries, by one or about something, as a table for Excel."""
        disposition = {"Content-Disposition": 'attachment; filename="nhat-ky.csv"'}
        return StreamingResponse(
            _table(audit, _sought(ve), _sought(ai)),
            media_type="text/csv; charset=utf-8",
            headers={**HEADERS, **disposition},
        )

    return routes


def _table(audit: AuditTrail, subject: str | None, who: str | None) -> Iterator[str]:
    """Yield the lines of a table, page after page: the trail grows for years."""
    yield BYTE_ORDER_MARK + csv_lines([HEADINGS])
    entries = audit.entries(None, subject, who)
    while entries:
        yield csv_lines(map(_cells, entries))
        entries = audit.entries(entries[-1].id, subject, who)


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    return (
        moment(entry.at),
        entry.who,
        action_name(entry.action),
        entry.subject,
        _told(entry.before),
        _told(entry.after),
    )


def _told(values: Values) -> str:
    return "; ".join(f"{name}: {in_words(value)}" for name, value in values.items())


def _sought(text: str) -> str | None:
    """Return what is looked for, None for nothing. Raise InvalidMessage for what nobody types."""
    if len(text) > MAX_SOUGHT or UNTYPED.search(text):
        raise InvalidMessage("Không tìm được điều này trong nhật ký.")
    return text.strip() or None


def _number(text: str) -> int | None:
    """Return an entry's number, None for none. Raise InvalidMessage for what is no number."""
    if text and not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise InvalidMessage("Không có trang nhật ký này.")
    return int(text) if text else None
