"""What stands before every route: an address's share, the browsers' rules, the sites that may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware

from bot.delivery.limits import RateLimiter
from bot.delivery.parameters import REQUESTS_PER_MINUTE
from bot.errors import TooManyRequests
from bot.operations.metrics import Metrics
from bot.settings import Settings
from bot.web import messages_api
from bot.web.client_address import client_host, is_loopback, rate_limit_key

#: The apps post from few addresses for all their people, signed; an operator's own checks come often.
UNCOUNTED = ("/channels/", "/health", "/ready", "/metrics", "/actions")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def add_middleware(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """Keep an address from asking too much, and tell browsers what pages of ours may do."""
    rate = RateLimiter(REQUESTS_PER_MINUTE)

    @app.middleware("http")
    async def guarded(request: Request, call_next: Callable[[Request], Any]) -> Any:
        host = client_host(request)
        try:
            if not (is_loopback(host) or request.url.path.startswith(UNCOUNTED)):
                rate.hit(rate_limit_key(host))
            response = await call_next(request)
        except TooManyRequests as error:
            metrics.count_refusal("address")
            response = messages_api.retry_later(error)
        response.headers.update(HEADERS)
        return response

    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["POST"],
            allow_headers=["Content-Type"],
            expose_headers=["Retry-After"],
        )
