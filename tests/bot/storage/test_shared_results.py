"""What one assistant has answered another gives again, and does not ask again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from pydantic import TypeAdapter
from sqlalchemy import text

from bot.delivery.idempotency import IdempotencyCache
from bot.storage.lease_table import LeaseTable
from bot.storage.leases import SharedLeases
from bot.storage.parameters import ANSWER_SECONDS
from bot.storage.shared_results import ResultTable, SharedResults
from database import Database

NUMBER: TypeAdapter[int] = TypeAdapter(int)
KEY = ("c", "1")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Work:
    """Counts its runs, and lets others run in each."""

    runs = 0

    async def __call__(self) -> int:
        self.runs += 1
        await asyncio.sleep(0)
        return self.runs


@pytest.fixture
def caches(open_again: Callable[[], Database]) -> list[IdempotencyCache[int]]:
    """The caches of three processes; a 7 is not kept."""
    return [cache_of(open_again()) for _ in range(3)]


def cache_of(database: Database) -> IdempotencyCache[int]:
    shared = SharedResults(ResultTable(database, NUMBER), SharedLeases(LeaseTable(database)))
    return IdempotencyCache(lambda result: result != 7, shared)


def test_the_same_message_is_run_once_whoever_gets_it(caches: list[IdempotencyCache[int]]) -> None:
    async def scene() -> None:
        work = Work()
        results = await asyncio.gather(*(cache.get_or_run(KEY, work) for cache in caches * 2))
        assert (set(results), work.runs) == ({1}, 1)
        assert await caches[2].get_or_run(KEY, work) == 1
        assert await caches[0].get_or_run(("c", "2"), work) == 2

    asyncio.run(scene())


def test_a_result_that_is_of_no_use_and_one_that_is_forgotten_are_run_anew(
    caches: list[IdempotencyCache[int]],
) -> None:
    async def scene() -> None:
        work = Work()
        work.runs = 6
        assert [await cache.get_or_run(KEY, work) for cache in caches] == [7, 8, 8]
        await caches[1].forget("c")
        assert [await cache.get_or_run(KEY, work) for cache in caches] == [9, 9, 9]

    asyncio.run(scene())


def test_while_the_database_is_away_it_is_run_all_the_same(conversations: Database) -> None:
    with conversations.writing() as connection:
        for table in ("answers", "leases"):
            connection.execute(text(f"DROP TABLE {table}"))

    async def scene() -> None:
        assert await cache_of(conversations).get_or_run(KEY, Work()) == 1

    asyncio.run(scene())


def test_results_end_after_an_hour_and_with_all_else_of_their_age(conversations: Database) -> None:
    clock = Clock()
    table = ResultTable(conversations, NUMBER, clock)
    table.keep(("c", "1"), 1)
    clock.now = ANSWER_SECONDS + 1
    table.keep(("c", "2"), 2)
    assert (table.find(("c", "1")), table.find(("c", "2"))) == (None, 2)
    assert table.expire(clock.now) == 0
    assert table.expire(clock.now + 1) == 1
