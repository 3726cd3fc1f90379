"""While the dialogue is away, a question that stands by itself is answered by the knowledge."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date

from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import Dialogue, UserMessage
from bot.errors import DialogueUnavailable
from bot.vietnam_time import today

LOG = logging.getLogger(__name__)
#: Answers a text, as of a day, without its conversation; None where it cannot be understood alone.
StandaloneAnswer = Callable[[str, date], Answer | None]


class FallbackDialogue:
    """A dialogue, and what answers in its place."""

    def __init__(self, dialogue: Dialogue, standalone: StandaloneAnswer) -> None:
        self._dialogue, self._standalone = dialogue, standalone

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Ask the dialogue, else the knowledge. Raise DialogueUnavailable where neither can."""
        try:
            return await self._dialogue.ask(message)
        except DialogueUnavailable as error:
            day = message.as_of or today()
            answer = await asyncio.to_thread(self._standalone, message.text, day)
            if answer is None:
                raise
            LOG.warning("answered without the dialogue: %s", error)
            return [answer]

    async def ready(self) -> bool:
        """Whether the dialogue itself could answer now."""
        return await self._dialogue.ready()

    async def forget(self, conversation: str) -> None:
        """Erase what the dialogue keeps of a conversation."""
        await self._dialogue.forget(conversation)
