"""Zalo Bot Platform (token API): webhook or polling in, plain text with numbered lists out. Channels page §2."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from bot.delivery.gateway import Gateway, InboundMessage
from bot.delivery.message_parts import LIST, MessagePart, as_numbered_list
from bot.errors import DeliveryFailed, InvalidMessage, Overloaded, Unauthorized
from bot.operations.machine_secret import is_equal

LOG = logging.getLogger(__name__)
SECRET_HEADER = "x-bot-api-secret-token"
TEXT_EVENT, EVENTS = "message.text.received", "message."
POLL_SECONDS, IDLE = 30, 408


class ZaloBotChannel:
    """One bot."""

    name = "zalo-bot"
    #: Zalo takes 2,000 letters; a list of choices may follow the text.
    longest = 2000 - LIST

    def __init__(
        self,
        token: str,
        secret: str,
        client: httpx.AsyncClient,
        hashed: Callable[[str], str],
        address: str,
    ) -> None:
        self._base, self._secret = f"{address}/bot{token}", secret
        self._client, self._hashed = client, hashed

    def read(self, headers: Mapping[str, str], body: bytes) -> list[InboundMessage]:
        """Read a webhook request in either of its shapes; an empty probe is taken in silence."""
        if not body.strip():
            return []
        given = headers.get(SECRET_HEADER, "")
        if not self._secret or not is_equal(given, self._secret):
            raise Unauthorized("wrong secret token")
        try:
            event = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise InvalidMessage("no JSON") from error
        note = self.note(event)
        return [note] if note else []

    def note(self, event: Any) -> InboundMessage | None:
        """Give the message of an event, wrapped in `result` or not; nothing for what is none."""
        if isinstance(event, dict) and isinstance(event.get("result"), dict):
            event = event["result"]
        message = event.get("message") if isinstance(event, dict) else None
        name = str(event.get("event_name", "")) if isinstance(event, dict) else ""
        if not isinstance(message, dict) or not name.startswith(EVENTS):
            return None
        person, chat = _id(message.get("from")), _id(message.get("chat"))
        if not person or not chat or _bot(message.get("from")):
            return None
        text = message.get("text") if name == TEXT_EVENT else message.get("caption")
        key = (
            message.get("message_id")
            or hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()
        )
        said = text if isinstance(text, str) else ""
        return InboundMessage(
            str(key), self._hashed(f"zalo-bot:{chat}:{person}"), said, {"chat": chat}
        )

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        """Send one part."""
        await self._call(
            "sendMessage", {"chat_id": address["chat"], "text": as_numbered_list(part)}
        )

    async def typing(self, address: Mapping[str, Any]) -> None:
        """Show that an answer is being written."""
        await self._call("sendChatAction", {"chat_id": address["chat"], "action": "typing"})

    async def _call(self, method: str, body: dict[str, Any], timeout: float = 15.0) -> Any:
        """Call a method; `ok` tells success, whatever else the answer says."""
        try:
            response = await self._client.post(f"{self._base}/{method}", json=body, timeout=timeout)
            said = response.json()
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise DeliveryFailed("no answer in time", final=method == "sendMessage") from error
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise DeliveryFailed(f"unreachable: {type(error).__name__}") from error
        if not isinstance(said, dict) or not said.get("ok"):
            code = said.get("error_code") if isinstance(said, dict) else None
            status = code if isinstance(code, int) else response.status_code
            raise DeliveryFailed(
                f"error {status}", final=400 <= status < 500 and status not in (IDLE, 429)
            )
        return said.get("result")

    async def webhook(self) -> str:
        """Give the address that Zalo posts to, empty when there is none (Zalo says 404 then)."""
        try:
            said = await self._call("getWebhookInfo", {})
        except DeliveryFailed as error:
            if "404" in str(error):
                return ""
            raise
        return str(said.get("url", "")) if isinstance(said, dict) else ""

    async def set_webhook(self, url: str) -> None:
        """Have Zalo post to an address, with the secret."""
        await self._call("setWebhook", {"url": url, "secret_token": self._secret})

    async def poll(self, gateway: Gateway) -> None:
        """Ask for messages one at a time until stopped: for trying out. What comes while nobody asks is lost at Zalo's."""
        pause = 1.0
        while True:
            try:
                event = await self._call(
                    "getUpdates", {"timeout": str(POLL_SECONDS)}, POLL_SECONDS + 10
                )
                pause = 1.0
            except DeliveryFailed as error:
                if "408" not in str(error):
                    LOG.error("zalo-bot: %s; asking again in %.0f s", error, pause)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, 60.0)
                continue
            if note := self.note(event):
                await self._taken(gateway, note)

    async def _taken(self, gateway: Gateway, note: InboundMessage) -> None:
        """Put a message on disk, again and again: Zalo gives it only once."""
        while True:
            try:
                await gateway.take(self.name, note)
                return
            except (Overloaded, sqlite3.Error) as error:
                LOG.error("zalo-bot: a message cannot be put on disk: %s", error)
                await asyncio.sleep(1.0)


def _id(party: Any) -> str:
    value = party.get("id") if isinstance(party, dict) else None
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _bot(party: Any) -> bool:
    return isinstance(party, dict) and party.get("is_bot") is True
