"""One process at a time works on a thing: a conversation, a message sent twice, Zalo's tokens.

`OwnLeases` is for a process that is alone, `SharedLeases` for several on one database.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import LeaseLost
from bot.storage.keyed_lock import KeyedLock
from bot.storage.lease_table import LeaseTable
from bot.storage.parameters import LEASE_POLL_SECONDS, RENEWAL_SECONDS
from database import Database, reason_of

LOG = logging.getLogger(__name__)
#: What is leased: the open messages of a conversation, its turn in the dialogue, a web message that
#: may be sent twice, the replacement of tokens, the upkeep of the queue of hand-overs.
Kind = Literal["inbox", "dialogue", "answer", "token", "handover"]
Clock = Callable[[], float]


@dataclass(eq=False)
class Lease:
    """A thing that this process works on, until `deadline` by `clock` unless that is renewed."""

    number: int
    deadline: float
    clock: Clock

    @property
    def is_held(self) -> bool:
        """Whether no other process can work on it now."""
        return self.clock() < self.deadline

    def require(self) -> None:
        """Raise LeaseLost unless it is held."""
        if not self.is_held:
            raise LeaseLost("another process works on it")


#: The lease of who is alone.
ENDLESS = Lease(0, float("inf"), lambda: 0.0)


class Leases(Protocol):
    """What lets one at a time work on a thing."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes may hold one."""
        ...

    async def try_take(self, kind: Kind, name: str) -> Lease | None:
        """Take a thing that nobody works on; None where someone does."""
        ...

    async def give_back(self, lease: Lease) -> None:
        """Let others have it."""
        ...

    def hold(self, kind: Kind, name: str) -> AbstractAsyncContextManager[None]:
        """Wait for one's turn and hold the thing meanwhile."""
        ...

    async def keep_renewing(self) -> None:
        """Renew what is held, until cancelled."""
        ...


class OwnLeases:
    """The leases of a process that is alone."""

    is_shared = False

    def __init__(self) -> None:
        self._locks = KeyedLock()

    async def try_take(self, kind: Kind, name: str) -> Lease | None:
        """Return a lease: nobody else is there."""
        return ENDLESS

    async def give_back(self, lease: Lease) -> None:
        """Do nothing."""

    def hold(self, kind: Kind, name: str) -> AbstractAsyncContextManager[None]:
        """Wait for the other tasks that hold it, and hold it."""
        return self._locks.hold(f"{kind} {name}")

    async def keep_renewing(self) -> None:
        """Do nothing."""


class SharedLeases:
    """The leases of one of several processes; those of a process that is killed run out."""

    is_shared = True

    def __init__(
        self,
        table: LeaseTable,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._table, self._clock, self._sleep = table, clock, sleep
        #: Of the tasks of this process one at a time stands in the queue of all.
        self._locks = KeyedLock()
        self._leases: dict[int, Lease] = {}

    async def try_take(self, kind: Kind, name: str) -> Lease | None:
        """Take a thing that nobody works on. Raise SQLAlchemyError where that cannot be told."""
        asked = self._clock()
        number = await asyncio.to_thread(self._table.draw_first, kind, name)
        return None if number is None else self._add(number, asked)

    async def give_back(self, lease: Lease) -> None:
        """Let others have it; where the database is away the lease runs out by itself."""
        self._leases.pop(lease.number, None)
        try:
            await asyncio.to_thread(self._table.give_back, lease.number)
        except SQLAlchemyError as error:
            LOG.error("a lease could not be given back: %s", reason_of(error))

    @contextlib.asynccontextmanager
    async def hold(self, kind: Kind, name: str) -> AsyncIterator[None]:
        """Wait for one's turn and hold the thing. Raise SQLAlchemyError where that cannot be told."""
        async with self._locks.hold(f"{kind} {name}"):
            # As a rule nobody else is there: then one transaction is enough.
            lease = await self.try_take(kind, name) or await self._wait_for_turn(kind, name)
            try:
                yield
            finally:
                await self.give_back(lease)

    async def _wait_for_turn(self, kind: Kind, name: str) -> Lease:
        """Draw a number and wait until it is the lowest."""
        lease = await self._draw(kind, name)
        try:
            while not await asyncio.to_thread(self._table.is_first, lease.number, kind, name):
                await self._sleep(LEASE_POLL_SECONDS)
                if not lease.is_held:
                    # It ran out while the database was away: to the end of the queue.
                    await self.give_back(lease)
                    lease = await self._draw(kind, name)
        except BaseException:
            await self.give_back(lease)
            raise
        return lease

    async def _draw(self, kind: Kind, name: str) -> Lease:
        asked = self._clock()
        return self._add(await asyncio.to_thread(self._table.draw, kind, name), asked)

    async def keep_renewing(self) -> None:
        """Renew what is held every few seconds, until cancelled."""
        while True:
            await self._sleep(RENEWAL_SECONDS)
            try:
                await self.renew()
            except SQLAlchemyError as error:
                LOG.error("leases could not be renewed: %s", reason_of(error))

    async def renew(self) -> None:
        """Renew what is held; what has run out is lost. Raise SQLAlchemyError."""
        if not self._leases:
            return
        asked, numbers = self._clock(), list(self._leases)
        renewed = await asyncio.to_thread(self._table.renew, numbers)
        for number in numbers:
            if lease := self._leases.get(number):
                # Counted from before the server was asked: it ends here before it ends there.
                lease.deadline = asked + self._table.seconds if number in renewed else 0.0

    def _add(self, number: int, asked: float) -> Lease:
        lease = self._leases[number] = Lease(number, asked + self._table.seconds, self._clock)
        return lease


def open_leases(database: Database) -> Leases:
    """Return the leases that a database calls for."""
    return SharedLeases(LeaseTable(database)) if database.is_shared else OwnLeases()
