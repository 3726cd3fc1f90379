"""SQLite files: one that is made with its first row, and one that may not have been made yet.

What is erased is overwritten with zeros, not only unlinked
(https://sqlite.org/pragma.html#pragma_secure_delete).
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.operations.parameters import BUSY_SECONDS, PATIENT_BUSY_SECONDS

SECURE_DELETE = "PRAGMA secure_delete = ON"
PRAGMAS = f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {SECURE_DELETE};"


class SqliteLog:
    """A file that is made with its first row; calls are short and may come from any thread."""

    def __init__(self, path: Path | str, schema: str) -> None:
        self._path, self._schema = path, schema
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None

    def run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows; the first call makes file, folder and tables."""
        with self._lock:
            if self._db is None:
                self._db = self._open()
            return self._db.execute(sql, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        if str(self._path) != ":memory:":
            Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(
            self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        db.executescript(f"{PRAGMAS} {self._schema}")
        return db

    def close(self) -> None:
        """Close the file once no thread is in it: SQLite would crash."""
        with self._lock:
            if self._db:
                self._db.close()


@contextlib.contextmanager
def open_existing(
    path: Path | None, table: str, busy_seconds: float = BUSY_SECONDS
) -> Iterator[sqlite3.Connection | None]:
    """Open a file for one transaction; None where the file or its table does not exist yet."""
    if path is None or not path.exists():
        yield None
        return
    with contextlib.closing(sqlite3.connect(path, timeout=busy_seconds)) as db, db:
        db.execute(SECURE_DELETE)
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        yield db if db.execute(sql, (table,)).fetchone() else None


def erase_rows(path: Path | None, table: str, condition: str, *values: object) -> int:
    """Erase rows and return how many; 0 where the file or its table does not exist yet."""
    with open_existing(path, table, PATIENT_BUSY_SECONDS) as db:
        return db.execute(f"DELETE FROM {table} WHERE {condition}", values).rowcount if db else 0
