"""The tools served by the protocol's own SDK, with the limits that people have."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from mcp.server import MCPServer
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, ToolAnnotations

from bot.delivery.limits import ConcurrencyLimit, RateLimit
from bot.errors import Overloaded, TooManyRequests
from bot.mcp.parameters import BUSY
from bot.mcp.tools import Tools
from bot.web.client_address import client_host, rate_limit_key
from bot.web.parameters import BUSY_RETRY_AFTER

NAME, TITLE = "thidua", "Trợ lý thi đua, khen thưởng"
INSTRUCTIONS = (
    "Tra cứu thi đua, khen thưởng ở Việt Nam: văn bản phát động của địa phương và luật, mỗi điều kèm nguồn. "
    "Hỏi bằng `hoi`; cần nguyên văn thì `tim` rồi `van_ban`; cần quy định về một danh hiệu thì `danh_hieu`. "
    "Luôn dẫn nguồn, và không trả lời điều mà nguồn không nói."
)
TITLES = {
    "hoi": "Hỏi trợ lý",
    "tim": "Tìm đoạn văn bản",
    "van_ban": "Đọc văn bản",
    "danh_hieu": "Xem danh hiệu, hình thức khen thưởng",
}
NO_TOOL = "Không có công cụ nào tên là {name!r}."
#: Stands for the program at the other end of the pipe, which has no address.
OWN_PROGRAM = "stdio"


def build_server(tools: Tools, rate: RateLimit) -> MCPServer:
    """Return a server of these tools; `rate` limits how often one program calls them."""
    server = MCPServer(NAME, TITLE, instructions=INSTRUCTIONS, subscriptions=False)
    harmless = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for name, title in TITLES.items():
        server.add_tool(getattr(tools, name), name, title, annotations=harmless)
    server.middleware.append(_limited(rate, ConcurrencyLimit()))
    return server


def _limited(rate: RateLimit, turns: ConcurrencyLimit) -> Any:
    """Return what stands before every call of a tool: it must exist, and be called in turn."""

    async def before(context: Any, call_next: Callable[[Any], Awaitable[Any]]) -> Any:
        if context.method != "tools/call":
            return await call_next(context)
        name = (context.params or {}).get("name")
        if name not in TITLES:
            raise MCPError(INVALID_PARAMS, NO_TOOL.format(name=name))
        try:
            await rate.hit(_caller(context.request))
            async with turns.slot():
                return await call_next(context)
        except (TooManyRequests, Overloaded) as error:
            wait = error.retry_after if isinstance(error, TooManyRequests) else BUSY_RETRY_AFTER
            raise MCPError(BUSY, str(error), {"retryAfter": wait}) from None

    return before


def _caller(request: Any) -> str:
    """Return whom a request stands for; the program that started this one has no address."""
    return rate_limit_key(client_host(request)) if request else OWN_PROGRAM
