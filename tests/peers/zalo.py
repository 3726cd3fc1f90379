"""A stand-in for Zalo's servers, written from docs/kenh.md: OA messages, OAuth, Bot Platform.

By hand: `python -m tests.peers.zalo 9101` serves it; then set THIDUA_ZALO_API, THIDUA_ZALO_OAUTH
and THIDUA_ZALO_BOT_API to http://127.0.0.1:9101. What was sent is shown at /sent. Independent
clients prove it in `tests/peers/test_peers.py`.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

LONGEST = 2000
BUTTON_TYPES = {"oa.query.show", "oa.query.hide", "oa.open.url", "oa.open.phone", "oa.open.sms"}


@dataclass
class Zalo:
    """What the servers hold: tokens, messages, a bot's updates, and how they are to misbehave."""

    refresh: str = "r0"
    access: str = "a0"
    refreshed: int = 0
    buttons: bool = True
    #: Codes that the next OA sends get instead of success, and HTTP statuses before any answer.
    codes: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    #: The pictures that people have sent, by name.
    pictures: dict[str, bytes] = field(default_factory=dict)
    #: Where a picture has gone: the next requests for one are sent on to there.
    moved_to: str = ""
    webhook: str = ""
    #: What is said of how many seconds an access token is good.
    lifetime: Any = "90000"


def app_of(zalo: Zalo) -> FastAPI:
    """Return the servers as one app."""
    app = FastAPI()

    @app.post("/v4/oa/access_token")
    async def token(request: Request) -> JSONResponse:
        form = dict(parse_qsl((await request.body()).decode()))
        if not request.headers.get("secret_key") or form.get("grant_type") != "refresh_token":
            return JSONResponse({"error": -14003, "error_name": "Invalid request"})
        if form.get("refresh_token") != zalo.refresh:
            return JSONResponse({"error": -14014, "error_name": "Invalid refresh token"})
        zalo.refreshed += 1
        zalo.refresh, zalo.access = secrets.token_hex(8), secrets.token_hex(8)
        pair = {"access_token": zalo.access, "refresh_token": zalo.refresh}
        return JSONResponse({**pair, "expires_in": zalo.lifetime})

    @app.post("/v3.0/oa/message/cs")
    async def message(request: Request) -> JSONResponse:
        if zalo.statuses:
            return JSONResponse({}, status_code=zalo.statuses.pop(0))
        if request.headers.get("access_token") != zalo.access:
            return JSONResponse({"error": -216, "message": "Access token is invalid"})
        if zalo.codes:
            code = zalo.codes.pop(0)
            return JSONResponse({"error": code, "message": "refused"})
        body = await request.json()
        fault = _fault(body, zalo.buttons)
        if fault:
            return JSONResponse({"error": fault, "message": "Invalid parameter"})
        zalo.sent.append(body)
        user = body["recipient"].get("user_id")
        data = {
            "message_id": secrets.token_hex(8),
            "user_id": user,
            "sent_time": str(int(time.time() * 1000)),
        }
        return JSONResponse(
            {"data": {**data, "quota": {"quota_type": "reply"}}, "error": 0, "message": "Success"}
        )

    @app.get("/pictures/{name}")
    async def picture(name: str) -> Response:
        if zalo.statuses:
            return JSONResponse({}, status_code=zalo.statuses.pop(0))
        if zalo.moved_to:
            return RedirectResponse(zalo.moved_to)
        if name not in zalo.pictures:
            return JSONResponse({}, status_code=404)
        return Response(zalo.pictures[name], media_type="image/jpeg")

    @app.get("/sent")
    async def sent() -> JSONResponse:
        return JSONResponse(zalo.sent)

    _add_bot(app, zalo)
    return app


def _fault(body: Any, buttons: bool) -> int:
    """Return the code that a message would be refused with, 0 for a good one."""
    recipient, message = body.get("recipient", {}), body.get("message", {})
    if not (
        recipient.get("user_id")
        or (recipient.get("anonymous_id") and recipient.get("conversation_id"))
    ):
        return -201
    text, attachment = message.get("text"), message.get("attachment")
    if not isinstance(text, str) or not text:
        return -201
    if len(text) > LONGEST:
        return -210
    if attachment:
        offered = attachment.get("payload", {}).get("buttons", [])
        fit = all(
            one["type"] in BUTTON_TYPES
            and 0 < len(one["title"]) <= 100
            and len(one["payload"]) <= 1000
            for one in offered
        )
        return 0 if buttons and 0 < len(offered) <= 5 and fit else -201
    return 0


def _add_bot(app: FastAPI, zalo: Zalo) -> None:
    @app.api_route("/bot{token}/{method}", methods=["GET", "POST"])
    async def call(token: str, method: str, request: Request) -> JSONResponse:
        if ":" not in token:
            return _refusal(401, "Unauthorized")
        given = await _given(request)
        if method == "getMe":
            return _result(
                {
                    "id": "1",
                    "account_name": "bot.test",
                    "account_type": "BASIC",
                    "can_join_groups": False,
                }
            )
        if method == "getUpdates":
            for _ in range(20):
                if zalo.updates:
                    return _result(zalo.updates.pop(0))
                await asyncio.sleep(0.01)
            return _refusal(408, "Request timeout")
        if method == "sendMessage":
            if not given.get("chat_id") or not 0 < len(str(given.get("text", ""))) <= LONGEST:
                return _refusal(400, "Bad Request")
            zalo.sent.append(given)
            return _result({"message_id": secrets.token_hex(8), "date": int(time.time() * 1000)})
        if method == "sendChatAction":
            return JSONResponse({"ok": True})
        if method == "setWebhook":
            zalo.webhook = str(given.get("url", ""))
            return _result({"url": zalo.webhook, "updated_at": int(time.time() * 1000)})
        if method == "getWebhookInfo":
            return (
                _result({"url": zalo.webhook, "updated_at": 0})
                if zalo.webhook
                else _refusal(404, "Not Found")
            )
        return _refusal(404, "Not Found")


async def _given(request: Request) -> dict[str, Any]:
    """Read parameters as any client writes them: query, form or JSON."""
    if "json" in request.headers.get("content-type", ""):
        return {**request.query_params, **(await request.json())}
    return {**request.query_params, **dict(parse_qsl((await request.body()).decode()))}


def _result(result: Any) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result, "error_code": 0})


def _refusal(code: int, description: str) -> JSONResponse:
    return JSONResponse(
        {"ok": False, "description": description, "error_code": code}, status_code=code
    )


def event(
    name: str, person: str = "246845883529197922", app_id: str = "431954545803004074", **more: Any
) -> dict[str, Any]:
    """Return an event of the OA as Zalo sends it, of this moment."""
    base = {
        "app_id": app_id,
        "sender": {"id": person},
        "user_id_by_app": "55",
        "recipient": {"id": "388613280878808645"},
    }
    return {**base, "event_name": name, "timestamp": str(int(time.time() * 1000)), **more}


def image(url: str) -> list[dict[str, Any]]:
    """Return the attachments of an event of a picture."""
    return [{"type": "image", "payload": {"thumbnail": url, "url": url}}]


def signed(body: dict[str, Any], secret: str) -> tuple[bytes, dict[str, str]]:
    """Return the bytes and headers of an event, signed as docs/kenh.md says."""
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    mac = hashlib.sha256(
        body["app_id"].encode() + raw + body["timestamp"].encode() + secret.encode()
    ).hexdigest()
    return raw, {"X-ZEvent-Signature": f"mac={mac}", "Content-Type": "application/json"}


if __name__ == "__main__":
    uvicorn.run(
        app_of(Zalo()), host="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 9101
    )
