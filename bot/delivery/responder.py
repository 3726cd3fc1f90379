"""One message becomes the parts of its answer."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from bot.delivery.inbound_text import is_erasure_request, refusal_for
from bot.delivery.inbox import ClaimedMessage, Inbox, PatientInbox
from bot.delivery.message_parts import MessagePart, render_parts
from bot.delivery.notices import ERASED, TEXT_ONLY, TOO_MANY_MESSAGES, UNAVAILABLE
from bot.delivery.parameters import (
    CONCURRENT_PICTURES,
    CONCURRENT_QUESTIONS,
    DIALOGUE_PATIENCE,
    DIALOGUE_PAUSES,
    MESSAGES_PER_MINUTE,
    RATE_WINDOW,
)
from bot.delivery.personal_data import mask
from bot.delivery.retries import Sleep
from bot.delivery.sender import OutboundChannel
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import Dialogue, UserMessage
from bot.errors import DeliveryFailed, DialogueUnavailable, RefusedPicture
from bot.operations.metrics import Metrics

LOG = logging.getLogger(__name__)
COMMAND = re.compile(r"(/\w+)")
#: The number of a choice: "2", "2." or "2)".
CHOICE_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*")
#: What the apps' own buttons send, and what is asked instead.
COMMANDS = {"/start": "Xin chào", "/help": "Bạn giúp được gì?", "/restart": "Bắt đầu lại"}

#: Whether the assistant leaves a conversation to staff.
IsSilent = Callable[[str], Awaitable[bool]]


async def never_silent(_: str) -> bool:
    """Return False."""
    return False


class Responder:
    """Asks the dialogue for a messaging app's message and cuts the answer into its parts."""

    def __init__(
        self,
        inbox: Inbox,
        dialogue: Dialogue,
        metrics: Metrics,
        *,
        public_url: str = "",
        messages_per_minute: int = MESSAGES_PER_MINUTE,
        patience: float = DIALOGUE_PATIENCE,
        sleep: Sleep = asyncio.sleep,
        is_silent: IsSilent = never_silent,
    ) -> None:
        self._is_silent = is_silent
        self._inbox = PatientInbox(inbox, sleep)
        self._dialogue, self._metrics = dialogue, metrics
        self._public_url, self._messages_per_minute = public_url, messages_per_minute
        self._patience, self._sleep = patience, sleep
        self._slots = asyncio.Semaphore(CONCURRENT_QUESTIONS)
        self._picture_slots = asyncio.Semaphore(CONCURRENT_PICTURES)

    async def respond(self, message: ClaimedMessage, channel: OutboundChannel) -> list[MessagePart]:
        """Return the parts of the answer; what the numbers of its choices stand for is kept."""
        if await self._is_too_fast(message.conversation):
            self._metrics.count_refusal("person")
            return [MessagePart(TOO_MANY_MESSAGES)]
        is_silent = await self._is_silent(message.conversation)
        has_picture = "picture" in message.address
        if not message.text and not has_picture and not is_silent:
            return [MessagePart(TEXT_ONLY)]
        if not is_silent:
            with contextlib.suppress(DeliveryFailed):
                await channel.typing(message.address)
        text = await self._resolve(message)
        if is_erasure_request(text):
            return [await self._erase(message.conversation)]
        asked = UserMessage(
            message.conversation, mask(text), id=f"{message.channel} {message.id}",
            channel=message.channel, verbatim=text, address=channel.lasting(message.address),
        )  # fmt: skip
        if has_picture and not is_silent:
            answers = await self._ask_with_picture(asked, message, channel)
        else:
            # Staff are told that a picture came: nobody here reads it, so that none is fetched.
            answers = await self._ask(
                replace(asked, picture=b"") if has_picture else asked, is_silent
            )
        parts = render_parts(answers, channel.max_length, self._public_url)
        payloads = [choice.payload for part in parts[-1:] for choice in part.choices]
        await self._inbox.run(Inbox.save_choices, message.conversation, payloads)
        return parts

    async def _is_too_fast(self, conversation: str) -> bool:
        recent = await self._inbox.run(Inbox.count_recent, conversation, RATE_WINDOW)
        return recent > self._messages_per_minute

    async def _resolve(self, message: ClaimedMessage) -> str:
        """Return what a command or the number of a choice stands for, else the text itself."""
        text = message.text
        if match := COMMAND.match(text):
            text = COMMANDS.get(match[1].lower(), text)
        if match := CHOICE_NUMBER.fullmatch(text):
            number = int(match[1])
            payload = await self._inbox.run(Inbox.choice, message.conversation, number)
            return payload or text
        return text

    async def _erase(self, conversation: str) -> MessagePart:
        await self._dialogue.forget(conversation)
        await self._inbox.run(Inbox.forget, conversation)
        return MessagePart(ERASED)

    async def _ask_with_picture(
        self, asked: UserMessage, message: ClaimedMessage, channel: OutboundChannel
    ) -> list[Answer]:
        """Fetch the picture and ask; it is in memory only, and is fetched again after a crash."""
        async with self._picture_slots:
            try:
                picture = await channel.picture(message.address)
                return await self._dialogue.ask(replace(asked, picture=picture))
            except RefusedPicture as refusal:
                return [plain_answer("chat", str(refusal), None)]
            except DialogueUnavailable as error:
                LOG.error("dialogue unavailable: %s", error)
                return [plain_answer("unavailable", UNAVAILABLE, None)]

    async def _ask(self, message: UserMessage, is_silent: bool) -> list[Answer]:
        """Ask the dialogue; one that stays away is told of, and never as "not found"."""
        refusal = refusal_for(message.text)
        if refusal and not is_silent:
            return [plain_answer("chat", refusal, None)]
        retrying = AsyncRetrying(
            wait=DIALOGUE_PAUSES,
            stop=self._is_patience_spent,
            retry=retry_if_exception_type(DialogueUnavailable),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return await retrying(self._ask_once, message)
        except DialogueUnavailable as error:
            LOG.error("dialogue unavailable: %s", error)
            return [plain_answer("unavailable", UNAVAILABLE, None)]

    async def _ask_once(self, message: UserMessage) -> list[Answer]:
        async with self._slots:
            answers = await self._dialogue.ask(message)
        if any(answer.status == "unavailable" for answer in answers):
            # What it asks is away, as a database is while another takes its place.
            raise DialogueUnavailable("the knowledge cannot be read")
        return answers

    def _is_patience_spent(self, state: RetryCallState) -> bool:
        # Of the pauses alone: a turn that took long and failed is no reason to try less often.
        return state.idle_for >= self._patience
