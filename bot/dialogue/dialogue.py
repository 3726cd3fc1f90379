"""The dialogue seam: a message goes in, Answers come out.

`bot.dialogue.rasa_client` speaks to Rasa; `ScriptedDialogue` ships for tests and needs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.user_message import UserMessage


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
