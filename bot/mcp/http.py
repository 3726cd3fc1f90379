"""The server over HTTP: who asks must bear the token, and may not ask for more than its share."""

from __future__ import annotations

from mcp.server import MCPServer
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.delivery.limits import RateLimit
from bot.errors import TooManyRequests
from bot.operations.machine_secret import is_equal
from bot.web.client_address import client_host, rate_limit_key
from bot.web.parameters import MAX_BODY
from bot.web.responses import error_response, retry_later

PATH = "/mcp"
NO_TOKEN = "Thiếu mã truy cập, hoặc mã không đúng."


def http_app(server: MCPServer, token: str, addresses: RateLimit) -> ASGIApp:
    """Return the server as an ASGI app at PATH: each request stands alone, and no body is long."""
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=MAX_BODY,
        # Against pages that name this machine as their own (DNS rebinding) the token is enough.
        host="",
    )
    return TokenGate(app, token, addresses)


class TokenGate:
    """Lets requests through that bear a token; of one address no more than its limit, right or wrong."""

    def __init__(self, app: ASGIApp, token: str, addresses: RateLimit) -> None:
        self._app, self._token, self._addresses = app, token, addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            await self._addresses.hit(rate_limit_key(client_host(request)))
        except TooManyRequests as error:
            await retry_later(error)(scope, receive, send)
            return
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and is_equal(given.strip(), self._token):
            await self._app(scope, receive, send)
            return
        refusal = error_response(401, NO_TOKEN)
        # RFC 6750, section 3.
        refusal.headers["WWW-Authenticate"] = "Bearer"
        await refusal(scope, receive, send)
