"""The dialogue that is held by Rasa, over its REST channel.

https://rasa.com/docs/rasa/connectors/your-own-website/#restinput
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Annotated

import httpx
from pydantic import Field, TypeAdapter, ValidationError

from bot.dialogue.answers import Answer, AnswerPart
from bot.dialogue.tracker_store import TrackerStore
from bot.dialogue.user_message import UserMessage
from bot.errors import DialogueUnavailable
from bot.operations.logs import CURRENT_TURN

LOG = logging.getLogger(__name__)
#: A turn takes 60 ms; one that takes this long is not waited for.
TURN_TIMEOUT = 8.0
#: A conversation's record is cut to so many turns after as many again; so many conversations are counted at most.
KEPT_TURNS, MOST_COUNTED = 4, 10_000


class RasaReply(AnswerPart):
    """One message of Rasa's REST channel: ours carry an Answer as their `custom` JSON."""

    custom: Answer | None = None


#: The first thing that does not fit ends the reading: a long list of errors is of no use.
REPLIES: TypeAdapter[list[RasaReply]] = TypeAdapter(
    Annotated[list[RasaReply], Field(fail_fast=True)]
)


def _untimed(stage: str, seconds: float) -> None:
    """Keep no time."""


class RasaDialogue:
    """Rasa at an address."""

    def __init__(
        self,
        address: str,
        trackers: Path | None = None,
        contact: str = "",
        timed: Callable[[str, float], None] = _untimed,
    ) -> None:
        self._trackers, self._contact, self._timed = TrackerStore(trackers), contact, timed
        self._client = httpx.AsyncClient(base_url=address, timeout=TURN_TIMEOUT, trust_env=False)
        self._turns: OrderedDict[str, int] = OrderedDict()
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Send a message to Rasa; those of one conversation wait for each other, as they would in Rasa."""
        async with self._alone(message.conversation):
            begun = time.perf_counter()
            answers = await self._post(message)
            self._timed("dialogue", time.perf_counter() - begun)
            await self._keep_short(message.conversation)
            return answers

    @contextlib.asynccontextmanager
    async def _alone(self, conversation: str) -> AsyncIterator[None]:
        """Keep other messages of a conversation waiting; the lock is dropped with the last that needs it."""
        lock, wanted = self._locks.get(conversation, (asyncio.Lock(), 0))
        self._locks[conversation] = lock, wanted + 1
        try:
            async with lock:
                yield
        finally:
            lock, wanted = self._locks.pop(conversation)
            if wanted > 1:
                self._locks[conversation] = lock, wanted - 1

    async def _keep_short(self, conversation: str) -> None:
        """Shorten the record now and then. A count lost by a restart costs a few slower turns, no more."""
        count = self._turns.pop(conversation, 0) + 1
        if count >= KEPT_TURNS * 2:
            try:
                await asyncio.to_thread(self._trackers.shorten, conversation, KEPT_TURNS)
                count = KEPT_TURNS
            except sqlite3.Error as error:
                # The answer is there all the same; the next turn tries again.
                LOG.error("a conversation's record could not be shortened: %s", error)
        self._turns[conversation] = count
        if len(self._turns) > MOST_COUNTED:
            self._turns.popitem(last=False)

    async def _post(self, message: UserMessage) -> list[Answer]:
        """Send a message to Rasa's REST channel; text that a person typed is never read as an intent payload."""
        day = message.as_of.isoformat() if message.as_of else None
        body = {
            "sender": message.conversation,
            "message": message.text.lstrip("/ "),
            "metadata": {
                "as_of": day,
                "text": message.text,
                "contact": self._contact,
                "turn": CURRENT_TURN.get().id,
            },
        }
        try:
            response = await self._client.post("/webhooks/rest/webhook", json=body)
            response.raise_for_status()
            return read_replies(response.content)
        except httpx.HTTPError as error:
            raise DialogueUnavailable(str(error) or type(error).__name__) from error

    async def ready(self) -> bool:
        """Tell whether Rasa answers; its port opens only once the model is loaded."""
        try:
            return (await self._client.get("/webhooks/rest/", timeout=2.0)).status_code == 200
        except httpx.HTTPError:
            return False

    async def forget(self, conversation: str) -> None:
        """Erase a conversation's record, when nothing of it is being answered."""
        async with self._alone(conversation):
            self._turns.pop(conversation, None)
            await asyncio.to_thread(self._trackers.forget, conversation)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def read_replies(body: bytes) -> list[Answer]:
    """Read the answers from a response of Rasa; DialogueUnavailable where there is none or anything else than answers."""
    try:
        replies = REPLIES.validate_json(body, strict=True)
    except ValidationError as error:
        # Not str(error): it quotes what people typed.
        raise DialogueUnavailable(
            f"Rasa's reply is no answer: {error.errors()[0]['type']}"
        ) from None
    answers = [reply.custom for reply in replies if reply.custom]
    if not answers:
        raise DialogueUnavailable("Rasa gave no answer")
    return answers
