"""Signing in by the office's own provider: out to it, and back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.accounts.actions import Action
from bot.accounts.parameters import SIGN_ON_SECONDS
from bot.accounts.sign_ons import SignOns, new_sign_on
from bot.errors import InvalidMessage, ProviderUnavailable, SignInRefused, TooManyRequests
from bot.web.client_address import client_host, rate_limit_key
from bot.web.console.pages import HEADERS, SIGN_IN
from bot.web.console.parameters import MAX_BACK, MAX_CODE
from bot.web.console.sign_in import (
    SignInParts,
    begin_session,
    own_path,
    record_refusal,
    sentence_of,
    sign_in_page,
)

if TYPE_CHECKING:
    from bot.accounts.provider import Identity, Provider

START, RETURN = f"{SIGN_IN}/co-quan", f"{SIGN_IN}/co-quan/ve"
COOKIE = "thidua_sign_on"
OFF = "Trợ lý chưa nối với hệ thống đăng nhập của cơ quan."
OLD = "Lượt đăng nhập này đã dùng hoặc đã quá hạn. Anh/chị đăng nhập lại từ đầu."
LEFT = "Anh/chị chưa đăng nhập ở hệ thống của cơ quan."


@dataclass(frozen=True)
class SingleSignOn:
    """What signing in by the provider takes; `provider` is None where the office has none."""

    parts: SignInParts
    sign_ons: SignOns
    provider: Provider | None


def router(single: SingleSignOn) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(START)
    async def start(request: Request, den: str = "") -> Response:
        """Send someone to the provider; their browser keeps what proves that it is they who return."""
        provider, parts = _provider(single), single.parts
        sign_on = new_sign_on(own_path(den[:MAX_BACK]))
        try:
            await parts.addresses.hit(rate_limit_key(client_host(request)))
            address = await provider.address(sign_on)
        except (ProviderUnavailable, TooManyRequests) as error:
            return _refusal(parts, error, den)
        key = await asyncio.to_thread(single.sign_ons.keep, sign_on)
        response = RedirectResponse(address, status_code=303, headers=HEADERS)
        response.set_cookie(
            COOKIE, key, path=SIGN_IN, max_age=int(SIGN_ON_SECONDS),
            secure=parts.is_secure, httponly=True, samesite="lax",
        )  # fmt: skip
        return response

    @routes.get(RETURN)
    async def come_back(request: Request) -> Response:
        """Begin a session for who the provider says has come."""
        response = await _come_back(single, request)
        response.delete_cookie(COOKIE, path=SIGN_IN)
        return response

    return routes


async def _come_back(single: SingleSignOn, request: Request) -> Response:
    """Begin a session, or say in a sentence why not."""
    provider, parts = _provider(single), single.parts
    key, state = request.cookies.get(COOKIE, ""), request.query_params.get("state", "")
    sign_on = await asyncio.to_thread(single.sign_ons.take, key, state)
    if sign_on is None:
        return _refusal(parts, SignInRefused(OLD), "")
    identity: Identity | None = None
    try:
        identity = await provider.identify(sign_on, _code(request))
        staff = await asyncio.to_thread(
            parts.accounts.verify_identity, identity.name, identity.subject
        )
    except (SignInRefused, ProviderUnavailable) as error:
        if isinstance(error, SignInRefused):
            name = identity.name if identity else ""
            action = Action.PROVIDER_SIGN_IN_REFUSED
            await asyncio.to_thread(record_refusal, parts, name, action)
        return _refusal(parts, error, sign_on.back)
    await asyncio.to_thread(parts.audit.record, staff.name, Action.PROVIDER_SIGN_IN, staff.name)
    # The provider has asked for as many factors as the office wants.
    return await begin_session(parts, staff, sign_on.back, is_complete=True)


def _code(request: Request) -> str:
    """Return the code that someone brings back. Raise SignInRefused where they bring none."""
    code = request.query_params.get("code", "")
    if not 0 < len(code) <= MAX_CODE:
        raise SignInRefused(LEFT)
    return code


def _provider(single: SingleSignOn) -> Provider:
    if single.provider is None:
        raise InvalidMessage(OFF)
    return single.provider


def _refusal(parts: SignInParts, error: Exception, back: str) -> HTMLResponse:
    statuses = {ProviderUnavailable: 503, TooManyRequests: 429}
    return sign_in_page(parts, back, statuses.get(type(error), 403), sentence_of(error))
