"""The protocol's official client, and the arguments by which every tool is called."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.server import MCPServer
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, ErrorData, TextContent

from bot.delivery.limits import RateLimit, RateLimiter
from bot.mcp.server import build_server
from bot.mcp.tools import Tools
from bot.settings import ROOT
from knowledge.library import Library
from tests.conftest import DAY

PAGES = "https://thidua.example"
#: How a client begins: as the newest protocol has it, and with the handshake of those before 2026.
MODES = ("auto", "legacy")
#: Every tool with arguments, and what its text must hold.
CALLS: dict[str, tuple[dict[str, Any], str]] = {
    "hoi": ({"text": "ty le che phu rung cua cho don nam 2022"}, "80,5%"),
    "tim": ({"query": "trồng rừng", "place": "cho don"}, "/documents/cho-don-2022#p26"),
    "van_ban": ({"document_id": "cho-don-2022", "passage": 27}, "⟦| Tỷ lệ che phủ rừng | 80,5% |⟧"),
    "danh_hieu": ({"award": "CSTĐCS"}, "Chiến sĩ thi đua cơ sở"),
}


def server_of(library: Library, rate: RateLimit | None = None) -> MCPServer:
    """Return a server on a library that knows what day it is; by default it limits nothing here."""
    limit = RateLimiter(10_000) if rate is None else rate
    return build_server(Tools(library, PAGES, lambda: DAY), limit)


def call(library: Library, name: str, **arguments: Any) -> CallToolResult:
    """Call one tool of a server on a library."""

    async def run() -> CallToolResult:
        async with Client(server_of(library)) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(run())


async def refusal(client: Client, name: str, arguments: dict[str, Any]) -> ErrorData:
    """Return the protocol's error that a call meets with."""
    with pytest.raises(MCPError) as caught:
        await client.call_tool(name, arguments)
    return caught.value.error


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def call_every_tool(client: Client) -> None:
    """List the tools and call each: its text must hold its words, its JSON be of its schema."""
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == set(CALLS)
    for name, (arguments, expected) in CALLS.items():
        jsonschema.validate(arguments, tools[name].input_schema)
        result = await client.call_tool(name, arguments)
        assert not result.is_error, text_of(result)
        assert expected in text_of(result)
        schema = tools[name].output_schema
        assert schema
        jsonschema.validate(result.structured_content, schema)
        annotations = tools[name].annotations
        assert annotations
        assert annotations.read_only_hint


def process_environment(**settings: str) -> dict[str, str]:
    """Return the environment of a process that sees no settings of ours but these."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
    return {**own, "PYTHONPATH": str(ROOT), **settings}


def over_a_pipe(store: Path, mode: str, **settings: str) -> Client:
    """Return a client of a `thidua mcp` of its own."""
    command = ["-m", "bot.cli", "mcp", "--store", str(store)]
    environment = process_environment(**settings)
    started = StdioServerParameters(command=sys.executable, args=command, env=environment, cwd=ROOT)
    return Client(started, mode=mode)


@asynccontextmanager
async def over_http(
    address: str, headers: Mapping[str, str], mode: str = "auto"
) -> AsyncIterator[Client]:
    """Give a client of a server at an address."""
    async with (
        httpx2.AsyncClient(headers=headers, trust_env=False, timeout=60) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client
