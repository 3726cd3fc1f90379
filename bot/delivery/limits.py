"""How much is taken from one sender, and how many turns at once; what is beyond is refused.

A refusal comes at once and says how long to wait (RFC 9110, Retry-After): nothing is queued without
bound.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.delivery.notices import TOO_MANY_MESSAGES, TOO_MANY_TURNS
from bot.delivery.parameters import (
    CONCURRENT_TURNS,
    MAX_COUNTED_SENDERS,
    MAX_TURNS,
    RATE_WINDOW,
    REDIS_PAUSE,
)
from bot.errors import Overloaded, TooManyRequests
from bot.storage.redis_window import RedisWindow

LOG = logging.getLogger(__name__)


class RateLimit(Protocol):
    """Lets a key in so often in a minute."""

    async def hit(self, key: str) -> None:
        """Count one event of `key`. Raise TooManyRequests, with the seconds to wait, beyond it."""
        ...


class RateLimiter:
    """Lets a key in `limit` times in any window; keys not heard of for longest are forgotten."""

    def __init__(
        self,
        limit: int,
        # Not the wall clock: one that is set back would lock people out.
        clock: Callable[[], float] = time.monotonic,
        max_keys: int = MAX_COUNTED_SENDERS,
    ) -> None:
        self._limit, self._clock, self._max_keys = limit, clock, max_keys
        self._hits: OrderedDict[str, deque[float]] = OrderedDict()

    async def hit(self, key: str) -> None:
        """Count one event of `key`. Raise TooManyRequests, with the seconds to wait, beyond it."""
        now = self._clock()
        times = self._hits.pop(key, deque(maxlen=self._limit))
        self._hits[key] = times
        if len(self._hits) > self._max_keys:
            self._hits.popitem(last=False)
        if len(times) == self._limit and now - times[0] < RATE_WINDOW:
            raise _too_many(RATE_WINDOW - (now - times[0]))
        times.append(now)

    def __len__(self) -> int:
        return len(self._hits)


class SharedRateLimiter:
    """Lets a key in `limit` times in any window on all machines together.

    Each machine counts its own share as well: that holds while Redis is away, or was emptied.
    """

    def __init__(
        self, window: RedisWindow, limit: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._window, self._limit, self._clock = window, limit, clock
        self._own = RateLimiter(limit, clock)
        #: When Redis is asked again after it was away.
        self._ask_at = 0.0
        self._is_away = False

    async def hit(self, key: str) -> None:
        """Count one event of `key`. Raise TooManyRequests, with the seconds to wait, beyond it."""
        wait = await self._count(key) if self._clock() >= self._ask_at else 0.0
        if wait:
            raise _too_many(wait)
        await self._own.hit(key)

    async def _count(self, key: str) -> float:
        """Return how long to wait by all machines' count; 0 where that cannot be told."""
        try:
            wait = await self._window.hit(key, self._limit, RATE_WINDOW)
        except (RedisError, OSError) as error:
            if not self._is_away:
                LOG.error("Redis is away, each machine counts alone: %s", type(error).__name__)
            self._is_away, self._ask_at = True, self._clock() + REDIS_PAUSE
            return 0.0
        if self._is_away:
            LOG.warning("Redis is back")
        self._is_away = False
        return wait


def rate_limit(limit: int, name: str, redis: Redis | None) -> RateLimit:
    """Return a limit of all machines where they have a Redis, else of this one."""
    return SharedRateLimiter(RedisWindow(redis, name), limit) if redis else RateLimiter(limit)


def _too_many(wait: float) -> TooManyRequests:
    return TooManyRequests(TOO_MANY_MESSAGES, math.ceil(wait))


class ConcurrencyLimit:
    """Slots for `concurrent` turns; `max_turns` may hold one or wait for it."""

    def __init__(self, concurrent: int = CONCURRENT_TURNS, max_turns: int = MAX_TURNS) -> None:
        self._slots, self._max_turns = asyncio.Semaphore(concurrent), max_turns
        #: Turns that hold a slot or wait for one.
        self.turns = 0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a slot and hold it. Raise Overloaded where too many wait already."""
        if self.turns >= self._max_turns:
            raise Overloaded(TOO_MANY_TURNS)
        self.turns += 1
        try:
            async with self._slots:
                yield
        finally:
            self.turns -= 1
