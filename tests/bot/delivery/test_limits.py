"""What is beyond the limits is refused at once, with how long to wait."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery.limits import ConcurrencyLimit, RateLimit, RateLimiter
from bot.errors import Overloaded, TooManyRequests


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def hit(rate: RateLimit, key: str) -> None:
    asyncio.run(rate.hit(key))


def test_so_many_in_any_minute_and_then_how_long_to_wait() -> None:
    clock = Clock()
    rate = RateLimiter(3, clock)
    for clock.now in (0.0, 10.0, 20.0):
        hit(rate, "a")
    clock.now = 30.0
    hit(rate, "b")
    for _ in range(2):
        with pytest.raises(TooManyRequests) as refused:
            hit(rate, "a")
        assert refused.value.retry_after == 30
    clock.now = 60.0
    hit(rate, "a")
    with pytest.raises(TooManyRequests):
        hit(rate, "a")


def test_however_many_keys_come_memory_is_bounded() -> None:
    rate = RateLimiter(1, Clock(), max_keys=100)
    for number in range(150):
        hit(rate, str(number))
    assert len(rate) == 100
    with pytest.raises(TooManyRequests):
        hit(rate, "149")
    # The first is forgotten: it may come in again.
    hit(rate, "0")


def test_a_crowd_waits_and_beyond_it_is_told_to_come_back() -> None:
    async def run() -> list[str]:
        turns, go, done = ConcurrencyLimit(concurrent=2, max_turns=4), asyncio.Event(), []

        async def turn() -> None:
            async with turns.slot():
                await go.wait()
                done.append("turn")

        tasks = [asyncio.create_task(turn()) for _ in range(4)]
        await asyncio.sleep(0)
        with pytest.raises(Overloaded):
            await turn()
        go.set()
        await asyncio.gather(*tasks)
        await turn()
        assert turns.turns == 0
        return done

    assert asyncio.run(run()) == ["turn"] * 5


def test_a_window_moves_and_does_not_begin_anew_each_minute() -> None:
    clock = Clock()
    rate = RateLimiter(2, clock)
    for clock.now in (0.0, 59.0):
        hit(rate, "a")
    clock.now = 60.5
    hit(rate, "a")
    clock.now = 61.0
    with pytest.raises(TooManyRequests) as refused:
        hit(rate, "a")
    assert refused.value.retry_after == 58
