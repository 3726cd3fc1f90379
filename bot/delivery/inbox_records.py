"""The inbox's file from outside: what is kept of a conversation, and its end.

The file exists only where a channel was on at some time; nothing here makes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.delivery.inbox import OPEN
from bot.operations.sqlite_files import erase_rows, open_existing

FIELDS = ("id", "channel", "key", "text", "address", "state", "parts", "received")


class InboxRecords:
    """The messages in an inbox's file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return what is kept of a conversation's messages, the oldest first."""
        sql = f"SELECT {', '.join(FIELDS)} FROM messages WHERE conversation = ? ORDER BY id"
        with open_existing(self._path, "messages") as db:
            rows = db.execute(sql, (conversation,)).fetchall() if db else []
        return [dict(zip(FIELDS, row, strict=True)) for row in rows]

    def expire(self, before: float) -> int:
        """Erase the answered messages before a moment (seconds since 1970); return how many."""
        return erase_rows(self._path, "messages", f"received < ? AND NOT ({OPEN})", before)
