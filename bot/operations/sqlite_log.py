"""A SQLite file that is made with its first row; its calls are short and may come from any thread."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

BUSY_SECONDS = 10
#: What is erased is overwritten, not only unlinked.
PRAGMAS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;"


class SqliteLog:
    """One file and the tables it begins with."""

    def __init__(self, path: Path | str, schema: str) -> None:
        self._path, self._schema = path, schema
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None

    def run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement; give its rows."""
        with self._lock:
            if self._db is None:
                if str(self._path) != ":memory:":
                    Path(self._path).parent.mkdir(parents=True, exist_ok=True)
                self._db = sqlite3.connect(
                    self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
                )
                self._db.executescript(f"{PRAGMAS} {self._schema}")
            return self._db.execute(sql, values).fetchall()

    def close(self) -> None:
        """Close the file, when no other thread is in it: SQLite would crash."""
        with self._lock:
            if self._db:
                self._db.close()
