"""Several processes on one inbox: each message is answered by one of them, in order."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import update

from bot.delivery.inbox import Inbox
from bot.delivery.parameters import MAX_TAKEN_OVER
from bot.errors import Overloaded
from bot.storage.lease_table import LeaseTable
from bot.storage.leases import SharedLeases
from bot.storage.tables import LEASES
from database import Database
from tests.bot.delivery.stage import Stage

Open = Callable[[], Database]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Process(Stage):
    """What one process has, on a database of all."""

    def __init__(self, database: Database, max_waiting: int) -> None:
        self.clock, self.inbox = Clock(), Inbox(database)
        leases = SharedLeases(LeaseTable(database), self.clock)
        super().__init__(self.inbox, leases, max_waiting=max_waiting)


async def until(condition: Callable[[], bool]) -> None:
    async def wait() -> None:
        while not condition():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(wait(), 30)


def play(
    open_again: Open, scene: Callable[[Process, Process], Awaitable[None]], max_waiting: int = 3
) -> None:
    async def run() -> None:
        ours, theirs = (Process(open_again(), max_waiting) for _ in range(2))
        try:
            await asyncio.wait_for(scene(ours, theirs), 60)
        finally:
            for process in (ours, theirs):
                await process.gateway.stop()

    asyncio.run(run())


def test_a_conversation_is_worked_off_by_one_process_in_order(open_again: Open) -> None:
    async def scene(ours: Process, theirs: Process) -> None:
        ours.dialogue.hold["c"] = asyncio.Event()
        await ours.accept("1", "một")
        await until(lambda: ours.inbox.abandoned_conversations(1) == [])
        await theirs.gateway.start()
        # They take the next ones, and leave them to who has begun.
        assert await theirs.accept("2", "hai")
        assert not await theirs.accept("1", "một")
        await theirs.accept("3", "ba", "other")
        await until(lambda: theirs.channel.sent == [("other", "Đáp: ba")])
        ours.dialogue.hold["c"].set()
        await until(lambda: ours.inbox.waiting() == 0)
        sent = ours.channel.sent + [part for part in theirs.channel.sent if part[0] == "c"]
        assert sent == [("c", "Đáp: một"), ("c", "Đáp: hai")]

    play(open_again, scene)


def test_what_a_killed_process_left_is_taken_over(open_again: Open) -> None:
    async def scene(ours: Process, theirs: Process) -> None:
        ours.dialogue.hold["c"] = asyncio.Event()
        await ours.accept("1", "một")
        await until(lambda: theirs.inbox.abandoned_conversations(1) == [])
        await theirs.gateway.start()
        # As the server sees it when nothing is renewed any more.
        with open_again().writing() as connection:
            connection.execute(update(LEASES).values(until=1.0))
        await until(lambda: theirs.channel.sent == [("c", "Đáp: một")])
        # The one that was only slow finds that it has lost it, and says nothing.
        ours.clock.now = 16.0
        ours.dialogue.hold["c"].set()
        await ours.gateway.join()
        assert ours.channel.sent == []
        await until(lambda: ours.inbox.waiting() == 0)

    play(open_again, scene)


def test_who_has_plenty_to_do_leaves_the_rest_to_others(open_again: Open) -> None:
    names = [str(number) for number in range(MAX_TAKEN_OVER + 1)]

    async def scene(ours: Process, theirs: Process) -> None:
        go = asyncio.Event()
        ours.dialogue.hold = dict.fromkeys(names, go)
        for name in names:
            ours.inbox.accept("memory", name, name, "hỏi", {"person": name})
        await ours.gateway.start()
        await until(lambda: ours.inbox.abandoned_conversations(2) == names[-1:])
        looks = len(ours.pauses)
        await until(lambda: len(ours.pauses) > looks + 2)
        await theirs.gateway.start()
        await until(lambda: theirs.channel.sent == [(names[-1], "Đáp: hỏi")])
        go.set()
        await until(lambda: ours.inbox.waiting() == 0)
        assert len(ours.channel.sent) == MAX_TAKEN_OVER

    play(open_again, scene)


def test_who_has_many_people_of_its_own_takes_over_all_the_same(open_again: Open) -> None:
    names = [str(number) for number in range(MAX_TAKEN_OVER)]

    async def scene(ours: Process, _: Process) -> None:
        go = asyncio.Event()
        ours.dialogue.hold = dict.fromkeys([*names, "left"], go)
        for name in names:
            await ours.accept(name, "hỏi", name)
        await until(lambda: ours.inbox.abandoned_conversations(1) == [])
        ours.inbox.accept("memory", "left", "left", "hỏi", {"person": "left"})
        await ours.gateway.start()
        await until(lambda: ours.inbox.abandoned_conversations(1) == [])
        go.set()
        await until(lambda: ours.inbox.waiting() == 0)

    play(open_again, scene, max_waiting=len(names) + 1)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_parts_that_went_out_are_not_sent_again_by_another(open_again: Open, moment: str) -> None:
    async def scene(ours: Process, theirs: Process) -> None:
        number = ours.inbox.accept("memory", "1", "c", "hỏi", {"person": "c"})
        assert number
        ours.inbox.save_answer(number, [{"text": text, "choices": []} for text in ("một", "hai")])
        if moment == "before":
            ours.inbox.mark_sent(number, 1)
        await theirs.gateway.start()
        await until(lambda: theirs.inbox.waiting() == 0)
        await ours.gateway.start()
        await ours.gateway.join()
        texts = [text for _, text in theirs.channel.sent]
        assert texts == (["hai"] if moment == "before" else ["một", "hai"])
        assert ours.channel.sent == []

    play(open_again, scene)


def test_too_many_are_refused_whoever_has_taken_them(open_again: Open) -> None:
    async def scene(ours: Process, theirs: Process) -> None:
        theirs.dialogue.hold["c"] = asyncio.Event()
        for number in range(3):
            await theirs.accept(str(number), "hỏi")
        await until(lambda: theirs.inbox.abandoned_conversations(1) == [])
        await ours.gateway.start()
        keys = itertools.count()

        async def is_refused() -> bool:
            # Of another conversation each, so that it is answered at once where it is taken.
            key = f"ours {next(keys)}"
            try:
                return not await ours.accept(key, "hỏi", key)
            except Overloaded:
                return True

        while not await is_refused():
            await ours.gateway.join()
        theirs.dialogue.hold["c"].set()
        await theirs.gateway.join()
        while await is_refused():
            await asyncio.sleep(0)
        await ours.gateway.join()

    play(open_again, scene)
