"""How many turns are answered at once; what is beyond is refused at once, never queued without bound."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.delivery.notices import BUSY
from bot.delivery.parameters import CONCURRENT_TURNS, MAX_TURNS
from bot.errors import Overloaded


class ConcurrencyLimit:
    """Turns at once, and those that wait for one to end."""

    def __init__(self, concurrent: int = CONCURRENT_TURNS, max_turns: int = MAX_TURNS) -> None:
        self._free, self._max_turns = asyncio.Semaphore(concurrent), max_turns
        self.inside = 0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for one's turn; Busy where too many wait already."""
        if self.inside >= self._max_turns:
            raise Overloaded(BUSY)
        self.inside += 1
        try:
            async with self._free:
                yield
        finally:
            self.inside -= 1
