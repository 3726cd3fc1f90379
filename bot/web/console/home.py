"""The console's first page, its files, and one's own account."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse

from bot.accounts.accounts import Accounts
from bot.accounts.actions import Action
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Staff
from bot.accounts.parameters import MIN_PASSWORD
from bot.accounts.sessions import Sessions
from bot.delivery.limits import RateLimit
from bot.errors import InvalidAccount, SignInRefused, TooManyRequests
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import console_page
from bot.web.console.sign_in import sentence_of
from bot.web.console.waiting_work import Work
from bot.web.rendering import FOLDER

FILES = {
    "console.css": FOLDER / "console" / "console.css",
    "htmx.js": FOLDER / "vendor" / "htmx.min.js",
}
CHANGED = "Đã đổi mật khẩu. Những nơi khác đang đăng nhập bằng tài khoản này đã bị thoát."


def router(
    guard: Guard,
    accounts: Accounts,
    sessions: Sessions,
    audit: AuditTrail,
    tries: RateLimit,
    waiting: Callable[[Staff], Awaitable[Sequence[Work]]],
) -> APIRouter:
    """Return the routes; `waiting` tells what waits for somebody."""
    routes = APIRouter(include_in_schema=False)
    for name, path in FILES.items():
        _add_file(routes, name, path)

    @routes.get("/quan-tri")
    async def home(signed: SignedIn = Depends(guard.requires("read"))) -> HTMLResponse:
        """Show what waits for someone, and what they may do here."""
        work = await waiting(signed.staff)
        return console_page("home.html", signed, title="Việc của tôi", work=work)

    _add_own_account(routes, guard, accounts, sessions, audit, tries)
    return routes


def _add_file(routes: APIRouter, name: str, path: Path) -> None:
    @routes.get(f"/quan-tri/{name}")
    def file() -> FileResponse:
        """Return a file of the pages."""
        return FileResponse(path, headers={"Cache-Control": "max-age=3600"})


def _add_own_account(
    routes: APIRouter,
    guard: Guard,
    accounts: Accounts,
    sessions: Sessions,
    audit: AuditTrail,
    tries: RateLimit,
) -> None:
    def page(signed: SignedIn, sentence: str = "", is_wrong: bool = False) -> HTMLResponse:
        return console_page(
            "me.html", signed, title="Tài khoản của tôi", status=400 if is_wrong else 200,
            sentence=sentence, is_wrong=is_wrong, shortest=MIN_PASSWORD,
        )  # fmt: skip

    @routes.get("/quan-tri/toi")
    async def me(signed: SignedIn = Depends(guard.requires("read"))) -> HTMLResponse:
        """Show one's own account."""
        return page(signed)

    @routes.post("/quan-tri/toi")
    async def change(
        request: Request, signed: SignedIn = Depends(guard.requires("read"))
    ) -> HTMLResponse:
        """Change one's password: the present one and a code prove whose account it is."""
        form, name = signed.form, signed.staff.name
        try:
            await tries.hit(name)
            await asyncio.to_thread(accounts.verify, name, form.text("cu"), form.text("ma", 10))
            await asyncio.to_thread(accounts.set_password, name, form.text("moi"))
        except (SignInRefused, InvalidAccount, TooManyRequests) as error:
            return page(signed, sentence_of(error), is_wrong=True)
        await asyncio.to_thread(audit.record, name, Action.PASSWORD_CHANGED, name)
        await asyncio.to_thread(sessions.end_all_of, signed.staff.id, signed.session)
        return page(signed, CHANGED)
