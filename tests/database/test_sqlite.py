"""The journal of a store: a new file that another process writes to is waited for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from database.sqlite import use_write_ahead_log


def test_a_new_file_that_another_process_writes_to_is_waited_for(tmp_path: Path) -> None:
    path, pauses = tmp_path / "s.db", []
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        closing(sqlite3.connect(path, isolation_level=None)) as db,
    ):
        other.execute("CREATE TABLE notes (text)")
        other.execute("BEGIN IMMEDIATE")

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 3:
                other.execute("COMMIT")

        use_write_ahead_log(db, pause)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert len(pauses) == 3


def test_another_fault_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"no database " * 100)
    with closing(sqlite3.connect(path)) as db, pytest.raises(sqlite3.DatabaseError):
        use_write_ahead_log(db, lambda _: pytest.fail("waited"))
