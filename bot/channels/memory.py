"""A channel in memory, for tests: what is sent is kept, and it fails as it is told to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.channels.channel import Channel, NameConversation
from bot.delivery.gateway import InboundMessage
from bot.errors import InvalidMessage, Unauthorized
from bot.operations.machine_secret import is_equal

SECRET_HEADER = "x-memory-secret"


class MemoryChannel(Channel):
    """Reads {"key", "person", "text"} under a secret; sends into a list."""

    name = "memory"

    def __init__(
        self, secret: str = "", name_conversation: NameConversation = str, max_length: int = 200
    ) -> None:
        self._secret, self._name_conversation = secret, name_conversation
        self.max_length = max_length
        #: What was sent: the person and the text.
        self.sent: list[tuple[str, str]] = []
        #: Raised by the next sends, one each.
        self.failures: list[Exception] = []

    async def send_text(self, address: Mapping[str, Any], text: str) -> None:
        """Keep a text, or raise the next failure."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((address["person"], text))

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
        return [InboundMessage(key, conversation, text, {"person": person})]
