"""A Zalo Official Account (OpenAPI v3): signed events in, customer-service messages out.

What is known of it and how surely stands in the channels page, §1. The signature is the SHA-256 of app id, raw body, timestamp and
the OA's secret key, put one after the other.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from bot.channels.zalo_tokens import TokenStore
from bot.delivery.gateway import InboundMessage
from bot.delivery.inbox import Inbox
from bot.delivery.message_parts import LIST, MessagePart, as_numbered_list
from bot.errors import DeliveryFailed, InvalidMessage, Unauthorized
from bot.operations.machine_secret import is_equal

LOG = logging.getLogger(__name__)
MOST_BUTTONS, LONGEST_TITLE, LONGEST_PAYLOAD = 5, 100, 1000
#: Signed so long ago at most: a retry bears the first time, an hour later.
OLDEST = 3 * 3600.0
#: Error codes (channels page §1.6).
WORN, WAIT, UNFIT = {-216, -220}, {-32, -200}, {-201, -209, -233}
UNREACHABLE = {-213, -217, -227, -230, -232, -244}
OPERATOR = {-204, -205, -212, -219, -223, -224, -321}
TEXT_EVENTS = {"user_send_text", "anonymous_send_text"}
OTHER_EVENTS = {
    "user_send_image", "user_send_gif", "user_send_audio", "user_send_video", "user_send_file", "user_send_sticker",
    "user_send_link", "user_send_business_card", "user_send_location", "anonymous_send_image", "anonymous_send_file",
    "anonymous_send_sticker",
}  # fmt: skip
GREETING_EVENTS = {"follow", "user_click_chatnow"}
#: What the console's own test button sends.
PROBE = "This is message id"


class ZaloChannel:
    """One Official Account."""

    name = "zalo"
    #: Zalo takes 2,000 letters; a list of choices may follow the text.
    longest = 2000 - LIST

    def __init__(
        self,
        app_id: str,
        secret: str,
        tokens: TokenStore,
        client: httpx.AsyncClient,
        inbox: Inbox,
        hashed: Callable[[str], str],
        clock: Callable[[], float],
        address: str,
        handover_minutes: int,
    ) -> None:
        self._app_id, self._secret, self._tokens, self._client = app_id, secret, tokens, client
        self._inbox, self._hashed, self._clock, self._address = inbox, hashed, clock, address
        self._handover_minutes = handover_minutes
        self._buttons = True

    @property
    def state(self) -> str:
        """Say in a few words how the tokens stand."""
        return self._tokens.state

    def read(self, headers: Mapping[str, str], body: bytes) -> list[InboundMessage]:
        """Read a webhook request: an empty probe and unknown events are taken in silence, a false signature is refused."""
        if body.strip() in (b"", b"{}"):
            return []
        try:
            event = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise InvalidMessage("no JSON") from error
        if not isinstance(event, dict):
            raise InvalidMessage("no Zalo event")
        self._verify(headers, body, event)
        name = event.get("event_name")
        if name == "oa_send_text" or (isinstance(name, str) and name.startswith("oa_send_")):
            self._echo(event)
            return []
        note = self._note(str(name), event, body)
        return [note] if note else []

    def _verify(self, headers: Mapping[str, str], body: bytes, event: Mapping[str, Any]) -> None:
        given = re.sub(r"^mac\s*=\s*", "", headers.get("x-zevent-signature", "").strip())
        stamps = [str(event.get("timestamp", "")), headers.get("x-zevent-timestamp", "")]
        if not self._secret or str(event.get("app_id", "")) != self._app_id:
            raise Unauthorized("another app's event")
        if not any(is_equal(given, self.signature(body, stamp)) for stamp in stamps if stamp):
            raise Unauthorized("wrong signature")
        stamp = next((stamp for stamp in stamps if stamp.isdigit()), "")
        if not stamp or abs(self._clock() - int(stamp) / 1000) > OLDEST:
            raise Unauthorized("a signature from another time")

    def signature(self, body: bytes, timestamp: str) -> str:
        """Give the signature that an event must bear."""
        return hashlib.sha256(
            self._app_id.encode() + body + timestamp.encode() + self._secret.encode()
        ).hexdigest()

    def _note(self, name: str, event: Mapping[str, Any], body: bytes) -> InboundMessage | None:
        if name in GREETING_EVENTS:
            person = _text(_inside(event, "follower", "id")) or _text(event.get("user_id"))
            return self._greeting(person, body) if person else None
        if name not in TEXT_EVENTS | OTHER_EVENTS:
            return None
        person, message = _text(_inside(event, "sender", "id")), event.get("message")
        if not person or not isinstance(message, dict) or message.get("msg_id") == PROBE:
            return None
        key = _text(message.get("msg_id")) or hashlib.sha256(body).hexdigest()
        address = {"user": person, "quote": _text(message.get("msg_id"))}
        if name.startswith("anonymous_"):
            address = {"anonymous": person, "talk": _text(message.get("conversation_id"))}
        text = _text(message.get("text")) if name in TEXT_EVENTS else ""
        return InboundMessage(key, self._hashed(f"zalo:{person}"), text, address)

    def _greeting(self, person: str, body: bytes) -> InboundMessage:
        key = hashlib.sha256(body).hexdigest()
        return InboundMessage(key, self._hashed(f"zalo:{person}"), "/start", {"user": person})

    def _echo(self, event: Mapping[str, Any]) -> None:
        """A message that a human of the OA typed hands the conversation over: the bot stays silent for a while."""
        person = _text(_inside(event, "recipient", "id"))
        if _inside(event, "sender", "admin_id") and person:
            self._inbox.mute(self._hashed(f"zalo:{person}"), 60.0 * self._handover_minutes)

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        """Send one part, with buttons where the OA may have them, else with a numbered list."""
        if part.choices and self._buttons:
            code = await self._post(address, _with_buttons(part))
            if code not in UNFIT:
                return self._judge(code)
            LOG.warning("zalo: this OA takes no buttons (%s); numbered lists from now on", code)
            self._buttons = False
        return self._judge(await self._post(address, {"text": as_numbered_list(part)}))

    async def _post(self, address: Mapping[str, Any], message: dict[str, Any]) -> int:
        """Send a message; a token that is worn is refreshed and the message sent once more. Give Zalo's code."""
        if address.get("quote") and "attachment" not in message:
            message = {**message, "quote_message_id": address["quote"]}
        body = {"recipient": _recipient(address), "message": message}
        token = await self._tokens.access()
        code = await self._call(body, token)
        if code in WORN:
            code = await self._call(body, await self._tokens.access(worn=token))
        return code

    async def _call(self, body: dict[str, Any], token: str) -> int:
        try:
            response = await self._client.post(
                f"{self._address}/v3.0/oa/message/cs", json=body, headers={"access_token": token}
            )
            if response.status_code >= 500 or response.status_code == 429:
                raise DeliveryFailed(f"HTTP {response.status_code}")
            return int(response.json()["error"])
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            # It may have gone out: sending it again could say it twice.
            raise DeliveryFailed("no answer in time", final=True) from error
        except (httpx.HTTPError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise DeliveryFailed(f"unreachable: {type(error).__name__}") from error

    @staticmethod
    def _judge(code: int) -> None:
        if code == 0:
            return
        if code in OPERATOR:
            LOG.error("zalo: error %s: the OA's or the app's rights need the operator", code)
        raise DeliveryFailed(f"error {code}", final=code not in WAIT)

    async def typing(self, address: Mapping[str, Any]) -> None:
        """Zalo has no such sign."""


def _recipient(address: Mapping[str, Any]) -> dict[str, Any]:
    if "anonymous" in address:
        return {"anonymous_id": address["anonymous"], "conversation_id": address["talk"]}
    return {"user_id": address["user"]}


def _with_buttons(part: MessagePart) -> dict[str, Any]:
    buttons = [
        {
            "title": choice.title[:LONGEST_TITLE],
            "type": "oa.query.show",
            "payload": choice.payload[:LONGEST_PAYLOAD],
        }
        for choice in part.choices[:MOST_BUTTONS]
    ]
    return {"text": part.text, "attachment": {"type": "template", "payload": {"buttons": buttons}}}


def _inside(event: Mapping[str, Any], name: str, field: str) -> Any:
    found = event.get(name)
    return found.get(field) if isinstance(found, dict) else None


def _text(value: Any) -> str:
    """Ids are strings; one that comes as a number is the same id."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
