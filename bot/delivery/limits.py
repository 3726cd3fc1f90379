"""How much is taken at once: so many messages a minute from a person, so many requests from an address, so many turns in all.

What is beyond is refused at once with how long to wait (RFC 9110, Retry-After), never queued without bound. Programs on this
machine (the command line, a proxy that does not tell whom it speaks for) are not counted.
"""

from __future__ import annotations

import asyncio
import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import Request

from bot.errors import Overloaded, TooManyRequests

#: A person's messages and an address's requests (a whole office may share one) a minute.
MOST_A_MINUTE, MOST_FROM_ADDRESS = 20, 600
#: Turns answered at once, and turns under way or waiting in all: at 20 turns a second the last waits ten seconds.
AT_ONCE, MOST_WAITING = 16, 200
WINDOW = 60.0
MOST_KEYS = 20_000
TOO_MANY = "Anh/chị nhắn hơi nhanh nên tôi chưa kịp trả lời hết. Anh/chị chờ khoảng một phút rồi hỏi tiếp giúp tôi nhé."
BUSY = "Đang có rất đông người hỏi nên tôi chưa kịp trả lời. Anh/chị vui lòng hỏi lại sau ít giây."


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
        if len(self._seen) > MOST_KEYS:
            self._seen.popitem(last=False)
        if len(times) == self._most and now - times[0] < WINDOW:
            raise TooManyRequests(TOO_MANY, math.ceil(WINDOW - (now - times[0])))
        times.append(now)


class ConcurrencyLimit:
    """Turns at once, and those that wait for one to end."""

    def __init__(self, at_once: int = AT_ONCE, most: int = MOST_WAITING) -> None:
        self._free, self._most = asyncio.Semaphore(at_once), most
        self.inside = 0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for one's turn; Busy where too many wait already."""
        if self.inside >= self._most:
            raise Overloaded(BUSY)
        self.inside += 1
        try:
            async with self._free:
                yield
        finally:
            self.inside -= 1


def rate_limit_key(host: str) -> str:
    """Give whom an address stands for: with IPv6 its network, since one customer has 2^64 addresses (RFC 6177)."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return host


def client_host(request: Request) -> str:
    """Give the address a request came from, empty where there is none."""
    return request.client.host if request.client else ""


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        address = ipaddress.ip_address(host)
        return (getattr(address, "ipv4_mapped", None) or address).is_loopback
    except ValueError:
        return False
