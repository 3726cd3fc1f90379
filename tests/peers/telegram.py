"""A stand-in for Telegram's Bot API, for load and for faults.

The behaviour itself is proven against real emulators in `test_peers.py`.

By hand: `python -m tests.peers.telegram 9102`, then THIDUA_TELEGRAM_API=http://127.0.0.1:9102.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

#: Bytes of a file that is given out: https://core.telegram.org/bots/api#getfile.
MAX_FILE = 20_000_000
BOT = {"id": 666, "is_bot": True, "first_name": "Thi đua", "username": "thidua_bot"}


@dataclass
class Telegram:
    """What the server holds: messages sent, updates to be asked for, and how it is to misbehave."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    #: The files that people have sent, by their id.
    files: dict[str, bytes] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=dict)
    #: (status, description, parameters) of the next sends.
    faults: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    #: Texts that are said instead of an answer to the next sends.
    nonsense: list[str] = field(default_factory=list)
    rejects_token: bool = False
    count: Any = field(default_factory=lambda: itertools.count(1))


def app_of(telegram: Telegram) -> FastAPI:
    """Return the server as an app."""
    app = FastAPI()

    @app.api_route("/bot{token}/{method}", methods=["GET", "POST"])
    async def call(token: str, method: str, request: Request) -> Response:
        given = await _given(request)
        if telegram.rejects_token:
            return JSONResponse(
                {"ok": False, "error_code": 401, "description": "Unauthorized"}, 401
            )
        if method == "getMe":
            return _result(BOT)
        if method == "sendMessage":
            return _send(telegram, given)
        if method == "getFile":
            return _file(telegram, given["file_id"])
        if method == "answerCallbackQuery":
            telegram.acknowledged.append(given["callback_query_id"])
            return _result(True)
        if method == "getUpdates":
            return await _updates(telegram, int(given.get("offset", 0)))
        if method == "setWebhook":
            telegram.webhook = {
                "url": given.get("url", ""),
                "secret": given.get("secret_token", ""),
            }
            return _result(True)
        if method == "getWebhookInfo":
            url = telegram.webhook.get("url", "")
            return _result({"url": url, "has_custom_certificate": False, "pending_update_count": 0})
        return _result(True)

    @app.get("/file/bot{token}/photos/{name}")
    async def file(token: str, name: str) -> Response:
        if telegram.rejects_token or name not in telegram.files:
            return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return Response(telegram.files[name], media_type="image/jpeg")

    @app.get("/sent")
    async def sent() -> JSONResponse:
        return JSONResponse(telegram.sent)

    return app


def _file(telegram: Telegram, name: str) -> Response:
    if name not in telegram.files:
        description = "Bad Request: wrong file_id or the file is temporarily unavailable"
        return JSONResponse({"ok": False, "error_code": 400, "description": description}, 400)
    size = len(telegram.files[name])
    if size > MAX_FILE:
        description = "Bad Request: file is too big"
        return JSONResponse({"ok": False, "error_code": 400, "description": description}, 400)
    file = {"file_id": name, "file_unique_id": f"u{name}", "file_size": size}
    return _result({**file, "file_path": f"photos/{name}"})


def _send(telegram: Telegram, given: dict[str, Any]) -> Response:
    if telegram.nonsense:
        return Response(telegram.nonsense.pop(0), media_type="text/html")
    if telegram.faults:
        status, description, parameters = telegram.faults.pop(0)
        body = {
            "ok": False,
            "error_code": status,
            "description": description,
            "parameters": parameters,
        }
        return JSONResponse(body, status_code=status)
    text = given.get("text", "")
    if not 0 < len(text) <= 4096 + 400:
        return JSONResponse(
            {"ok": False, "error_code": 400, "description": "Bad Request: message is too long"}, 400
        )
    telegram.sent.append(given)
    chat = {"id": int(given["chat_id"]), "type": "private"}
    message = {
        "message_id": next(telegram.count),
        "date": int(time.time()),
        "chat": chat,
        "from": BOT,
        "text": text,
    }
    return _result(message)


async def _updates(telegram: Telegram, offset: int) -> JSONResponse:
    for _ in range(20):
        waiting = [update for update in telegram.updates if update["update_id"] >= offset]
        if waiting:
            return _result(waiting)
        await asyncio.sleep(0.01)
    return _result([])


async def _given(request: Request) -> dict[str, Any]:
    if "json" in request.headers.get("content-type", ""):
        return {**request.query_params, **(await request.json())}
    return {**request.query_params, **dict(parse_qsl((await request.body()).decode()))}


def _result(result: Any) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})


def update(
    number: int, text: str, chat: int = 7, person: int = 7, kind: str = "private", **more: Any
) -> dict[str, Any]:
    """Return an update with a message."""
    who = {"id": person, "is_bot": False, "first_name": "Lan"}
    where = {"id": chat, "type": kind, **({"title": "Nhóm"} if kind != "private" else {})}
    message = {
        "message_id": number,
        "date": int(time.time()),
        "chat": where,
        "from": who,
        "text": text or None,
        **more,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {
        "update_id": number,
        "message": {name: value for name, value in message.items() if value is not None},
    }


def photo(name: str, caption: str = "") -> dict[str, Any]:
    """Return what a message with a photo holds instead of a text: the photo in two sizes."""
    sizes = [
        {"file_id": f"{kind}{name}", "file_unique_id": kind, "width": side, "height": side}
        for kind, side in (("small-", 90), ("", 1280))
    ]
    return {"photo": sizes, "caption": caption or None}


def pressed(number: int, data: str, chat: int = 7) -> dict[str, Any]:
    """Return an update with a pressed button."""
    message = {
        "message_id": 1,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private"},
        "from": BOT,
        "text": "?",
    }
    who = {"id": chat, "is_bot": False, "first_name": "Lan"}
    query = {
        "id": f"q{number}",
        "from": who,
        "chat_instance": "1",
        "message": message,
        "data": data,
    }
    return {"update_id": number, "callback_query": query}


def body(given: dict[str, Any]) -> bytes:
    """Return the bytes of an update."""
    return json.dumps(given, ensure_ascii=False).encode()


if __name__ == "__main__":
    uvicorn.run(
        app_of(Telegram()), host="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 9102
    )
