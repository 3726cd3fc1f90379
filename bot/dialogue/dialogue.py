"""The dialogue seam: a message goes in, Answers come out.

`bot.dialogue.rasa_client` speaks to Rasa; `ScriptedDialogue` ships for tests and needs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from bot.dialogue.answers import Answer, plain_answer

#: What may name a conversation, or one message of it.
CONVERSATION_NAME = re.compile(r"[\w.:@-]{1,128}")


@dataclass(frozen=True)
class UserMessage:
    """One checked message of one conversation.

    `as_of` is the day it asks about, None for today; `id` is the same when the message is sent
    again, empty where its sender gives none. `text` has its personal data masked; `verbatim` is as it
    was typed, for staff who may read it, and `address` is where an app is answered, on the web page
    `client`, whence it is asked: neither goes on to the dialogue. `picture` are the bytes of one that was sent with it, none of them where nobody is to
    read it; they are shown and kept nowhere.
    """

    conversation: str
    text: str
    as_of: date | None = None
    id: str = ""
    channel: str = "web"
    verbatim: str = field(default="", repr=False, compare=False)
    address: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    picture: bytes | None = field(default=None, repr=False)


class Dialogue(Protocol):
    """Holds conversations."""

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Return the answers to one message. Raise DialogueUnavailable where it cannot be asked."""
        ...

    async def ready(self) -> bool:
        """Whether a message could be answered now."""
        ...

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation."""
        ...


class ScriptedDialogue:
    """Answers from a table of texts; a text that is not in it is "not found"."""

    def __init__(self, script: Mapping[str, Answer]) -> None:
        self._script = script

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Return the answer that the script has for this text."""
        not_found = plain_answer("not_found", "Tôi chưa tìm thấy.", message.as_of)
        return [self._script.get(message.text, not_found)]

    async def ready(self) -> bool:
        """Return True."""
        return True

    async def forget(self, conversation: str) -> None:
        """Do nothing: nothing is kept."""
