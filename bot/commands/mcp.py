"""`thidua mcp`: the library for other programs, by the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.store import STORE, open_library, settings_for

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from bot.delivery.limits import RateLimit
    from bot.settings import Settings

NO_TOKEN = "THIDUA_MCP_TOKEN chưa đặt: qua HTTP cần một mã truy cập, ví dụ từ: openssl rand -hex 32"


@click.command(
    name="mcp",
    help="Cho chương trình khác tra cứu theo giao thức MCP: qua đầu vào, đầu ra; --http: qua mạng.",
)
@click.option("--http", is_flag=True, help="Qua HTTP, kèm mã truy cập THIDUA_MCP_TOKEN.")
@STORE
def serve_mcp(http: bool, store: Path | None) -> None:
    """Serve until the other end of the pipe is closed, or until Ctrl-C."""
    from bot.delivery.limits import RateLimiter
    from bot.operations.logs import configure_logging

    settings = settings_for(store)
    configure_logging(settings.secrets)
    if http:
        _serve_http(settings)
    else:
        _server(settings, RateLimiter(settings.messages_per_minute)).run("stdio")


def _serve_http(settings: Settings) -> None:
    """Serve over HTTP; raise InvalidSetting without a token, PortUnavailable without a port."""
    from bot.commands.serve import serve_app
    from bot.delivery.limits import rate_limit
    from bot.delivery.parameters import REQUESTS_PER_MINUTE
    from bot.errors import InvalidSetting
    from bot.mcp.http import PATH, http_app
    from bot.ports import listen
    from bot.storage.redis_window import open_redis

    place, token = settings.mcp, settings.mcp.token.get_secret_value()
    if not token:
        raise InvalidSetting(NO_TOKEN)
    listener = listen(place.host, place.port, "THIDUA_MCP_PORT", "THIDUA_MCP_HOST")
    address = settings.redis.get_secret_value()
    redis = open_redis(address) if address else None
    server = _server(settings, rate_limit(settings.messages_per_minute, "mcp", redis))
    click.echo(f"MCP ở http://{place.host}:{place.port}{PATH}", err=True)
    addresses = rate_limit(REQUESTS_PER_MINUTE, "mcp-address", redis)
    serve_app(http_app(server, token, addresses), listener)


def _server(settings: Settings, rate: RateLimit) -> MCPServer:
    from bot.mcp.server import build_server
    from bot.mcp.tools import Tools
    from bot.vietnam_time import today

    pages = settings.public_url or settings.address
    return build_server(Tools(open_library(settings), pages, today), rate)


COMMANDS = (serve_mcp,)
