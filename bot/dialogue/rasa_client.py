"""The dialogue that Rasa holds, asked over its REST channel.

https://rasa.com/docs/rasa/connectors/your-own-website/#restinput
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Annotated, Any

import httpx
from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue.answers import Answer, AnswerPart
from bot.dialogue.dialogue import UserMessage
from bot.dialogue.parameters import (
    KEPT_TURNS,
    MAX_COUNTED_CONVERSATIONS,
    READY_TIMEOUT,
    SHORTEN_AT_TURNS,
    TURN_TIMEOUT,
)
from bot.dialogue.tracker_store import TrackerStore
from bot.errors import DialogueUnavailable
from bot.operations.logs import CURRENT_TURN
from bot.storage.leases import Leases
from database import reason_of

LOG = logging.getLogger(__name__)
#: Takes the name of a part of a turn and the seconds it took.
ObserveStage = Callable[[str, float], None]


class RasaReply(AnswerPart):
    """One message of Rasa's REST channel: ours carry an Answer as their `custom` JSON."""

    custom: Answer | None = None


#: The first thing that does not fit ends the reading: a long list of errors is of no use.
REPLIES: TypeAdapter[list[RasaReply]] = TypeAdapter(
    Annotated[list[RasaReply], Field(fail_fast=True)]
)


def _unobserved(stage: str, seconds: float) -> None:
    """Keep no time."""


class RasaDialogue:
    """Rasa's REST channel at an address; its record of each conversation is kept short in `trackers`."""

    def __init__(
        self,
        address: str,
        trackers: TrackerStore,
        leases: Leases,
        contact: str = "",
        observe_stage: ObserveStage = _unobserved,
    ) -> None:
        self._trackers, self._contact, self._observe_stage = trackers, contact, observe_stage
        self._client = httpx.AsyncClient(base_url=address, timeout=TURN_TIMEOUT, trust_env=False)
        self._turns: OrderedDict[str, int] = OrderedDict()
        self._leases = leases

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Return Rasa's answers; messages of one conversation wait for each other, as in Rasa."""
        try:
            async with self._leases.hold("dialogue", message.conversation):
                started = time.perf_counter()
                answers = await self._post(message)
                self._observe_stage("dialogue", time.perf_counter() - started)
                await self._shorten_record(message.conversation)
                return answers
        except SQLAlchemyError as error:
            raise DialogueUnavailable(f"no turn: {reason_of(error)}") from error

    async def ready(self) -> bool:
        """Whether Rasa answers; its port opens only once the model is loaded."""
        try:
            response = await self._client.get("/", timeout=READY_TIMEOUT)
        except httpx.HTTPError:
            return False
        return response.status_code == 200

    async def forget(self, conversation: str) -> None:
        """Erase a conversation's record, when no message of it is being answered."""
        async with self._leases.hold("dialogue", conversation):
            self._turns.pop(conversation, None)
            await asyncio.to_thread(self._trackers.forget, conversation)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _post(self, message: UserMessage) -> list[Answer]:
        try:
            response = await self._client.post("/webhook", json=self._request_body(message))
        except httpx.HTTPError as error:
            raise DialogueUnavailable(str(error) or type(error).__name__) from error
        if not response.is_success:
            # Without the address, whose path is a secret: it is logged.
            raise DialogueUnavailable(f"Rasa answered {response.status_code}")
        return read_replies(response.content)

    def _request_body(self, message: UserMessage) -> dict[str, Any]:
        metadata = {
            "as_of": message.as_of.isoformat() if message.as_of else None,
            "text": message.text,
            "contact": self._contact,
            "turn": CURRENT_TURN.get().id,
        }
        # Rasa reads "/restart{}" as an intent and not as words: nobody may type one.
        text = message.text.lstrip("/ ")
        return {"sender": message.conversation, "message": text, "metadata": metadata}

    async def _shorten_record(self, conversation: str) -> None:
        """Count a turn, and shorten the record when there are enough.

        A count that a restart loses costs a few slower turns, no more.
        """
        count = self._turns.pop(conversation, 0) + 1
        if count >= SHORTEN_AT_TURNS:
            try:
                await asyncio.to_thread(self._trackers.shorten, conversation, KEPT_TURNS)
                count = KEPT_TURNS
            except SQLAlchemyError as error:
                # The answer is there all the same; the next turn tries again.
                LOG.error("a conversation's record could not be shortened: %s", reason_of(error))
        self._turns[conversation] = count
        if len(self._turns) > MAX_COUNTED_CONVERSATIONS:
            self._turns.popitem(last=False)


def read_replies(body: bytes) -> list[Answer]:
    """Return the answers in a response of Rasa. Raise DialogueUnavailable for anything else."""
    try:
        replies = REPLIES.validate_json(body, strict=True)
    except ValidationError as error:
        # Neither str(error) nor the error itself: it quotes what people typed, and is logged.
        reason = error.errors(include_input=False)[0]["type"]
        raise DialogueUnavailable(f"Rasa's reply is no answer: {reason}") from None
    answers = [reply.custom for reply in replies if reply.custom]
    if not answers:
        raise DialogueUnavailable("Rasa gave no answer")
    return answers
