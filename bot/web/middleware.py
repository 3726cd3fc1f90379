"""What stands before every route: the limit of an address, rules for browsers, allowed sites."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware

from bot.delivery.limits import RateLimit
from bot.errors import TooManyRequests
from bot.operations.metrics import Metrics
from bot.web.client_address import client_host, is_loopback, rate_limit_key
from bot.web.responses import retry_later

#: The apps post from few addresses for all their people, signed; an operator checks often.
UNLIMITED_PATHS = ("/channels/", "/health", "/ready", "/metrics", "/actions")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def add_middleware(
    app: FastAPI, metrics: Metrics, rate: RateLimit, origins: tuple[str, ...]
) -> None:
    """Limit an address's requests, set the pages' rules, let the pages of `origins` ask."""

    @app.middleware("http")
    async def guard(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        host = client_host(request)
        is_limited = not (is_loopback(host) or request.url.path.startswith(UNLIMITED_PATHS))
        try:
            if is_limited:
                await rate.hit(rate_limit_key(host))
            response = await call_next(request)
        except TooManyRequests as error:
            metrics.count_refusal("address")
            response = retry_later(error)
        response.headers.update(HEADERS)
        return response

    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["POST"],
            allow_headers=["Content-Type"],
            expose_headers=["Retry-After"],
        )
