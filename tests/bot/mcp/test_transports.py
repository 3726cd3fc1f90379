"""The official client over a pipe and over HTTP; who bears no token gets nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp_types import ErrorData

from bot.delivery.limits import RateLimiter
from bot.mcp.http import http_app
from bot.mcp.parameters import BUSY
from bot.ports import free_port
from bot.settings import ROOT
from bot.web.parameters import MAX_BODY
from knowledge.library import Library
from tests.bot.mcp.calling import (
    MODES,
    call_every_tool,
    over_a_pipe,
    over_http,
    process_environment,
    refusal,
    server_of,
)
from tests.peers.serving import served
from tests.running_assistant import starter_store
from tests.waiting import until

TOKEN = "một mã truy cập đủ dài".encode().hex()
BEARER = {"Authorization": f"Bearer {TOKEN}"}
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the starter documents."""
    return starter_store(tmp_path_factory.mktemp("store") / "knowledge.db")


def post(address: str, body: Any, headers: dict[str, str]) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = {"Content-Type": "application/json", **ACCEPT}
    return httpx.post(
        f"{address}/mcp", content=content, headers={**kind, **headers}, trust_env=False
    )


@pytest.mark.parametrize("mode", MODES)
def test_every_tool_is_called_over_a_pipe_which_is_limited_too(store: Path, mode: str) -> None:
    async def run() -> ErrorData:
        async with over_a_pipe(store, mode, THIDUA_MOST_A_MINUTE="4") as client:
            await call_every_tool(client)
            return await refusal(client, "hoi", {"text": "chủ đề"})

    assert asyncio.run(run()).code == BUSY


@pytest.fixture
def process(store: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a running `thidua mcp --http` that reads its token from a file."""
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    port = free_port()
    environment = process_environment(
        THIDUA_MCP_TOKEN_FILE=str(tmp_path / "token"), THIDUA_MCP_PORT=str(port)
    )
    command = [sys.executable, "-m", "bot.cli", "mcp", "--http", "--store", str(store)]
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(address))
        yield address
    finally:
        running.terminate()
        _, said = running.communicate(timeout=30)
        assert TOKEN.encode() not in said


def answers(address: str) -> bool:
    try:
        return post(address, PING, BEARER).status_code == 200
    except httpx.HTTPError:
        return False


def test_every_tool_is_called_over_http(process: str) -> None:
    async def run() -> None:
        for mode in MODES:
            async with over_http(process, BEARER, mode) as client:
                await call_every_tool(client)

    asyncio.run(run())


def test_over_http_nothing_is_served_without_a_token() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "bot.cli", "mcp", "--http"],
        cwd=ROOT,
        env=process_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.startswith("Lỗi: THIDUA_MCP_TOKEN chưa đặt: ")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 401),
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": f"Bearer {TOKEN[:-1]}"}, 401),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        (BEARER, 200),
        ({"Authorization": f"bearer {TOKEN}"}, 200),
    ],
)
def test_only_who_bears_the_token_is_answered(
    library: Library, given: dict[str, str], status: int
) -> None:
    with served(http_app(server_of(library), TOKEN, RateLimiter(100))) as address:
        reply = post(address, PING, given)
        assert reply.status_code == status
        if status == 401:
            assert reply.headers["WWW-Authenticate"] == "Bearer"
            assert reply.json() == {"error": "Thiếu mã truy cập, hoặc mã không đúng."}
        assert httpx.get(f"{address}/mcp", trust_env=False).status_code == 401
        assert httpx.get(f"{address}/", trust_env=False).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [(b" " * (MAX_BODY + 1), 413), (b"{", 400), (b"[]", 400), (b'{"jsonrpc": "2.0"}', 400)],
)
def test_a_body_that_is_none_is_refused(library: Library, body: bytes, status: int) -> None:
    with served(http_app(server_of(library), TOKEN, RateLimiter(100))) as address:
        assert post(address, body, BEARER).status_code == status
        assert post(address, PING, BEARER).status_code == 200


def test_an_address_that_guesses_is_locked_out(library: Library) -> None:
    with served(http_app(server_of(library), TOKEN, RateLimiter(5))) as address:
        wrong = [post(address, PING, {"Authorization": f"Bearer {n}"}) for n in range(6)]
        assert [reply.status_code for reply in wrong] == [401] * 5 + [429]
        assert int(wrong[-1].headers["Retry-After"]) > 0
        assert post(address, PING, BEARER).status_code == 429


def test_the_calls_of_an_address_are_limited_over_http(library: Library) -> None:
    async def run(address: str) -> ErrorData:
        async with over_http(address, BEARER) as client:
            await client.call_tool("hoi", {"text": "chủ đề"})
        # Another connection of the same address is the same caller.
        async with over_http(address, BEARER) as client:
            return await refusal(client, "hoi", {"text": "chủ đề"})

    with served(http_app(server_of(library, RateLimiter(1)), TOKEN, RateLimiter(100))) as address:
        assert asyncio.run(run(address)).code == BUSY


def test_the_assistant_starts_without_it() -> None:
    program = "import sys, bot.app, bot.cli; print([n for n in sys.modules if n.split('.')[0] in ('mcp', 'mcp_types')])"
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"
