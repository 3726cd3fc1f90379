"""A limit of all machines together, counted in Redis; without it each machine's own holds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.delivery.limits import SharedRateLimiter
from bot.delivery.parameters import REDIS_PAUSE
from bot.errors import TooManyRequests
from bot.ports import free_port
from bot.storage.redis_window import RedisWindow, open_redis
from tests.servers import redis_server

LIMIT = 3


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def client(address: str) -> AsyncIterator[Redis]:
    async with open_redis(address) as opened:
        yield opened


async def empty(address: str) -> None:
    async with client(address) as redis:
        await redis.flushall()


async def hits(limiter: SharedRateLimiter, count: int, key: str = "c") -> list[bool]:
    """Return which of so many events are let in."""
    let_in = []
    for _ in range(count):
        try:
            await limiter.hit(key)
            let_in.append(True)
        except TooManyRequests:
            let_in.append(False)
    return let_in


def play(
    address: str, scene: Callable[[SharedRateLimiter, SharedRateLimiter, Clock], Awaitable[None]]
) -> None:
    """Play a scene with the limiters of two machines."""

    async def run() -> None:
        clock = Clock()
        async with client(address) as one, client(address) as other:
            limiters = [
                SharedRateLimiter(RedisWindow(redis, "test"), LIMIT, clock)
                for redis in (one, other)
            ]
            await scene(limiters[0], limiters[1], clock)

    asyncio.run(run())


def test_what_one_machine_let_in_counts_on_the_other(redis: str) -> None:
    async def scene(ours: SharedRateLimiter, theirs: SharedRateLimiter, _: Clock) -> None:
        await empty(redis)
        assert await hits(ours, 2) == [True, True]
        assert await hits(theirs, 2) == [True, False]
        assert await hits(ours, 1) == [False]
        assert await hits(ours, 1, "another") == [True]

    play(redis, scene)


def test_of_many_at_once_no_more_are_let_in(redis: str) -> None:
    async def scene(ours: SharedRateLimiter, theirs: SharedRateLimiter, _: Clock) -> None:
        await empty(redis)
        found = await asyncio.gather(*(hits(each, 1) for each in [ours, theirs] * 10))
        assert sum(let_in for (let_in,) in found) == LIMIT

    play(redis, scene)


def test_the_window_moves_and_nobody_s_name_is_told(redis: str) -> None:
    async def scene() -> None:
        await empty(redis)
        async with client(redis) as opened:
            window = RedisWindow(opened, "test")
            assert await window.hit("anh Nam", 2, 60.0) == 0
            assert await window.hit("anh Nam", 2, 60.0) == 0
            assert 0 < await window.hit("anh Nam", 2, 60.0) <= 60.0
            (key,) = await opened.keys()
            assert b"Nam" not in key
            assert 0 < await opened.pttl(key) <= 60_000
            # As if the first had come a minute and a moment ago.
            first = int(await opened.lindex(key, -1))
            await opened.lset(key, -1, str(first - 60_001))
            assert await window.hit("anh Nam", 2, 60.0) == 0

    asyncio.run(scene())


def test_an_emptied_redis_leaves_each_machine_s_own_count(redis: str) -> None:
    async def scene(ours: SharedRateLimiter, theirs: SharedRateLimiter, _: Clock) -> None:
        await empty(redis)
        assert await hits(ours, LIMIT) == [True] * LIMIT
        await empty(redis)
        assert await hits(ours, 1) == [False]

    play(redis, scene)


def test_while_redis_is_away_each_machine_counts_alone_and_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    caplog.set_level(logging.WARNING)

    async def scene(ours: SharedRateLimiter, theirs: SharedRateLimiter, clock: Clock) -> None:
        for clock.now in (0.0, REDIS_PAUSE, 2 * REDIS_PAUSE):
            await hits(ours, 1)
        assert await hits(ours, 1) == [False]
        assert await hits(theirs, LIMIT + 1) == [*[True] * LIMIT, False]
        assert caplog.text.count("Redis is away") == 2
        clock.now = 100.0
        with redis_server(tmp_path, port):
            assert await hits(ours, 2) == [True, True]
            assert await hits(theirs, 2) == [True, False]
            assert caplog.text.count("Redis is back") == 2

    play(f"redis://127.0.0.1:{port}", scene)
