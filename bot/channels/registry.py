"""The channels that are on, run together; one that fails stops no other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.channels.channel import Channel
from bot.channels.parameters import CONNECT_PAUSES, RESTART_PAUSES
from bot.delivery.gateway import Gateway
from bot.delivery.inbox import Inbox
from bot.delivery.retries import Sleep, retry_until_success
from bot.delivery.sender import Sender
from bot.errors import DeliveryFailed, InvalidSetting
from bot.operations.health import ComponentStatus
from bot.operations.logs import redact

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery:
    """What takes the channels' messages and sends their answers."""

    inbox: Inbox
    sender: Sender
    gateway: Gateway


class ChannelRegistry:
    """The channels by name; `off` says of those that are off why."""

    def __init__(
        self,
        delivery: Delivery,
        channels: Mapping[str, Channel],
        off: Mapping[str, str],
        *,
        secrets: Sequence[str] = (),
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.inbox, self.gateway, self._sender = delivery.inbox, delivery.gateway, delivery.sender
        self.channels, self._off = dict(channels), dict(off)
        self._secrets, self._sleep = secrets, sleep
        self._tasks: list[asyncio.Task[None]] = []
        #: Of each channel, set once its first try to connect is over.
        self._tried = {name: asyncio.Event() for name in channels}
        for channel in channels.values():
            self.gateway.register(channel)
        for name, reason in off.items():
            LOG.info("%s is off: %s", name, reason)

    @property
    def names(self) -> list[str]:
        """The channels that there are, on or off."""
        return sorted([*self.channels, *self._off])

    def status(self, name: str) -> ComponentStatus:
        """Return how a channel stands: failing while its app does not take what it is sent."""
        if name in self._off:
            return ComponentStatus("off", self._off[name])
        status = self.channels[name].status()
        failure = self._sender.failures.get(name, "")
        return ComponentStatus("failing", failure) if status.state == "ok" and failure else status

    async def start(self) -> None:
        """Connect the channels and resume what was left, in the background.

        An app that is away is tried again: it must not keep the assistant from starting.
        """
        runs = [self._keep_running(channel) for channel in self.channels.values()]
        self._tasks = [asyncio.create_task(run) for run in (*runs, self._resume())]

    async def stop(self) -> None:
        """Stop; what is not answered stays on disk."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.gateway.stop()
        for channel in self.channels.values():
            await channel.stop()

    async def _resume(self) -> None:
        """Have open messages answered, once no channel is in its first try to connect.

        A message that is sent before fails, and waits for its next try.
        """
        for tried in self._tried.values():
            await tried.wait()
        await self.gateway.start()

    async def _keep_running(self, channel: Channel) -> None:
        """Run a channel, and again whatever unexpected ends it."""

        def report(error: BaseException, pause: float) -> None:
            message = "%s stopped; beginning again in %.0f s"
            LOG.error(message, channel.name, pause, exc_info=error)
            self._sender.failures[channel.name] = "dừng vì lỗi bất ngờ, đang thử lại"

        retrying = retry_until_success(RESTART_PAUSES, Exception, report, self._sleep)
        await retrying(self._run, channel)

    async def _run(self, channel: Channel) -> None:
        """Connect a channel, then poll where it is not posted to."""

        def report(error: BaseException, pause: float) -> None:
            LOG.error("%s: %s; trying again in %.0f s", channel.name, error, pause)

        retrying = retry_until_success(CONNECT_PAUSES, DeliveryFailed, report, self._sleep)
        await retrying(self._connect, channel)
        if channel.polling:
            await channel.poll(partial(self.gateway.accept, channel.name))

    async def _connect(self, channel: Channel) -> None:
        try:
            await channel.start()
        finally:
            self._tried[channel.name].set()

    async def webhooks(self) -> dict[str, str]:
        """Return where each app posts to, or why it could not say, in words for an operator."""
        return {name: await self._webhook_of(channel) for name, channel in self.channels.items()}

    async def _webhook_of(self, channel: Channel) -> str:
        try:
            return await channel.webhook() or "chưa đặt"
        except DeliveryFailed as error:
            return f"không hỏi được: {self._redacted(error)}"

    async def set_webhook(self, name: str, url: str) -> None:
        """Have an app post to `url/channels/<name>`.

        Raise InvalidSetting where the channel is off, DeliveryFailed where the app refuses.
        """
        channel = self.channels.get(name)
        if channel is None:
            reason = self._off.get(name, "không có kênh này")
            raise InvalidSetting(f"Không đặt được webhook cho {name}: {reason}.")
        try:
            await channel.set_webhook(f"{url.rstrip('/')}/channels/{name}")
        except DeliveryFailed as error:
            raise DeliveryFailed(self._redacted(error), final=error.final) from error

    def _redacted(self, error: DeliveryFailed) -> str:
        """Return an error's words without secrets: python-telegram-bot's name a wrong token."""
        return redact(str(error), self._secrets)
