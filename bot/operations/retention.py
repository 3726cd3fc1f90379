"""Records of conversations end: what is older than the days to keep (THIDUA_KEEP_DAYS) is erased, at start and once a day."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import time
from pathlib import Path

from bot.delivery.inbox import OPEN
from bot.settings import Settings

LOG = logging.getLogger(__name__)
DAY = 24 * 3600.0


def expire(settings: Settings, before: float) -> int:
    """Erase what conversations, votes and answered messages left before a moment (seconds since 1970); give how many rows."""
    return (
        _erase(settings.trackers, "events", "timestamp < ?", before)
        + _erase(settings.var / "turns.db", "turns", "at < ?", before)
        + _erase(settings.var / "feedback.db", "feedback", "given < ?", before)
        + _erase(settings.var / "inbox.db", "messages", f"received < ? AND NOT ({OPEN})", before)
    )


def _erase(path: Path, table: str, which: str, before: float) -> int:
    if not path.exists():
        return 0
    with contextlib.closing(sqlite3.connect(path, timeout=30)) as db, db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone():
            return 0
        # What is erased is overwritten, not only unlinked.
        db.execute("PRAGMA secure_delete = ON")
        return db.execute(f"DELETE FROM {table} WHERE {which}", (before,)).rowcount


async def expire_daily(settings: Settings) -> None:
    """Erase now and every day; what fails is told and tried again the next day."""
    while True:
        try:
            await asyncio.to_thread(expire, settings, time.time() - settings.keep_days * DAY)
        except sqlite3.Error as error:
            LOG.error("old records could not be erased: %s", error)
        await asyncio.sleep(DAY)
