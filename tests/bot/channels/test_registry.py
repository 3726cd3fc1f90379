"""The channels run together: one that is away or fails stops neither the others nor the start."""

from __future__ import annotations

import asyncio

from bot.channels.channel import Accept
from bot.channels.factory import open_delivery
from bot.channels.memory import MemoryChannel
from bot.channels.registry import ChannelRegistry
from bot.delivery.gateway import InboundMessage
from bot.delivery.inbox import Inbox
from bot.dialogue.dialogue import ScriptedDialogue
from bot.errors import DeliveryFailed
from bot.operations.metrics import Metrics
from bot.settings import read_settings
from bot.storage.leases import OwnLeases
from bot.storage.opening import open_file
from database import Database
from tests.bot.channels.harness import SCRIPT


class Unreliable(MemoryChannel):
    """Fails to connect, then ends its polling, as often as it is told to."""

    name = "unreliable"
    polling = True

    def __init__(self, away: int, crashes: int) -> None:
        super().__init__()
        self.away, self.crashes, self.polled = away, crashes, asyncio.Event()

    async def start(self) -> None:
        if self.away:
            self.away -= 1
            raise DeliveryFailed("away")

    async def poll(self, accept: Accept) -> None:
        if self.crashes:
            self.crashes -= 1
            raise KeyError("nobody thought of this")
        await accept(InboundMessage("1", "c", "Ai?", {"person": "7"}))
        self.polled.set()
        await asyncio.Event().wait()


class Run:
    """A registry over given channels; pauses are kept, and nothing sleeps."""

    def __init__(self, inbox: Inbox, *channels: MemoryChannel) -> None:
        self.pauses: list[float] = []
        settings = read_settings({})
        dialogue = ScriptedDialogue(SCRIPT)
        delivery = open_delivery(
            settings, inbox, OwnLeases(), dialogue, Metrics(), sleep=self.sleep
        )
        by_name = {channel.name: channel for channel in channels}
        self.registry = ChannelRegistry(delivery, by_name, {"none": "chưa có"}, sleep=self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)


def test_an_app_that_is_away_or_a_channel_that_ends_is_begun_again() -> None:
    async def scene() -> None:
        channel = Unreliable(away=3, crashes=2)
        run = Run(Inbox(open_file()), channel)
        await run.registry.start()
        await channel.polled.wait()
        await run.registry.gateway.join()
        assert channel.sent == [("7", "Chủ tịch.")]
        assert run.pauses == [1.0, 2.0, 4.0, 1.0, 2.0]
        # A part went out: what happened before is past.
        assert run.registry.status("unreliable").state == "ok"
        await run.registry.stop()

    asyncio.run(scene())


def test_while_a_channel_is_ended_its_status_says_so() -> None:
    async def scene() -> None:
        channel = Unreliable(away=0, crashes=1)
        run = Run(Inbox(open_file()), channel)
        paused = asyncio.Event()

        async def hold(_: float) -> None:
            paused.set()
            await asyncio.Event().wait()

        run.registry = ChannelRegistry(
            open_delivery(read_settings({}), Inbox(open_file()), OwnLeases(), ScriptedDialogue({}), Metrics(), sleep=hold),
            {"unreliable": channel},
            {},
            sleep=hold,
        )  # fmt: skip
        await run.registry.start()
        await paused.wait()
        status = run.registry.status("unreliable")
        assert (status.state, status.why) == ("failing", "dừng vì lỗi bất ngờ, đang thử lại")
        await run.registry.stop()

    asyncio.run(scene())


def test_what_was_left_is_answered_although_one_channel_stays_away(conversations: Database) -> None:
    async def scene() -> None:
        inbox = Inbox(conversations)
        inbox.accept("memory", "1", "c", "Ai?", {"person": "7"})
        channel = MemoryChannel()
        run = Run(inbox, channel, Unreliable(away=10**6, crashes=0))
        await run.registry.start()
        while not channel.sent:
            await asyncio.sleep(0)
        assert channel.sent == [("7", "Chủ tịch.")]
        assert run.registry.status("none").state == "off"
        await run.registry.stop()

    asyncio.run(scene())
