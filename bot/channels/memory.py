"""A channel in memory, for tests: what is sent is kept, and it fails as it is told to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.channels.channel import Channel, NameConversation
from bot.delivery.gateway import InboundMessage
from bot.errors import InvalidMessage, RefusedPicture, Unauthorized
from bot.operations.machine_secret import is_equal
from bot.pictures import notices

SECRET_HEADER = "x-memory-secret"


class MemoryChannel(Channel):
    """Reads {"key", "person", "text", "picture"?} under a secret; sends into a list."""

    name = "memory"

    def __init__(
        self, secret: str = "", name_conversation: NameConversation = str, max_length: int = 200
    ) -> None:
        self._secret, self._name_conversation = secret, name_conversation
        self.max_length = max_length
        #: What was sent: the person and the text.
        self.sent: list[tuple[str, str]] = []
        #: The pictures that messages name.
        self.pictures: dict[str, bytes] = {}
        #: Raised by the next sends, one each.
        self.failures: list[Exception] = []

    async def send_text(self, address: Mapping[str, Any], text: str) -> None:
        """Keep a text, or raise the next failure."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((address["person"], text))

    async def picture(self, address: Mapping[str, Any]) -> bytes:
        """Return the picture of a name."""
        if address["picture"] not in self.pictures:
            raise RefusedPicture(notices.NOT_FETCHED)
        return self.pictures[address["picture"]]

    def read(self, headers: Mapping[str, str], body: bytes) -> list[InboundMessage]:
        """Return the one message of a request."""
        if not self._secret or not is_equal(headers.get(SECRET_HEADER, ""), self._secret):
            raise Unauthorized("wrong secret")
        try:
            message = json.loads(body)
            key, person, text = (str(message[name]) for name in ("key", "person", "text"))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise InvalidMessage("no message") from error
        conversation = self._name_conversation(f"{self.name}:{person}")
        address = {"person": person}
        if "picture" in message:
            address["picture"] = str(message["picture"])
        return [InboundMessage(key, conversation, text, address)]
