"""When only the dialogue is away, a question that stands by itself is still answered from the knowledge, and marked so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date

from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.user_message import UserMessage
from bot.errors import DialogueUnavailable

LOG = logging.getLogger(__name__)
#: Answers a question outside its conversation, or gives nothing where that cannot be done.
AnswerAlone = Callable[[str, date], Answer | None]


class FallbackDialogue:
    """A dialogue, and what answers in its place."""

    def __init__(self, dialogue: Dialogue, alone: AnswerAlone) -> None:
        self._dialogue, self._alone = dialogue, alone

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Ask the dialogue, else the knowledge; DialogueUnavailable when neither can answer."""
        try:
            return await self._dialogue.ask(message)
        except DialogueUnavailable as error:
            answer = await asyncio.to_thread(
                self._alone, message.text, message.as_of or date.today()
            )
            if answer is None:
                raise
            LOG.warning("answered without the dialogue: %s", error)
            return [answer]

    async def ready(self) -> bool:
        """Tell whether the dialogue itself could answer now."""
        return await self._dialogue.ready()

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation."""
        await self._dialogue.forget(conversation)
