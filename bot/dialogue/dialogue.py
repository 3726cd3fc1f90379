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
        """Give the answers to one message."""
        ...

    async def ready(self) -> bool:
        """Tell whether a message could be answered now."""
        ...

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation."""
        ...


class ScriptedDialogue:
    """Answers from a table; what is not in it is "not found"."""

    def __init__(self, script: Mapping[str, Answer]) -> None:
        self._script = script

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Give the answer written for this text."""
        return [
            self._script.get(message.text)
            or plain_answer("not_found", "Tôi chưa tìm thấy.", message.as_of)
        ]

    async def ready(self) -> bool:
        """Always ready."""
        return True

    async def forget(self, conversation: str) -> None:
        """Keeps nothing."""
