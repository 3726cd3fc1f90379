"""One message through: drop repeats → on disk, acknowledge → answer → send → done.

A channel knows how to read its requests and to send a part; all else is the same for every channel.
Messages of one conversation are answered in order; conversations do not wait for each other.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    wait_chain,
    wait_fixed,
)

from bot.delivery.inbound_text import clean_text, tidy_text
from bot.delivery.inbox import ClaimedMessage, ClosedState, Inbox, PatientInbox
from bot.delivery.message_parts import MessagePart
from bot.delivery.notices import TOO_MANY_WAITING, UNAVAILABLE
from bot.delivery.parameters import (
    ANSWER_PAUSES,
    MAX_TAKEN_OVER,
    MAX_WAITING_MESSAGES,
    WATCH_SECONDS,
)
from bot.delivery.responder import Responder
from bot.delivery.retries import Sleep, error_of
from bot.delivery.sender import OutboundChannel, Sender
from bot.errors import LeaseLost, Overloaded
from bot.operations.metrics import Metrics
from bot.storage.leases import Lease, Leases, OwnLeases
from database import reason_of

LOG = logging.getLogger(__name__)
#: Whether what is written in a conversation now is kept as it was typed: staff may read all of it.
MayRead = Callable[[str], bool]


def nobody(_: str) -> bool:
    """Return False: there are no staff."""
    return False


@dataclass(frozen=True)
class InboundMessage:
    """One message as a channel read it.

    `key` is the same when the app delivers it again; `address` says where to answer, as the channel
    needs it; `text` is empty for what is no text, such as a picture or a voice.
    """

    key: str
    conversation: str
    text: str
    address: Mapping[str, Any]


class Gateway:
    """Accepts the channels' messages and sees to it that each is answered once, in order."""

    def __init__(
        self,
        inbox: Inbox,
        responder: Responder,
        sender: Sender,
        metrics: Metrics,
        *,
        leases: Leases | None = None,
        max_waiting: int = MAX_WAITING_MESSAGES,
        sleep: Sleep = asyncio.sleep,
        may_read: MayRead = nobody,
    ) -> None:
        self._inbox, self._patient = inbox, PatientInbox(inbox, sleep)
        self._may_read = may_read
        self._responder, self._sender = responder, sender
        self._metrics, self._max_waiting, self._sleep = metrics, max_waiting, sleep
        self._leases = leases or OwnLeases()
        self._channels: dict[str, OutboundChannel] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._taken_over: set[str] = set()
        #: Conversations that may have messages which their worker has not looked for yet.
        self._pending: set[str] = set()
        self._waiting = inbox.waiting()
        self._watching: asyncio.Task[None] | None = None

    def register(self, channel: OutboundChannel) -> None:
        """Make a channel known, so that its messages can be answered."""
        self._channels[channel.name] = channel

    async def start(self) -> None:
        """Resume the messages that a crash or a stop has left open, here or elsewhere."""
        if self._leases.is_shared:
            self._watching = asyncio.create_task(self._watch())
        else:
            for conversation in await asyncio.to_thread(self._inbox.open_conversations):
                self._wake(conversation)

    async def stop(self) -> None:
        """Stop answering; what is not done stays on disk."""
        workers = [*self._workers.values(), *([self._watching] if self._watching else [])]
        for worker in workers:
            worker.cancel()
        for worker in workers:
            with contextlib.suppress(asyncio.CancelledError):
                await worker

    async def join(self) -> None:
        """Wait until no conversation is being answered."""
        while self._workers:
            await asyncio.gather(*self._workers.values())

    async def accept(self, channel: str, message: InboundMessage) -> bool:
        """Put a message on disk; False where it was accepted before.

        When this returns, the message may be acknowledged. Raise Overloaded where too many wait.
        """
        if await self._is_full():
            self._metrics.count_refusal("queue")
            raise Overloaded(TOO_MANY_WAITING)
        message_id = await asyncio.to_thread(self._put_on_disk, channel, message)
        if message_id is None:
            return False
        self.resume(message.conversation)
        return True

    async def _is_full(self) -> bool:
        """Whether too many wait; what seems so is counted anew."""
        if self._waiting >= self._max_waiting:
            # Nothing may have come where `resume` counted a message; and messages are erased.
            self._waiting = await asyncio.to_thread(self._inbox.waiting)
        return self._waiting >= self._max_waiting

    def _put_on_disk(self, channel: str, message: InboundMessage) -> int | None:
        clean = tidy_text if self._may_read(message.conversation) else clean_text
        return self._inbox.accept(
            channel, message.key, message.conversation, clean(message.text), message.address
        )

    def resume(self, conversation: str) -> None:
        """Work on a conversation, for which a message may just have been put on disk."""
        self._waiting += 1
        self._wake(conversation)

    def _wake(self, conversation: str) -> None:
        # A worker may just have seen that nothing is left: it looks once more.
        self._pending.add(conversation)
        if conversation not in self._workers:
            worker = asyncio.create_task(self._work_off(conversation))
            self._workers[conversation] = worker

    async def _watch(self) -> None:
        """Take over what nobody works on, until cancelled."""
        while True:
            try:
                await self._take_over()
            except SQLAlchemyError as error:
                LOG.error("open messages cannot be looked for: %s", reason_of(error))
            await self._sleep(WATCH_SECONDS)

    async def _take_over(self) -> None:
        # Who has taken plenty leaves the rest to others, who may have just started again.
        self._taken_over &= self._workers.keys()
        room = MAX_TAKEN_OVER - len(self._taken_over)
        for conversation in await asyncio.to_thread(self._inbox.abandoned_conversations, room):
            self._taken_over.add(conversation)
            self._wake(conversation)
        # What others took and answered is not known here.
        self._waiting = await asyncio.to_thread(self._inbox.waiting)

    async def _work_off(self, conversation: str) -> None:
        """Answer the messages of a conversation unless another process does."""
        try:
            while conversation in self._pending:
                self._pending.discard(conversation)
                if lease := await self._take(conversation):
                    try:
                        await self._answer_all(conversation, lease)
                    except LeaseLost:
                        LOG.error("a conversation was taken over by another process")
                    finally:
                        await self._leases.give_back(lease)
        finally:
            del self._workers[conversation]

    async def _take(self, conversation: str) -> Lease | None:
        """Take a conversation; None where another process has it, or where that cannot be told."""
        try:
            return await self._leases.try_take("inbox", conversation)
        except SQLAlchemyError as error:
            # Whoever sees the database first again takes it: all of them look for what is open.
            LOG.error("a conversation could not be taken: %s", reason_of(error))
            return None

    async def _answer_all(self, conversation: str, lease: Lease) -> None:
        """Answer the messages of a conversation, oldest first, until none is left."""
        while message := await self._next(conversation, lease):
            state = await self._handle(message)
            lease.require()
            await self._patient.run(Inbox.close_message, message.id, state)
            self._waiting -= 1

    async def _next(self, conversation: str, lease: Lease) -> ClaimedMessage | None:
        message = await self._patient.run(Inbox.next_open, conversation)
        lease.require()
        return replace(message, lease=lease) if message else None

    async def _handle(self, message: ClaimedMessage) -> ClosedState:
        """Answer a message; one that cannot be, however often it is tried, holds up none behind it."""
        retrying = AsyncRetrying(
            wait=wait_chain(*map(wait_fixed, ANSWER_PAUSES)),
            retry=retry_if_exception(_may_be_tried_again),
            stop=_is_hopeless,
            before_sleep=_log_retry,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            async for attempt in retrying:
                with attempt:
                    if attempt.retry_state.attempt_number > 1:
                        # What an earlier try has kept need not be asked for again.
                        message = await self._next(message.conversation, message.lease) or message
                    return await self._answer(message)
        except LeaseLost:
            raise
        except Exception:
            LOG.exception("a message could not be answered; given up")
        if not message.is_from_staff:
            await self._apologize(message)
        return "failed"

    async def _answer(self, message: ClaimedMessage) -> ClosedState:
        """Answer a message from where an earlier try, or a crash, left it."""
        channel = self._channels.get(message.channel)
        if channel is None:
            return "failed"
        if not message.is_from_staff and await self._patient.run(
            Inbox.is_muted, message.conversation
        ):
            return "muted"
        parts = await self._parts_of(message, channel)
        for index, part in enumerate(parts[message.sent :], message.sent):
            if not await self._sender.send(channel, message, index, part):
                return "failed"
        return "done"

    async def _parts_of(
        self, message: ClaimedMessage, channel: OutboundChannel
    ) -> list[MessagePart]:
        """Return the answer that is kept, else a new one, which is kept before it is sent."""
        if message.state == "answered":
            return [MessagePart.from_json(part) for part in message.parts]
        parts = await self._responder.respond(message, channel)
        stored = [part.as_json() for part in parts]
        message.lease.require()
        await self._patient.run(Inbox.save_answer, message.id, stored)
        return parts

    async def _apologize(self, message: ClaimedMessage) -> None:
        """Tell the person, unless a part of the answer has reached them."""
        message = await self._next(message.conversation, message.lease) or message
        channel = self._channels.get(message.channel)
        if channel is None or message.sent:
            return
        try:
            await self._sender.send(channel, message, 0, MessagePart(UNAVAILABLE))
        except LeaseLost:
            raise
        except Exception:
            LOG.exception("nor could that be said")


def _is_hopeless(state: RetryCallState) -> bool:
    """Whether a message is given up; a database that is away comes back, however long it takes."""
    is_away = isinstance(error_of(state), SQLAlchemyError)
    return state.attempt_number > len(ANSWER_PAUSES) and not is_away


def _may_be_tried_again(error: BaseException) -> bool:
    """Whether an answer may succeed at another try: not where this process is being stopped."""
    return isinstance(error, Exception) and not isinstance(error, LeaseLost)


def _log_retry(state: RetryCallState) -> None:
    LOG.error(
        "a message could not be answered; trying again in %.0f s",
        state.upcoming_sleep,
        exc_info=error_of(state),
    )
