"""How much is taken from one sender: so many messages a minute from a person, so many requests from an address.

What is beyond is refused at once with how long to wait (RFC 9110, Retry-After). Programs on this machine (the command line, a
proxy that does not tell whom it speaks for) are not counted.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from bot.delivery.notices import TOO_MANY
from bot.delivery.parameters import MAX_COUNTED_SENDERS, RATE_WINDOW
from bot.errors import TooManyRequests


class RateLimiter:
    """At most so many in any minute for each key; the keys not seen for longest are forgotten first."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def hit(self, key: str) -> None:
        """Count one; TooMany, which tells how many seconds to wait, where the key has had its share."""
        now = self._clock()
        times = self._seen.pop(key, deque(maxlen=self._most))
        self._seen[key] = times
        if len(self._seen) > MAX_COUNTED_SENDERS:
            self._seen.popitem(last=False)
        if len(times) == self._most and now - times[0] < RATE_WINDOW:
            raise TooManyRequests(TOO_MANY, math.ceil(RATE_WINDOW - (now - times[0])))
        times.append(now)
