"""The end of the records: what is older than THIDUA_KEEP_DAYS is erased, at start and daily."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.operations.parameters import DAY
from database import reason_of

LOG = logging.getLogger(__name__)


class ExpiringStore(Protocol):
    """A store whose records end."""

    def expire(self, before: float) -> int:
        """Erase the records before a moment (seconds since 1970) and return how many."""
        ...


def expire(stores: Iterable[ExpiringStore], before: float) -> int:
    """Erase in every store what is from before a moment (seconds since 1970); return how many."""
    return sum(store.expire(before) for store in stores)


async def expire_daily(stores: Iterable[ExpiringStore], keep_days: int) -> None:
    """Erase now and every day; what fails is logged and tried again the next day."""
    while True:
        try:
            await asyncio.to_thread(expire, stores, time.time() - keep_days * DAY)
        except (SQLAlchemyError, OSError) as error:
            LOG.error("old records could not be erased: %s", reason_of(error))
        await asyncio.sleep(DAY)
