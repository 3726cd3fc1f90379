"""The events of a Zalo Official Account: whether Zalo signed them, and the message in them.

Events, signature and repeats: docs/kenh.md.
https://developers.zalo.me/docs/official-account/webhook/tong-quan
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.channel import NameConversation
from bot.channels.parameters import MAX_PICTURE_ADDRESS, MAX_SIGNATURE_AGE
from bot.delivery.gateway import InboundMessage
from bot.errors import Unauthorized
from bot.operations.machine_secret import is_equal

Event = Mapping[str, Any]
TEXT_EVENTS = {"user_send_text", "anonymous_send_text"}
OTHER_EVENTS = {
    "user_send_image", "user_send_gif", "user_send_audio", "user_send_video", "user_send_file",
    "user_send_sticker", "user_send_link", "user_send_business_card", "user_send_location",
    "anonymous_send_image", "anonymous_send_file", "anonymous_send_sticker",
}  # fmt: skip
PICTURE_EVENTS = {"user_send_image", "anonymous_send_image"}
GREETING_EVENTS = {"follow", "user_click_chatnow"}
#: How the events begin that tell of the account's own messages.
ECHO_PREFIX = "oa_send_"
#: The event that tells that a person has opened messages of the account.
READ_EVENT = "user_seen_message"
#: The message id that the test button of Zalo's console sends, from nobody.
TEST_MESSAGE_ID = "This is message id"


class EventSignature:
    """Checks that an event is Zalo's: signed with the account's secret, for this app, just now."""

    def __init__(self, app_id: str, oa_secret: str, clock: Callable[[], float] = time.time) -> None:
        self._app_id, self._oa_secret, self._clock = app_id, oa_secret, clock

    def of(self, body: bytes, timestamp: str) -> str:
        """Return the signature that an event must bear, in hexadecimal digits."""
        signed = self._app_id.encode() + body + timestamp.encode() + self._oa_secret.encode()
        return hashlib.sha256(signed).hexdigest()

    def verify(self, headers: Mapping[str, str], body: bytes, event: Event) -> None:
        """Raise Unauthorized for an event that is not Zalo's, not this app's or too old."""
        if not self._oa_secret or str(event.get("app_id", "")) != self._app_id:
            raise Unauthorized("another app's event")
        given = re.sub(r"^mac\s*=\s*", "", headers.get("x-zevent-signature", "").strip())
        # The body's time is the documented one; some receivers see it in a header as well.
        times = [str(event.get("timestamp", "")), headers.get("x-zevent-timestamp", "")]
        if not any(is_equal(given, self.of(body, timestamp)) for timestamp in times if timestamp):
            raise Unauthorized("wrong signature")
        milliseconds = next((timestamp for timestamp in times if timestamp.isdecimal()), "")
        if not milliseconds or self._age(int(milliseconds)) > MAX_SIGNATURE_AGE:
            raise Unauthorized("a signature from another time")

    def _age(self, milliseconds: int) -> float:
        return abs(self._clock() - milliseconds / 1000)


def read_message(event: Event, body: bytes, name: NameConversation) -> InboundMessage | None:
    """Return the message of an event; None for one that nobody is to be answered for."""
    kind = str(event.get("event_name"))
    if kind in GREETING_EVENTS:
        return _greeting(event, body, name)
    if kind not in TEXT_EVENTS | OTHER_EVENTS:
        return None
    person, message = _text(_nested(event, "sender", "id")), event.get("message")
    if not person or not isinstance(message, dict):
        return None
    message_id = message.get("msg_id")
    if message_id == TEST_MESSAGE_ID:
        return None
    address = {"user": person, "quote": _text(message_id)}
    if kind.startswith("anonymous_"):
        address = {"anonymous": person, "talk": _text(message.get("conversation_id"))}
    if kind in PICTURE_EVENTS:
        address |= _picture(message)
    text = _text(message.get("text")) if kind in TEXT_EVENTS | PICTURE_EVENTS else ""
    return InboundMessage(_text(message_id) or _digest(body), name(f"zalo:{person}"), text, address)


def _picture(message: Mapping[str, Any]) -> dict[str, str]:
    """Return the address of the first picture of a message; nothing where none is told."""
    attachments = message.get("attachments")
    first = attachments[0] if isinstance(attachments, list) and attachments else None
    payload = first.get("payload") if isinstance(first, dict) else None
    address = payload.get("url") if isinstance(payload, dict) else None
    return {"picture": address[:MAX_PICTURE_ADDRESS]} if isinstance(address, str) else {}


def _greeting(event: Event, body: bytes, name: NameConversation) -> InboundMessage | None:
    """Someone who begins to follow, or opens the chat, is greeted."""
    person = _text(_nested(event, "follower", "id")) or _text(event.get("user_id"))
    if not person:
        return None
    return InboundMessage(_digest(body), name(f"zalo:{person}"), "/start", {"user": person})


def is_echo(event: Event) -> bool:
    """Whether an event tells of a message that the account itself has sent."""
    kind = event.get("event_name")
    return isinstance(kind, str) and kind.startswith(ECHO_PREFIX)


def answered_by_staff(event: Event) -> str:
    """Return to whom a person of the account wrote, by its echo; empty where the API did."""
    is_human = bool(_nested(event, "sender", "admin_id"))
    return _text(_nested(event, "recipient", "id")) if is_human else ""


def who_has_read(event: Event) -> str:
    """Return who has read what the account wrote, empty where an event tells of something else."""
    is_read = event.get("event_name") == READ_EVENT
    return _text(_nested(event, "recipient", "id")) if is_read else ""


def _nested(event: Event, name: str, field: str) -> Any:
    value = event.get(name)
    return value.get(field) if isinstance(value, dict) else None


def _text(value: Any) -> str:
    """Return a string; ids are strings, and one that comes as a number is the same id."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _digest(body: bytes) -> str:
    """Return the key of an event that has no message id: a repeat has the same body."""
    return hashlib.sha256(body).hexdigest()
