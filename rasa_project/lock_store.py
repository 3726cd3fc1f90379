"""Rasa's locks of conversations in Redis, where several machines share them.

https://rasa.com/docs/rasa/lock-stores/
"""

from __future__ import annotations

from rasa.core.lock import TicketLock
from rasa.core.lock_store import InMemoryLockStore, LockStore, RedisLockStore
from rasa.utils.endpoints import EndpointConfig
from redis import StrictRedis
from redis.exceptions import RedisError

KEY_PREFIX = "thidua:lock:"
#: Seconds for which Redis is waited for; a turn waits meanwhile.
REDIS_SECONDS = 0.5


class SharedLockStore(RedisLockStore):
    """Locks in Redis; while it is away, those of this process.

    The assistant asks for one turn of a conversation at a time anyhow: a Redis that is away must not
    leave people without an answer.
    """

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        """Connect when a lock is first asked for."""
        LockStore.__init__(self)
        timeouts = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
        self.red = StrictRedis.from_url(endpoint_config.url, **timeouts)
        self.key_prefix = KEY_PREFIX
        self._own = InMemoryLockStore()

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        """Return a conversation's lock, None where there is none."""
        try:
            # One that was made while Redis was away is used to its end.
            own = self._own.get_lock(conversation_id)
            return own or super().get_lock(conversation_id)
        except RedisError:
            return None

    def save_lock(self, lock: TicketLock) -> None:
        """Keep a lock."""
        try:
            if self._own.get_lock(lock.conversation_id):
                self._own.save_lock(lock)
            else:
                super().save_lock(lock)
        except RedisError:
            self._own.save_lock(lock)

    def delete_lock(self, conversation_id: str) -> None:
        """Drop a conversation's lock."""
        try:
            self._own.delete_lock(conversation_id)
            super().delete_lock(conversation_id)
        except RedisError:
            # It ends by itself.
            return
