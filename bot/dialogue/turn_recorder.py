"""Each turn is named, timed, counted, logged and entered in the journal; the answer passes through unchanged."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable

from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.user_message import UserMessage
from bot.operations.journal import Journal, TurnRecord
from bot.operations.logs import turn_context
from bot.operations.metrics import Metrics

LOG = logging.getLogger(__name__)
#: Of these the question is kept: someone may put in the document that answers it.
UNANSWERED = ("not_found", "clarify")
LONGEST_QUESTION = 300


class RecordedDialogue:
    """A dialogue whose turns are watched; `hashed` names a conversation without telling whose it is."""

    def __init__(
        self, dialogue: Dialogue, metrics: Metrics, journal: Journal, hashed: Callable[[str], str]
    ) -> None:
        self._dialogue, self._metrics, self._journal, self._hashed = (
            dialogue,
            metrics,
            journal,
            hashed,
        )

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Ask, and note what came of it."""
        answer: Answer | None = None
        begun = time.perf_counter()
        conversation = self._hashed(message.conversation)
        with turn_context(conversation, message.channel) as turn:
            try:
                answers = await self._dialogue.ask(message)
                answer = answers[0] if answers else None
                return answers
            finally:
                seconds = time.perf_counter() - begun
                about, status = (answer.about, answer.status) if answer else ({}, "unavailable")
                asked = message.text[:LONGEST_QUESTION] if status in UNANSWERED else ""
                topic, place = (
                    str(about.get("topic") or about.get("aspect") or ""),
                    str(about.get("place") or ""),
                )
                entry = TurnRecord(
                    time.time(), turn.id, conversation, message.channel, status, topic, place, round(seconds, 4), asked
                )  # fmt: skip
                await self._note(entry)

    async def _note(self, entry: TurnRecord) -> None:
        self._metrics.observe_turn(entry.channel, entry.status, entry.seconds)
        told = {"status": entry.status, "topic": entry.topic, "seconds": entry.seconds}
        LOG.info("turn", extra=told)
        try:
            await asyncio.to_thread(self._journal.add, entry)
        except (sqlite3.Error, OSError) as error:
            # A full disk must not take the answer from the person.
            LOG.error("a turn could not be entered in the journal: %s", error)

    async def ready(self) -> bool:
        """Tell whether a message could be answered now."""
        return await self._dialogue.ready()

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation, here and in the dialogue."""
        await self._dialogue.forget(conversation)
        await asyncio.to_thread(self._journal.forget, self._hashed(conversation))
