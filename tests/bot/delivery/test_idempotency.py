"""A request that is sent again is not run again, unless its result is of no use to anyone."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import pytest

from bot.delivery.idempotency import IdempotencyCache


class Work:
    """Counts its runs; holds them up until `go` is set and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.runs, self.failures, self.go = 0, failures, asyncio.Event()
        self.go.set()

    async def __call__(self) -> int:
        self.runs += 1
        await self.go.wait()
        if self.failures:
            self.failures -= 1
            raise ValueError("not this time")
        return self.runs


def run(scene: Coroutine[None, None, None]) -> None:
    asyncio.run(scene)


def test_the_first_result_is_given_again_and_other_keys_are_run() -> None:
    async def scene() -> None:
        cache, work = IdempotencyCache[int](lambda _: True), Work()
        assert [await cache.get_or_run(("c", "1"), work) for _ in range(3)] == [1, 1, 1]
        assert await cache.get_or_run(("c", "2"), work) == 2
        assert await cache.get_or_run(("d", "1"), work) == 3

    run(scene())


def test_those_who_ask_at_once_wait_for_one_run_even_if_the_first_hangs_up() -> None:
    async def scene() -> None:
        cache, work = IdempotencyCache[int](lambda _: True), Work()
        work.go.clear()
        first, second = (asyncio.create_task(cache.get_or_run(("c", "1"), work)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        work.go.set()
        assert (await second, work.runs) == (1, 1)

    run(scene())


def test_a_failure_and_a_result_of_no_use_are_run_anew() -> None:
    async def scene() -> None:
        cache, work = IdempotencyCache[int](lambda result: result > 2), Work(failures=1)
        with pytest.raises(ValueError, match="not this time"):
            await cache.get_or_run(("c", "1"), work)
        assert [await cache.get_or_run(("c", "1"), work) for _ in range(3)] == [2, 3, 3]

    run(scene())


def test_what_is_forgotten_or_long_ago_is_run_anew() -> None:
    async def scene() -> None:
        cache, work = IdempotencyCache[int](lambda _: True, max_results=2), Work()
        assert [await cache.get_or_run(("c", str(key)), work) for key in (1, 2, 3)] == [1, 2, 3]
        assert await cache.get_or_run(("c", "1"), work) == 4
        await cache.forget("c")
        assert await cache.get_or_run(("c", "1"), work) == 5

    run(scene())
