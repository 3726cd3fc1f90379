"""One message through: drop repeats → limit → on disk, acknowledge → ask the dialogue → send → done.

A channel knows how to read its requests and to send a part; all else is the same for every channel. Messages of one
conversation are answered in order, different conversations do not wait for each other.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.delivery.inbound_text import clean_text, is_erasure_request, refusal_for
from bot.delivery.inbox import ClaimedMessage, Inbox
from bot.delivery.message_parts import MessagePart, part_from_json, render_parts
from bot.delivery.notices import ERASED, ONLY_TEXT, TOO_MANY, UNAVAILABLE
from bot.delivery.parameters import MESSAGES_PER_MINUTE
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.user_message import UserMessage
from bot.errors import DeliveryFailed, DialogueUnavailable, Overloaded
from bot.operations.metrics import Metrics

LOG = logging.getLogger(__name__)
T = TypeVar("T")
#: Messages that may wait in all; questions asked at once.
MOST_WAITING, AT_ONCE = 5000, 8
#: Parts under way at once: so many at most may come twice after a crash; at the apps' speed enough for their 30 a second.
SENT_AT_ONCE = 4
#: Pauses between two tries to send, and after how long no more is tried: seconds.
FIRST_PAUSE, LONGEST_PAUSE, GIVE_UP = 1.0, 60.0, 24 * 3600.0
#: Pauses between tries to answer a message that something unexpected happens to.
RETRIES = (1.0, 5.0, 30.0)
#: How long a dialogue that is away is waited for before the person is told.
PATIENCE = 20.0
COMMAND = re.compile(r"(/\w+)")
NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*")
#: What apps send by their own buttons → what is said.
COMMANDS = {"/start": "Xin chào", "/help": "Bạn giúp được gì?", "/restart": "Bắt đầu lại"}


@dataclass(frozen=True)
class InboundMessage:
    """One message as a channel read it: `key` is the same when it is delivered again, `address` where to answer.

    `text` is empty for what is no text (a picture, a voice).
    """

    key: str
    conversation: str
    text: str
    address: Mapping[str, Any]


class Channel(Protocol):
    """What a channel must know."""

    name: str
    longest: int

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        """Send one part; raise SendFailed when it did not go out."""
        ...

    async def typing(self, address: Mapping[str, Any]) -> None:
        """Show that an answer is being written, where the app can."""
        ...


class Gateway:
    """Takes messages from channels and sees to it that each is answered once."""

    def __init__(
        self,
        inbox: Inbox,
        dialogue: Dialogue,
        base: str = "",
        patience: float = PATIENCE,
        most_a_minute: int = MESSAGES_PER_MINUTE,
        metrics: Metrics | None = None,
    ) -> None:
        self._inbox, self._dialogue, self._base, self._patience = inbox, dialogue, base, patience
        self._most_a_minute, self._metrics = most_a_minute, metrics or Metrics()
        #: Why the last part that a channel was given did not go out; empty when it did.
        self.trouble: dict[str, str] = {}
        self._channels: dict[str, Channel] = {}
        self._working: dict[str, asyncio.Task[None]] = {}
        self._fresh: set[str] = set()
        self._asking = asyncio.Semaphore(AT_ONCE)
        self._sending = asyncio.Semaphore(SENT_AT_ONCE)
        self._waiting = inbox.waiting()
        self._pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    @property
    def busy(self) -> bool:
        """Tell whether any conversation is being answered."""
        return bool(self._working)

    def add(self, channel: Channel) -> None:
        """Make a channel known, so that its messages can be answered."""
        self._channels[channel.name] = channel

    async def start(self) -> None:
        """Go on with what a crash or a stop has left."""
        for conversation in await asyncio.to_thread(self._inbox.conversations):
            self._work(conversation)

    async def stop(self) -> None:
        """Stop; what is not done stays on disk."""
        tasks = list(self._working.values())
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def take(self, channel: str, note: InboundMessage) -> bool:
        """Put a message on disk; tell whether it is new. When this returns, it may be acknowledged."""
        if self._waiting >= MOST_WAITING:
            self._metrics.count_refusal("queue")
            raise Overloaded("Đang có quá nhiều tin nhắn chờ trả lời.")
        text = clean_text(note.text)
        number = await asyncio.to_thread(
            self._inbox.take, channel, note.key, note.conversation, text, dict(note.address)
        )
        if number is None:
            return False
        self._waiting += 1
        self._work(note.conversation)
        return True

    def _work(self, conversation: str) -> None:
        # The task may just have seen that nothing is left: it looks once more.
        self._fresh.add(conversation)
        if conversation not in self._working:
            self._working[conversation] = asyncio.create_task(self._answer_all(conversation))

    async def _answer_all(self, conversation: str) -> None:
        try:
            while conversation in self._fresh:
                self._fresh.discard(conversation)
                while message := await self._kept(self._inbox.next, conversation):
                    state = await self._tried(message)
                    await self._kept(self._inbox.close_message, message.id, state)
                    self._waiting -= 1
        finally:
            del self._working[conversation]

    async def _tried(self, message: ClaimedMessage) -> str:
        """Answer one message; one that cannot be, however often it is tried, must not hold up those behind it."""
        for pause in RETRIES:
            try:
                return await self._answer(message)
            except Exception:
                LOG.exception("a message could not be answered; trying again in %.0f s", pause)
                await self._pause(pause)
            # What was kept of it before need not be asked for again.
            kept = await self._kept(self._inbox.next, message.conversation)
            message = kept or message
        channel = self._channels.get(message.channel)
        if channel and not message.sent:
            try:
                await self._deliver(channel, message, 0, MessagePart(UNAVAILABLE))
            except Exception:
                LOG.exception("nor could that be said")
        return "failed"

    async def _kept(self, write: Callable[..., T], *values: Any) -> T:
        """Read or write the inbox, again and again while it cannot be: a full disk, a lock."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await asyncio.to_thread(write, *values)
            except sqlite3.Error as error:
                LOG.error("the inbox cannot be written: %s", error)
                await self._pause(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _answer(self, message: ClaimedMessage) -> str:
        """Answer one message; give the state in which it ends."""
        channel = self._channels.get(message.channel)
        if channel is None:
            return "failed"
        if await self._kept(self._inbox.is_muted, message.conversation):
            return "muted"
        said = [part_from_json(kept) for kept in message.parts]
        if message.state == "new":
            said = await self._reply(message, channel)
            await self._kept(self._inbox.answered, message.id, [part.as_json() for part in said])
        for place, part in enumerate(said[message.sent :], message.sent):
            if not await self._deliver(channel, message, place, part):
                return "failed"
        return "done"

    async def _reply(self, message: ClaimedMessage, channel: Channel) -> list[MessagePart]:
        """Find the answer and cut it into parts; keep what numbers stand for."""
        lately = await self._kept(self._inbox.lately, message.conversation, 60.0)
        if lately > self._most_a_minute:
            self._metrics.count_refusal("person")
            return [MessagePart(TOO_MANY)]
        if not message.text:
            return [MessagePart(ONLY_TEXT)]
        with contextlib.suppress(DeliveryFailed):
            await channel.typing(message.address)
        text = await self._meant(message)
        if is_erasure_request(text):
            await self._dialogue.forget(message.conversation)
            await self._kept(self._inbox.forget, message.conversation)
            return [MessagePart(ERASED)]
        made = render_parts(
            await self._ask(UserMessage(message.conversation, text, channel=message.channel)),
            channel.longest,
            self._base,
        )
        await self._kept(
            self._inbox.offer, message.conversation, [choice.payload for choice in made[-1].choices]
        )
        return made

    async def _meant(self, message: ClaimedMessage) -> str:
        """Give what a command or the number of a choice stands for, else the text itself."""
        text = message.text
        if match := COMMAND.match(text):
            text = COMMANDS.get(match[1].lower(), text)
        if match := NUMBER.fullmatch(text):
            return await self._kept(self._inbox.choice, message.conversation, int(match[1])) or text
        return text

    async def _ask(self, incoming: UserMessage) -> list[Answer]:
        """Ask the dialogue; one that is away is waited for a while, then told of, never as "not found"."""
        if said := refusal_for(incoming.text):
            return [plain_answer("chat", said, None)]
        waited, pause = 0.0, FIRST_PAUSE
        while True:
            try:
                async with self._asking:
                    return await self._dialogue.ask(incoming)
            except DialogueUnavailable as error:
                if waited >= self._patience:
                    LOG.error("dialogue unavailable: %s", error)
                    return [plain_answer("unavailable", UNAVAILABLE, None)]
                await self._pause(pause)
                waited, pause = waited + pause, pause * 2

    async def _deliver(
        self, channel: Channel, message: ClaimedMessage, place: int, part: MessagePart
    ) -> bool:
        """Send one part, again and again while the app cannot take it; tell whether it went out in the end."""
        # Counted from here by a clock that only runs on: a machine's clock set forward must not end a message.
        pause, begun = FIRST_PAUSE, time.monotonic()
        while True:
            try:
                async with self._sending:
                    sending = time.perf_counter()
                    await channel.send(message.address, part)
                    # At once: a crash between the app's word and this note would double the part.
                    await self._note_sent(message.id, place + 1)
                self._metrics.observe_stage("send", time.perf_counter() - sending)
                self.trouble[channel.name] = ""
                return True
            except DeliveryFailed as error:
                self.trouble[channel.name] = str(error)
                self._metrics.count_retry(channel.name)
                old = time.monotonic() - begun > GIVE_UP
                LOG.error(
                    "%s: %s%s", channel.name, error, "; given up" if error.final or old else ""
                )
                if error.final or old:
                    return False
                await self._pause(min(error.after or pause, LONGEST_PAUSE))
                pause *= 2

    async def _note_sent(self, message_id: int, count: int) -> None:
        """Note what went out; where the disk does not take it, until it does, so that nothing is said twice."""
        try:
            self._inbox.sent(message_id, count)
        except sqlite3.Error:
            await self._kept(self._inbox.sent, message_id, count)
