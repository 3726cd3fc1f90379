"""How much is taken from one sender, and how many turns at once; what is beyond is refused.

A refusal comes at once and says how long to wait (RFC 9110, Retry-After): nothing is queued without
bound.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.delivery.notices import TOO_MANY_MESSAGES, TOO_MANY_TURNS
from bot.delivery.parameters import (
    CONCURRENT_TURNS,
    MAX_COUNTED_SENDERS,
    MAX_TURNS,
    RATE_WINDOW,
)
from bot.errors import Overloaded, TooManyRequests


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

    def hit(self, key: str) -> None:
        """Count one event of `key`. Raise TooManyRequests, with the seconds to wait, beyond it."""
        now = self._clock()
        times = self._hits.pop(key, deque(maxlen=self._limit))
        self._hits[key] = times
        if len(self._hits) > self._max_keys:
            self._hits.popitem(last=False)
        if len(times) == self._limit and now - times[0] < RATE_WINDOW:
            raise TooManyRequests(TOO_MANY_MESSAGES, math.ceil(RATE_WINDOW - (now - times[0])))
        times.append(now)

    def __len__(self) -> int:
        return len(self._hits)


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
