"""Rasa's record of each conversation: erased, shortened and shown from outside, since Rasa does none of these.

Rasa reads a conversation's whole record at every message and sends it to the action, so that a turn costs more the longer the
conversation is (measured: 61 ms at its start, 286 ms after 200 turns). It keeps no copy in memory: what is taken out of the
file between two turns is gone. A record that was shortened holds the last turns, and what the conversation knows by then.
Table: https://rasa.com/docs/rasa/tracker-stores/#sqltrackerstore.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BUSY_SECONDS = 10
#: What holds beyond its turn: the last of each is kept, by the name of the slot or form.
LASTING = "('session_started', 'slot', 'active_loop')"
#: A turn begins where Rasa began to listen for it.
SHORTEN = f"""DELETE FROM events WHERE sender_id = :who AND id < (
    SELECT max(id) FROM events WHERE sender_id = :who AND action_name = 'action_listen' AND id < (
        SELECT id FROM events WHERE sender_id = :who AND type_name = 'user' ORDER BY id DESC LIMIT 1 OFFSET :turns - 1))
  AND id NOT IN (SELECT max(id) FROM events WHERE sender_id = :who AND type_name IN {LASTING}
                 GROUP BY type_name, CASE type_name WHEN 'slot' THEN action_name END)"""


class TrackerStore:
    """The file of Rasa's SQL tracker store; where there is none (Rasa on another machine), nothing is done."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def forget(self, conversation: str) -> None:
        """Erase a conversation."""
        with self._opened() as db:
            if db:
                db.execute("DELETE FROM events WHERE sender_id = ?", (conversation,))

    def shorten(self, conversation: str, turns: int) -> None:
        """Keep the last turns of a conversation and what it knows; not while one of its messages is being answered."""
        with self._opened() as db:
            if db:
                db.execute(SHORTEN, {"who": conversation, "turns": turns})

    def events(self, conversation: str) -> list[dict[str, Any]]:
        """Give what is kept of a conversation, the oldest first."""
        with self._opened() as db:
            sql = "SELECT data FROM events WHERE sender_id = ? ORDER BY id"
            return [json.loads(row[0]) for row in db.execute(sql, (conversation,))] if db else []

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection | None]:
        """Open the file for one transaction; nothing where Rasa has not made it yet."""
        if self._path is None or not self._path.exists():
            yield None
            return
        with contextlib.closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as db, db:
            # What is erased is overwritten, not only unlinked.
            db.execute("PRAGMA secure_delete = ON")
            made = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone()
            yield db if made else None
