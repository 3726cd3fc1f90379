"""Whatever an app's server answers to a part: it is tried again, or known to have gone out.

Never an exception of another kind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from telegram import Bot

from bot.channels.channel import Channel
from bot.channels.picture_fetching import PictureFetcher
from bot.channels.telegram import TelegramChannel
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_events import EventSignature
from bot.channels.zalo_tokens import TokenRecord, TokenStore
from bot.delivery.inbox import Inbox
from bot.delivery.message_parts import MessagePart
from bot.errors import DeliveryFailed
from bot.handover.queue import Queue
from bot.storage.leases import OwnLeases
from bot.storage.opening import open_file
from tests.faults.tally import REPEATS, Tally
from tests.peers.serving import served
from tests.peers.telegram import BOT

TIMES = range(REPEATS)
#: What a server in trouble says: status and body.
TROUBLE = [
    (500, b"Internal Server Error"), (502, b"<html>Bad Gateway</html>"), (503, b""), (504, b"{}"), (429, b'{"ok": false, "error_code": 429}'),
    (200, b""), (200, b"<html>Welcome to nginx</html>"), (200, b"null"), (200, b"[]"), (200, b"7"), (200, b'"ok"'), (200, b"{"),
    (200, b"\xff\xfe\x00"), (200, b"[" * 50_000),
]  # fmt: skip
GOOD = {
    "zalo": {"error": 0, "data": {"message_id": "1"}},
    "zalo-bot": {"ok": True, "result": {}},
    "telegram": {
        "ok": True,
        "result": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}},
    },
}
ADDRESSES = {"zalo": {"user": "7"}, "zalo-bot": {"chat": "7"}, "telegram": {"chat": 7}}


def app_of(answers: list[Response]) -> FastAPI:
    """Return a server that gives these responses, one after the other, and Zalo's tokens always."""
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    async def say(path: str, request: Request) -> Response:
        if path.endswith("/oa/access_token"):
            return JSONResponse({"access_token": "a", "refresh_token": "r", "expires_in": "90000"})
        if path.endswith("/getMe"):
            return JSONResponse({"ok": True, "result": BOT})
        return answers.pop(0)

    return app


def zalo(api: str, folder: Path, client: httpx.AsyncClient) -> Channel:
    tokens = TokenStore(TokenRecord(open_file()), OwnLeases(), "app", "secret", client, oauth=api)
    tokens.bootstrap("r0")
    signature = EventSignature("app", "oa")
    return ZaloChannel(signature, tokens, client, Queue(open_file()), str, api=api, handover=60.0)


def telegram(api: str, _: Path, client: httpx.AsyncClient) -> Channel:
    bot = Bot("1:a", base_url=f"{api}/bot")
    return TelegramChannel(bot, "s", Inbox(open_file()), str, PictureFetcher(client, api))


MAKE: dict[str, Callable[[str, Path, httpx.AsyncClient], Channel]] = {
    "zalo": zalo,
    "zalo-bot": lambda api, _, client: ZaloBotChannel("1:a", "s", client, str, api=api),
    "telegram": telegram,
}


@pytest.mark.parametrize("name", MAKE)
def test_app_in_trouble(name: str, tmp_path: Path, tally: Tally) -> None:
    answers: list[Response] = []

    async def send_until_accepted(channel: Channel) -> list[str]:
        """Send one part, again while it may be; return what became of each try."""
        tries: list[str] = []
        while "accepted" not in tries and "final" not in tries:
            try:
                await channel.send(ADDRESSES[name], MessagePart("Chủ đề"))
                tries.append("accepted")
            except DeliveryFailed as error:
                tries.append("final" if error.final else "again")
        return tries

    async def run(api: str) -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            channel, outcomes = MAKE[name](api, tmp_path, client), []
            await channel.start()
            for _ in TIMES:
                answers[:] = [
                    *(Response(body, status) for status, body in TROUBLE),
                    JSONResponse(GOOD[name]),
                ]
                tries = await send_until_accepted(channel)
                outcomes.append(tries == [*["again"] * len(TROUBLE), "accepted"])
                tally.count_statuses(
                    ["unavailable" if outcome == "again" else "answered" for outcome in tries]
                )
            await channel.stop()
            assert outcomes == [True] * len(TIMES)

    with served(app_of(answers)) as api:
        asyncio.run(run(api))


@pytest.mark.parametrize(("status", "body", "ended"), [
    *((status, body, False) for status, body in TROUBLE), (200, b'{"error": -14014}', True), (200, b'{"error": "-14014"}', True),
    (200, b'{"error": -32}', False), (200, b'{"error": null}', False), (200, b'{"error": {"a": 1}}', False),
])  # fmt: skip
def test_only_zalo_s_own_word_ends_a_refresh_token(status: int, body: bytes, ended: bool) -> None:
    app = FastAPI()

    @app.post("/v4/oa/access_token")
    async def say() -> Response:
        return Response(body, status)

    async def run(api: str) -> tuple[bool, bool]:
        async with httpx.AsyncClient(trust_env=False) as client:
            tokens = TokenStore(
                TokenRecord(open_file()), OwnLeases(), "app", "secret", client, oauth=api
            )
            tokens.bootstrap("r0")
            with pytest.raises(DeliveryFailed) as failed:
                await tokens.access_token()
            return failed.value.final, bool(tokens.refusal)

    with served(app) as api:
        assert asyncio.run(run(api)) == (ended, ended)
