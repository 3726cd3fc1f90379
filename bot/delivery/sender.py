"""The parts of an answer go out: each is sent until its app takes it or refuses it for good."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from bot.delivery.inbox import ClaimedMessage, Inbox, PatientInbox
from bot.delivery.message_parts import MessagePart
from bot.delivery.parameters import (
    CONCURRENT_SENDS,
    MAX_SEND_PAUSE,
    SEND_DEADLINE,
    SEND_PAUSES,
    STOP_PATIENCE,
)
from bot.delivery.retries import Sleep, error_of
from bot.errors import DeliveryFailed
from bot.operations.metrics import Metrics

LOG = logging.getLogger(__name__)


class OutboundChannel(Protocol):
    """What the delivery needs of a channel."""

    @property
    def name(self) -> str:
        """The channel's name in the inbox, in addresses and in figures."""
        ...

    @property
    def max_length(self) -> int:
        """The length of a text that the app takes, in UTF-16 units."""
        ...

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        """Send one part. Raise DeliveryFailed where it did not go out."""
        ...

    async def picture(self, address: Mapping[str, Any]) -> bytes:
        """Return the picture that a message came with. Raise RefusedPicture or DeliveryFailed."""
        ...

    async def typing(self, address: Mapping[str, Any]) -> None:
        """Show that an answer is being written, where the app can."""
        ...

    def lasting(self, address: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what of an address holds beyond the message that came from it."""
        ...


class Sender:
    """Sends parts, a few at once, and notes on disk what has gone out."""

    def __init__(self, inbox: Inbox, metrics: Metrics, sleep: Sleep = asyncio.sleep) -> None:
        self._inbox, self._patient = inbox, PatientInbox(inbox, sleep)
        self._metrics, self._sleep = metrics, sleep
        self._slots = asyncio.Semaphore(CONCURRENT_SENDS)
        #: By channel, why the last part did not go out; empty when it did.
        self.failures: dict[str, str] = {}

    async def send(
        self, channel: OutboundChannel, message: ClaimedMessage, index: int, part: MessagePart
    ) -> bool:
        """Send a message's part of this index; whether it went out in the end.

        Raise LeaseLost where another process sends it.
        """
        retrying = AsyncRetrying(
            wait=_pause,
            # Counted from here by a clock that only runs on: a machine's clock that is set forward
            # must not end a message.
            stop=SEND_DEADLINE,
            retry=retry_if_exception(_may_be_repeated),
            before_sleep=lambda state: LOG.error("%s: %s", channel.name, error_of(state)),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            await retrying(self._send_once, channel, message, index, part)
        except DeliveryFailed as error:
            LOG.error("%s: %s; given up", channel.name, error)
            return False
        return True

    async def _send_once(
        self, channel: OutboundChannel, message: ClaimedMessage, index: int, part: MessagePart
    ) -> None:
        try:
            async with self._slots:
                # Tries go on for a day: meanwhile another process may have taken it over.
                message.lease.require()
                started = time.perf_counter()
                await _finish(self._send_and_note(channel, message, index, part))
        except DeliveryFailed as error:
            self.failures[channel.name] = str(error)
            self._metrics.count_retry(channel.name)
            raise
        self._metrics.observe_stage("send", time.perf_counter() - started)
        self.failures[channel.name] = ""

    async def _send_and_note(
        self, channel: OutboundChannel, message: ClaimedMessage, index: int, part: MessagePart
    ) -> None:
        await channel.send(message.address, part)
        # At once: a crash between the app's word and this note would double the part.
        await self._note_sent(message.id, index + 1)

    async def _note_sent(self, message_id: int, count: int) -> None:
        """Note how many parts went out, again and again until the disk takes it."""
        if not self._inbox.mark_sent_at_once(message_id, count):
            await self._patient.run(Inbox.mark_sent, message_id, count)


async def _finish(sending: Coroutine[Any, Any, None]) -> None:
    """Run a send to its end, also when its message is stopped: the part may have reached its app.

    One that was cut off would not be noted, and would come twice after the next start.
    """
    task = asyncio.create_task(sending)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=STOP_PATIENCE)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise


def _may_be_repeated(error: BaseException) -> bool:
    return isinstance(error, DeliveryFailed) and not error.final


def _pause(state: RetryCallState) -> float:
    """Return the pause that the app asks for, else the policy's; both up to the maximum."""
    error = error_of(state)
    requested = error.retry_after if isinstance(error, DeliveryFailed) else None
    return min(requested, MAX_SEND_PAUSE) if requested else SEND_PAUSES(state)
