"""Zalo Bot Platform: webhook or polling in, plain text with numbered lists out.

What is known of the API, and how surely, stands in docs/kenh.md. https://bot.zaloplatforms.com/docs
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.channel import Accept, Channel, NameConversation
from bot.channels.parameters import (
    ACCEPT_PAUSES,
    HTTP_TIMEOUT,
    MAX_PICTURE_ADDRESS,
    POLL_GRACE_SECONDS,
    POLL_PAUSES,
    ZALO_BOT_POLL_SECONDS,
    ZALO_MAX_TEXT,
    ZALO_PICTURE_HOSTS,
)
from bot.channels.picture_fetching import PictureFetcher
from bot.delivery.gateway import InboundMessage
from bot.delivery.parameters import NUMBERED_LIST_LENGTH
from bot.delivery.retries import Sleep, retry_until_success
from bot.errors import DeliveryFailed, InvalidMessage, Overloaded, Unauthorized
from bot.operations.machine_secret import is_equal
from database import reason_of

LOG = logging.getLogger(__name__)
SECRET_HEADER = "x-bot-api-secret-token"
TEXT_EVENT, EVENT_PREFIX = "message.text.received", "message."
#: Zalo's codes: no message came while it was asked; no webhook is set; too many requests.
IDLE, NOT_FOUND, TOO_MANY_REQUESTS = 408, 404, 429


@dataclass(frozen=True)
class ApiReply:
    """What a method returned; `code` is Zalo's error code, or else HTTP's status."""

    ok: bool
    code: int
    result: Any = None

    def raise_for_error(self) -> None:
        """Raise DeliveryFailed where the method failed."""
        if not self.ok:
            is_client_error = 400 <= self.code < 500
            final = is_client_error and self.code not in (IDLE, TOO_MANY_REQUESTS)
            raise DeliveryFailed(f"error {self.code}", final=final)


class ZaloBotChannel(Channel):
    """One bot; a webhook request proves itself by the secret, `polling` needs none."""

    name = "zalo-bot"
    max_length = ZALO_MAX_TEXT - NUMBERED_LIST_LENGTH

    def __init__(
        self,
        token: str,
        secret: str,
        client: httpx.AsyncClient,
        name_conversation: NameConversation,
        *,
        api: str,
        polling: bool = False,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._base_url, self._secret = f"{api}/bot{token}", secret
        self._client, self._name_conversation = client, name_conversation
        self._pictures = PictureFetcher(client, api, ZALO_PICTURE_HOSTS)
        self.polling, self._sleep = polling, sleep

    async def stop(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def read(self, headers: Mapping[str, str], body: bytes) -> list[InboundMessage]:
        """Return the message of a webhook request; an empty probe holds none."""
        if not body.strip():
            return []
        if not self._secret or not is_equal(headers.get(SECRET_HEADER, ""), self._secret):
            raise Unauthorized("wrong secret token")
        try:
            event = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise InvalidMessage("no JSON") from error
        message = self.read_event(event)
        return [message] if message else []

    def read_event(self, event: Any) -> InboundMessage | None:
        """Return the message of an event, wrapped in `result` or not; None where there is none."""
        event = _unwrapped(event)
        message, kind = event.get("message"), str(event.get("event_name", ""))
        if not isinstance(message, dict) or not kind.startswith(EVENT_PREFIX):
            return None
        person, chat = _id_of(message.get("from")), _id_of(message.get("chat"))
        if not person or not chat or _is_bot(message.get("from")):
            return None
        text = message.get("text" if kind == TEXT_EVENT else "caption")
        return InboundMessage(
            str(message.get("message_id") or _digest(event)),
            self._name_conversation(f"zalo-bot:{chat}:{person}"),
            text if isinstance(text, str) else "",
            {"chat": chat, **_picture(message)},
        )

    async def picture(self, address: Mapping[str, Any]) -> bytes:
        """Return a picture from where its event says that it lies."""
        return await self._pictures.fetch(address["picture"])

    async def send_text(self, address: Mapping[str, Any], text: str) -> None:
        """Send a text."""
        body = {"chat_id": address["chat"], "text": text}
        (await self._call("sendMessage", body)).raise_for_error()

    async def typing(self, address: Mapping[str, Any]) -> None:
        """Show that an answer is being written."""
        body = {"chat_id": address["chat"], "action": "typing"}
        (await self._call("sendChatAction", body)).raise_for_error()

    async def webhook(self) -> str:
        """Return the address that Zalo posts to."""
        reply = await self._call("getWebhookInfo", {})
        if not reply.ok and reply.code == NOT_FOUND:
            return ""
        reply.raise_for_error()
        return str(reply.result.get("url", "")) if isinstance(reply.result, dict) else ""

    async def set_webhook(self, url: str) -> None:
        """Have Zalo post to an address, with the secret."""
        reply = await self._call("setWebhook", {"url": url, "secret_token": self._secret})
        reply.raise_for_error()

    async def poll(self, accept: Accept) -> None:
        """Ask for messages, one at a time, until cancelled: for trying out.

        A message that comes while nobody asks is lost at Zalo's.
        """
        fetching = retry_until_success(POLL_PAUSES, DeliveryFailed, _log_poll, self._sleep)
        accepting = retry_until_success(
            ACCEPT_PAUSES, (Overloaded, SQLAlchemyError), _log_accept, self._sleep
        )
        while True:
            event: Any = await fetching(self._fetch_event)
            if message := self.read_event(event):
                # Again and again until it is on disk: Zalo gives it only once.
                await accepting(accept, message)

    async def _fetch_event(self) -> Any:
        """Return the next event; None where none came in time."""
        timeout = ZALO_BOT_POLL_SECONDS + POLL_GRACE_SECONDS
        # The documentation writes the number as a string.
        reply = await self._call("getUpdates", {"timeout": str(ZALO_BOT_POLL_SECONDS)}, timeout)
        if not reply.ok and reply.code == IDLE:
            return None
        reply.raise_for_error()
        return reply.result

    async def _call(
        self, method: str, body: dict[str, Any], timeout: float = HTTP_TIMEOUT
    ) -> ApiReply:
        """Call a method. Raise DeliveryFailed where no reply could be read."""
        try:
            url = f"{self._base_url}/{method}"
            response = await self._client.post(url, json=body, timeout=timeout)
            reply = response.json()
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            # A message may have gone out: sending it again could say it twice.
            raise DeliveryFailed("no answer in time", final=method == "sendMessage") from error
        except (httpx.HTTPError, ValueError, RecursionError) as error:
            raise DeliveryFailed(f"unreachable: {type(error).__name__}") from error
        return _api_reply(reply, response.status_code)


def _api_reply(reply: Any, status: int) -> ApiReply:
    if not isinstance(reply, dict):
        return ApiReply(False, status)
    code = reply.get("error_code")
    # `ok` alone tells success: a good reply may carry "error_code": 0 as well.
    ok = bool(reply.get("ok"))
    return ApiReply(ok, code if isinstance(code, int) else status, reply.get("result"))


def _log_poll(error: BaseException, pause: float) -> None:
    LOG.error("zalo-bot: %s; asking again in %.0f s", error, pause)


def _log_accept(error: BaseException, _: float) -> None:
    LOG.error("zalo-bot: a message cannot be put on disk: %s", reason_of(error))


def _unwrapped(event: Any) -> Mapping[str, Any]:
    """Return an event out of the `result` that some requests wrap it in; empty for what is none."""
    if isinstance(event, dict) and isinstance(event.get("result"), dict):
        event = event["result"]
    return event if isinstance(event, dict) else {}


def _id_of(party: Any) -> str:
    value = party.get("id") if isinstance(party, dict) else None
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _picture(message: Mapping[str, Any]) -> dict[str, str]:
    """Return the address of a picture: documented as `photo`, seen as `photo_url`."""
    for address in (message.get("photo_url"), message.get("photo")):
        if isinstance(address, str) and address:
            return {"picture": address[:MAX_PICTURE_ADDRESS]}
    return {}


def _is_bot(party: Any) -> bool:
    return isinstance(party, dict) and party.get("is_bot") is True


def _digest(event: Mapping[str, Any]) -> str:
    """Return the key of an event that has no message id: a repeat holds the same."""
    return hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()
