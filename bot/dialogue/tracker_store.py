"""Rasa's record of each conversation, shortened, exported and erased from outside.

Rasa does none of these. It reads a conversation's whole record at every message and sends it to the
action, so that a turn costs more the longer the record is (61 ms at its start, 286 ms after 200
turns), and keeps no copy in memory: what is taken out of the file between two turns is gone.
https://rasa.com/docs/rasa/tracker-stores/#sqltrackerstore describes the table.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from bot.dialogue.parameters import TRACKER_BUSY_SECONDS
from bot.operations.sqlite_files import erase_rows, open_existing

#: Events that hold beyond their turn: the last of each is kept, by the name of the slot.
LASTING = "('session_started', 'slot', 'active_loop')"
#: A turn begins where Rasa began to listen for it.
SHORTEN = f"""DELETE FROM events WHERE sender_id = :conversation AND id < (
    SELECT max(id) FROM events
    WHERE sender_id = :conversation AND action_name = 'action_listen' AND id < (
        SELECT id FROM events WHERE sender_id = :conversation AND type_name = 'user'
        ORDER BY id DESC LIMIT 1 OFFSET :turns - 1))
  AND id NOT IN (
    SELECT max(id) FROM events WHERE sender_id = :conversation AND type_name IN {LASTING}
    GROUP BY type_name, CASE type_name WHEN 'slot' THEN action_name END)"""


class TrackerStore:
    """The file of Rasa's SQL tracker store; a file or table that is not there yet is empty.

    `path` is None where Rasa keeps its records on another machine: then nothing is done.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def forget(self, conversation: str) -> None:
        """Erase a conversation."""
        with self._open() as db:
            if db:
                db.execute("DELETE FROM events WHERE sender_id = ?", (conversation,))

    def shorten(self, conversation: str, turns: int) -> None:
        """Keep the last `turns` user turns of a conversation and what it knows.

        Not to be called while one of its messages is being answered.
        """
        with self._open() as db:
            if db:
                db.execute(SHORTEN, {"conversation": conversation, "turns": turns})

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return the events of a conversation as Rasa wrote them, oldest first."""
        with self._open() as db:
            if not db:
                return []
            sql = "SELECT data FROM events WHERE sender_id = ? ORDER BY id"
            return [json.loads(row[0]) for row in db.execute(sql, (conversation,))]

    def expire(self, before: float) -> int:
        """Erase the events before a moment (seconds since 1970) and return how many."""
        return erase_rows(self._path, "events", "timestamp < ?", before)

    def _open(self) -> AbstractContextManager[sqlite3.Connection | None]:
        return open_existing(self._path, "events", TRACKER_BUSY_SECONDS)
