"""How often something happened lately, counted in Redis for all machines together."""

from __future__ import annotations

import hashlib

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from bot.storage.parameters import REDIS_RETRIES, REDIS_SECONDS

#: Keeps the moments of the last events, the newest first; what is beyond the limit is not counted.
#: The time is Redis's own, in milliseconds.
HIT = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
if redis.call('LLEN', KEYS[1]) >= limit then
    local left = redis.call('LINDEX', KEYS[1], limit - 1) + window - now
    if left > 0 then return math.min(left, window) end
end
redis.call('LPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], 0, limit - 1)
redis.call('PEXPIRE', KEYS[1], window)
return 0
"""


def open_redis(address: str) -> Redis:
    """Return a client; it connects when it is first used, and again after it was cut off."""
    client: Redis = Redis.from_url(
        address,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), REDIS_RETRIES),
    )
    return client


class RedisWindow:
    """A sliding window over the events of each key; `name` keeps windows apart."""

    def __init__(self, redis: Redis, name: str) -> None:
        self._name, self._hit = name, redis.register_script(HIT)

    async def hit(self, key: str, limit: int, seconds: float) -> float:
        """Count an event unless there were `limit` in the last seconds; return how long to wait.

        0 where it was counted. Raise RedisError, or OSError, where Redis is away.
        """
        # Redis need not know who it is.
        hidden = hashlib.sha256(key.encode(errors="replace")).hexdigest()[:32]
        keys, arguments = [f"thidua:{self._name}:{hidden}"], [limit, int(seconds * 1000)]
        return int(await self._hit(keys=keys, args=arguments)) / 1000
