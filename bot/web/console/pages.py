"""The console's pages as responses, and what is answered to who may not see one."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from fastapi import Request
from fastapi.exception_handlers import (
    http_exception_handler,
    request_validation_exception_handler,
)
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from bot.accounts.actions import action_name
from bot.accounts.model import ROLE_NAMES
from bot.errors import InvalidMessage, NotAllowed, SignInNeeded
from bot.vietnam_time import VIETNAM
from bot.web.console.guard import CSRF_FIELD, SAFE_METHODS, SignedIn
from bot.web.console.navigation import entries_for
from bot.web.parameters import STORAGE_RETRY_AFTER
from bot.web.rendering import open_templates
from bot.web.responses import knowledge_unavailable
from database import reason_of

LOG = logging.getLogger(__name__)
HOME, SIGN_IN = "/quan-tri", "/quan-tri/dang-nhap"
ENVIRONMENT = open_templates(Path(__file__).parent / "templates")
#: What staff see is theirs: no cache between them and us keeps it.
HEADERS = {"Cache-Control": "no-store"}


def moment(seconds: float) -> str:
    """Return a moment (seconds since 1970) by the clock of Vietnam: "15:53 22/11/2026"."""
    return datetime.fromtimestamp(seconds, VIETNAM).strftime("%H:%M %d/%m/%Y")


def in_words(value: object) -> str:
    """Return a value of the audit trail as staff read it."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list | tuple):
        return ", ".join(map(in_words, value)) or "(trống)"
    return "(trống)" if value in (None, "") else str(value)


ENVIRONMENT.filters.update(at=moment, in_words=in_words, action_name=action_name)
ENVIRONMENT.globals.update(role_names=ROLE_NAMES)


def console_page(
    template: str, signed: SignedIn, *, title: str, status: int = 200, **values: object
) -> HTMLResponse:
    """Return a page of the console."""
    return part(
        template, signed, status=status, title=title, entries=entries_for(signed.staff), **values
    )


def part(template: str, signed: SignedIn, *, status: int = 200, **values: object) -> HTMLResponse:
    """Return a piece of a page, which htmx puts in its place."""
    field = Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, signed.csrf)
    text = ENVIRONMENT.get_template(template).render(
        staff=signed.staff, csrf=signed.csrf, csrf_field=lambda: field, **values
    )
    return HTMLResponse(text, status, HEADERS)


def plain_page(template: str, *, title: str, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page for who is not signed in."""
    text = ENVIRONMENT.get_template(template).render(title=title, **values)
    return HTMLResponse(text, status, HEADERS)


def go_to(path: str, request: Request | None = None) -> Response:
    """Send the browser on after a change; htmx is told in a header of its own."""
    if request is not None and "HX-Request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": path, **HEADERS})
    return RedirectResponse(path, status_code=303, headers=HEADERS)


async def sign_in_needed(request: Request, error: Exception) -> Response:
    """Send who is not signed in to where they can, and back afterwards."""
    assert isinstance(error, SignInNeeded)
    back = f"?den={quote(request.url.path)}" if request.method == "GET" else ""
    return go_to(f"{SIGN_IN}{back}", request)


async def not_allowed(request: Request, error: Exception) -> Response:
    """Say that they may not do this."""
    assert isinstance(error, NotAllowed)
    return plain_page("refused.html", title="Không được phép", status=403, sentence=str(error))


async def wrong_address(request: Request, error: Exception) -> Response:
    """Say so of an address of the console that cannot be; the API tells its callers what is wrong."""
    assert isinstance(error, RequestValidationError)
    if not request.url.path.startswith(HOME):
        return await request_validation_exception_handler(request, error)
    sentence = "Địa chỉ này chưa đúng."
    return plain_page("refused.html", title="Chưa làm được", status=400, sentence=sentence)


async def no_such_page(request: Request, error: Exception) -> Response:
    """Say so of an address that the console does not have; the API tells its callers in JSON."""
    assert isinstance(error, HTTPException)
    if not request.url.path.startswith(HOME):
        return await http_exception_handler(request, error)
    sentence = "Không có trang này."
    return plain_page("refused.html", title="Không có", status=error.status_code, sentence=sentence)


async def unavailable(request: Request, error: Exception) -> Response:
    """Say that the database or the knowledge cannot be used just now, with a way to try again.

    Where htmx asked it is a part, which the frame shows above the page.
    """
    if not request.url.path.startswith(HOME):
        return await knowledge_unavailable(request, error)
    LOG.error("%s: %s", request.url.path, reason_of(error))
    # What a part was asked for is the page's own doing: of a person nothing was sent.
    is_part = "HX-Request" in request.headers
    is_change = request.method not in SAFE_METHODS and not is_part
    # What a part was asked for is no page: the browser's own address is loaded again.
    again = HOME if is_change else "" if is_part else str(request.url.replace(scheme="", netloc=""))
    page = plain_page(
        "unavailable_part.html" if is_part else "unavailable.html", title="Tạm gián đoạn", status=503,
        now=time.time(), is_change=is_change, again=again,
    )  # fmt: skip
    page.headers["Retry-After"] = str(STORAGE_RETRY_AFTER)
    return page


async def invalid(request: Request, error: Exception) -> Response:
    """Say what is wrong with what came."""
    assert isinstance(error, InvalidMessage)
    return plain_page("refused.html", title="Chưa làm được", status=400, sentence=str(error))
