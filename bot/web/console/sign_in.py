"""Sign in and out; the second factor is set up at the first sign-in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import segno
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.accounts import Accounts
from bot.accounts.actions import Action
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Staff
from bot.accounts.one_time_codes import enrolment_address, is_secret, new_secret
from bot.accounts.sessions import Sessions
from bot.delivery.limits import RateLimit
from bot.errors import InvalidAccount, InvalidMessage, NotAllowed, SignInRefused, TooManyRequests
from bot.web.client_address import client_host, rate_limit_key
from bot.web.console.forms import read_form
from bot.web.console.guard import COOKIE, SAFE_METHODS, STALE, Guard
from bot.web.console.pages import HOME, SIGN_IN, go_to, plain_page
from bot.web.console.parameters import MAX_BACK

TOO_MANY = "Anh/chị đã thử quá nhiều lần. Anh/chị đợi một phút rồi thử lại."
SECOND_FACTOR = "/quan-tri/ma-hai-lop"


@dataclass(frozen=True)
class SignInParts:
    """What signing in takes; `public_url` is where people see us, empty where that is not set."""

    accounts: Accounts
    sessions: Sessions
    audit: AuditTrail
    names: RateLimit
    addresses: RateLimit
    public_url: str = ""
    #: How one signs in by the office's own provider, empty where there is none.
    provider: str = ""

    @property
    def is_secure(self) -> bool:
        """Whether cookies are kept to https."""
        return self.public_url.startswith("https://")


def router(guard: Guard, parts: SignInParts) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)
    _add_sign_in(routes, parts)
    _add_second_factor(routes, guard, parts)
    _add_sign_out(routes, guard, parts)
    return routes


def _add_sign_in(routes: APIRouter, parts: SignInParts) -> None:
    @routes.get(SIGN_IN)
    def form(den: str = "") -> HTMLResponse:
        """Ask for name, password and code."""
        return sign_in_page(parts, den)

    @routes.post(SIGN_IN)
    async def sign_in(request: Request) -> Response:
        """Begin a session for a name, a password and a code that are right."""
        require_same_origin(request, parts.public_url)
        fields = await read_form(request)
        name, back = fields.text("ten", 100), fields.text("den", MAX_BACK)
        try:
            await parts.addresses.hit(rate_limit_key(client_host(request)))
            await parts.names.hit(name)
            staff = await asyncio.to_thread(
                parts.accounts.verify, name, fields.text("mat-khau"), fields.text("ma", 10)
            )
        except (SignInRefused, TooManyRequests) as error:
            # Of tries beyond the limit nothing is kept: anybody could fill the disk with them.
            if isinstance(error, SignInRefused):
                await asyncio.to_thread(record_refusal, parts, name, Action.SIGN_IN_REFUSED)
            status = 429 if isinstance(error, TooManyRequests) else 403
            return sign_in_page(parts, back, status, sentence_of(error))
        await asyncio.to_thread(parts.audit.record, staff.name, Action.SIGN_IN, staff.name)
        return await begin_session(parts, staff, back, staff.has_code)


async def begin_session(parts: SignInParts, staff: Staff, back: str, is_complete: bool) -> Response:
    """Begin a session of its own key, whatever the browser brought along, and go on."""
    session = await asyncio.to_thread(parts.sessions.begin, staff.id, is_complete)
    response = go_to(own_path(back) if is_complete else SECOND_FACTOR)
    response.set_cookie(
        COOKIE, session.key, path=HOME, secure=parts.is_secure, httponly=True, samesite="lax"
    )
    return response


def _add_second_factor(routes: APIRouter, guard: Guard, parts: SignInParts) -> None:
    @routes.get(SECOND_FACTOR)
    async def enrol(request: Request) -> Response:
        """Show a new secret as a QR code; it counts once a code of it was given."""
        signed = await guard.enter(request, is_complete=False)
        if signed.staff.has_code:
            return go_to(HOME)
        return _enrolment(signed.staff, signed.csrf, new_secret())

    @routes.post(SECOND_FACTOR)
    async def confirm(request: Request) -> Response:
        """Keep the secret whose code is right, and begin a session that is complete."""
        signed = await guard.enter(request, is_complete=False)
        # Another one is set up when this one was taken back (docs/van-hanh.md): a session that was
        # stolen does not bring the second factor with it.
        if signed.staff.has_code:
            return go_to(HOME)
        secret, code = signed.form.text("khoa", 64), signed.form.text("ma", 10)
        if not is_secret(secret):
            raise InvalidMessage(STALE)
        try:
            await parts.names.hit(signed.staff.name)
            staff = await asyncio.to_thread(parts.accounts.enrol, signed.staff.name, secret, code)
        except (SignInRefused, TooManyRequests) as error:
            return _enrolment(signed.staff, signed.csrf, secret, sentence_of(error))
        await asyncio.to_thread(
            parts.audit.record, staff.name, Action.SECOND_FACTOR_SET, staff.name
        )
        await asyncio.to_thread(parts.sessions.end_all_of, staff.id)
        return await begin_session(parts, staff, "", True)


def _add_sign_out(routes: APIRouter, guard: Guard, parts: SignInParts) -> None:
    @routes.post("/quan-tri/dang-xuat")
    async def sign_out(request: Request) -> Response:
        """End the session here and in the browser."""
        signed = await guard.enter(request, is_complete=False)
        await asyncio.to_thread(parts.sessions.end, signed.session.key)
        response = go_to(SIGN_IN, request)
        response.delete_cookie(COOKIE, path=HOME)
        return response


def require_same_origin(request: Request, public_url: str = "") -> None:
    """Raise NotAllowed for a form that another site sent: there is no session yet to prove it by.

    Behind a web server that hands requests on, the name that people see stands in the settings alone.
    """
    origin = request.headers.get("origin")
    if request.method in SAFE_METHODS or origin is None:
        return
    own = {request.headers.get("host"), urlsplit(public_url).netloc}
    if urlsplit(origin).netloc not in own - {"", None}:
        raise NotAllowed(STALE)


def record_refusal(parts: SignInParts, name: str, action: Action) -> None:
    """Write down that somebody was refused, by a name that is an account's: another may be a password.

    It reads and writes the database: call it in a thread.
    """
    try:
        who = parts.accounts.find(name).name
    except InvalidAccount:
        who = "?"
    parts.audit.record(who, action, "")


def sentence_of(error: Exception) -> str:
    """Return what is said of a sign-in that is refused; the limit's own words are about messages."""
    return TOO_MANY if isinstance(error, TooManyRequests) else str(error)


def own_path(path: str) -> str:
    """Return where to go next: a page of the console, whatever a link asked for."""
    is_own = path.startswith(HOME) and "//" not in path and "\\" not in path
    return path if is_own and path.isprintable() else HOME


def sign_in_page(
    parts: SignInParts, back: str, status: int = 200, sentence: str = ""
) -> HTMLResponse:
    """Return the form for name, password and code; `back` is where to go on."""
    values: dict[str, Any] = {"back": back, "sentence": sentence, "provider": parts.provider}
    return plain_page("sign_in.html", title="Đăng nhập", status=status, **values)


def _enrolment(staff: Staff, csrf: str, secret: str, sentence: str = "") -> HTMLResponse:
    code = segno.make(enrolment_address(secret, staff.name), micro=False)
    picture = code.svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return plain_page(
        "second_factor.html",
        title="Mã hai lớp",
        status=403 if sentence else 200,
        secret=secret, picture=picture, csrf=csrf, sentence=sentence,
    )  # fmt: skip
