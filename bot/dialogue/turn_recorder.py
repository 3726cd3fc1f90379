"""Each turn is named, timed, counted, logged and recorded; the answers pass through unchanged."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import Dialogue, UserMessage
from bot.dialogue.parameters import MAX_RECORDED_QUESTION
from bot.operations.logs import TurnContext, turn_context
from bot.operations.metrics import Metrics
from bot.operations.turn_journal import UNKNOWN, TurnJournal, TurnRecord
from database import DatabaseBusy, reason_of

LOG = logging.getLogger(__name__)
#: Of turns with these statuses the question is kept: a document that answers it may be added.
UNANSWERED = (*UNKNOWN, "clarify")


class RecordedDialogue:
    """A dialogue whose turns are recorded.

    `pseudonym` returns a name for a conversation from which nobody can tell whose it is.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        metrics: Metrics,
        journal: TurnJournal,
        pseudonym: Callable[[str], str],
    ) -> None:
        self._dialogue, self._metrics = dialogue, metrics
        self._journal, self._pseudonym = journal, pseudonym

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Return the dialogue's answers, and record what became of the turn."""
        answers: list[Answer] = []
        started = time.perf_counter()
        with turn_context(self._pseudonym(message.conversation), message.channel) as turn:
            try:
                answers = await self._dialogue.ask(message)
                return answers
            finally:
                seconds = time.perf_counter() - started
                await self._record(_turn_record(turn, message, answers, seconds))

    async def ready(self) -> bool:
        """Whether a message could be answered now."""
        return await self._dialogue.ready()

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation, in the dialogue and in the journal."""
        await self._dialogue.forget(conversation)
        await asyncio.to_thread(self._journal.forget, self._pseudonym(conversation))

    async def _record(self, record: TurnRecord) -> None:
        self._metrics.observe_turn(record.channel, record.status, record.seconds)
        fields = {"status": record.status, "topic": record.topic, "seconds": record.seconds}
        LOG.info("turn", extra=fields)
        try:
            await asyncio.to_thread(self._journal.add, record)
        except (DatabaseBusy, SQLAlchemyError) as error:
            # A full disk must not take the answer from the person.
            LOG.error("a turn could not be entered in the journal: %s", reason_of(error))


def _turn_record(
    turn: TurnContext, message: UserMessage, answers: list[Answer], seconds: float
) -> TurnRecord:
    """Return the record of a turn; one without an answer counts as unavailable."""
    status = answers[0].status if answers else "unavailable"
    about = answers[0].about if answers else {}
    return TurnRecord(
        at=time.time(),
        turn=turn.id,
        conversation=turn.conversation,
        channel=turn.channel,
        status=status,
        topic=str(about.get("topic") or about.get("aspect") or ""),
        place=str(about.get("place") or ""),
        seconds=round(seconds, 4),
        question=message.text[:MAX_RECORDED_QUESTION] if status in UNANSWERED else "",
    )
