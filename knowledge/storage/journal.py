"""The journal of a store: a write-ahead log, so that readers and a writer do not wait for each other."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

from knowledge.storage.parameters import BUSY_SECONDS, JOURNAL_PAUSE


def use_write_ahead_log(
    db: sqlite3.Connection, pause: Callable[[float], None] = time.sleep
) -> None:
    """Set the journal, trying again while another process writes to a new file.

    SQLite does not wait by itself where both would change the journal: it answers "locked" at once
    (https://sqlite.org/c3ref/busy_handler.html, on deadlocks). Raises sqlite3.OperationalError.
    """
    for _ in range(int(BUSY_SECONDS / JOURNAL_PAUSE)):
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            pause(JOURNAL_PAUSE)
    db.execute("PRAGMA journal_mode = WAL")
