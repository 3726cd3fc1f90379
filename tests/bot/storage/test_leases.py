"""One at a time works on a thing, in order, in one process and among several."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import LeaseLost
from bot.storage.lease_table import LeaseTable
from bot.storage.leases import Leases, OwnLeases, SharedLeases, open_leases
from bot.storage.tables import LEASES
from database import Database

Open = Callable[[], Database]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture(params=["own", "shared"])
def several(request: pytest.FixtureRequest, open_again: Open) -> list[Leases]:
    """The leases of two tasks of one process, or of two processes."""
    if request.param == "own":
        return [OwnLeases()] * 2
    return [SharedLeases(LeaseTable(open_again()), sleep=no_pause) for _ in range(2)]


def test_turns_come_in_order_and_never_two_at_once(
    several: list[Leases], conversations: Database
) -> None:
    seen: list[str] = []

    async def turn(leases: Leases, number: int, go: asyncio.Event) -> None:
        async with leases.hold("dialogue", "c"):
            seen.append(f"{number} begins")
            await go.wait()
            seen.append(f"{number} ends")

    async def drawn(count: int) -> None:
        while several[0].is_shared and lease_count(conversations) < count:
            await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def scene() -> None:
        go, tasks = asyncio.Event(), []
        for number, leases in enumerate([*several, several[0]], 1):
            tasks.append(asyncio.create_task(turn(leases, number, go)))
            # The third waits in its own process until the first is done.
            await drawn(min(number, 2))
        go.set()
        await asyncio.gather(*tasks)

    asyncio.run(asyncio.wait_for(scene(), 60))
    assert seen == [f"{number} {what}" for number in (1, 2, 3) for what in ("begins", "ends")]


def lease_count(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(LEASES)) or 0


def test_other_things_do_not_wait(several: list[Leases]) -> None:
    async def scene() -> None:
        async with several[0].hold("dialogue", "c"), several[1].hold("dialogue", "d"):
            assert await several[1].try_take("inbox", "c")

    asyncio.run(scene())


def test_a_conversation_is_taken_by_one_process(open_again: Open) -> None:
    async def scene() -> None:
        ours, theirs = (SharedLeases(LeaseTable(open_again())) for _ in range(2))
        lease = await ours.try_take("inbox", "c")
        assert lease
        assert await theirs.try_take("inbox", "c") is None
        await ours.give_back(lease)
        assert await theirs.try_take("inbox", "c")

    asyncio.run(scene())


def test_a_lease_ends_here_before_it_ends_there(conversations: Database) -> None:
    async def scene() -> None:
        clock = Clock()
        leases = SharedLeases(LeaseTable(conversations, seconds=15.0), clock)
        lease = await leases.try_take("inbox", "c")
        assert lease
        clock.now = 14.0
        lease.require()
        await leases.renew()
        clock.now = 28.0
        lease.require()
        clock.now = 29.0
        with pytest.raises(LeaseLost):
            lease.require()

    asyncio.run(scene())


def test_a_lease_that_the_server_knows_no_more_is_lost(conversations: Database) -> None:
    async def scene() -> None:
        leases = SharedLeases(LeaseTable(conversations))
        lease = await leases.try_take("inbox", "c")
        assert lease
        with conversations.writing() as connection:
            connection.execute(delete(LEASES))
        await leases.renew()
        assert not lease.is_held
        await leases.give_back(lease)

    asyncio.run(scene())


def test_where_it_cannot_be_told_whose_turn_it_is_nobody_has_it(conversations: Database) -> None:
    async def scene() -> None:
        leases = SharedLeases(LeaseTable(conversations))
        lease = await leases.try_take("inbox", "c")
        assert lease
        with conversations.writing() as connection:
            connection.execute(text("DROP TABLE leases"))
        with pytest.raises(SQLAlchemyError):
            await leases.try_take("inbox", "d")
        with pytest.raises(SQLAlchemyError):
            async with leases.hold("dialogue", "c"):
                pytest.fail("held")
        # It runs out by itself.
        await leases.give_back(lease)

    asyncio.run(scene())


def test_a_file_is_one_process_s_own_and_a_server_is_shared(conversations: Database) -> None:
    assert open_leases(conversations).is_shared is conversations.is_postgresql
