"""SQLite files: what is erased is overwritten, what does not exist yet is no error and is not made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.operations.sqlite_files import SqliteLog, erase_rows, open_existing

SCHEMA = "CREATE TABLE IF NOT EXISTS words (word TEXT, at REAL)"


def bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_erased_rows_are_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "words.db"
    log = SqliteLog(path, SCHEMA)
    for number in range(100):
        log.run("INSERT INTO words VALUES (?, ?)", f"secret-{number:03}", number)
    log.close()
    assert b"secret-007" in bytes_on_disk(path)
    assert erase_rows(path, "words", "at < ?", 50) == 50
    left = bytes_on_disk(path)
    assert [number for number in range(50) if f"secret-{number:03}".encode() in left] == []
    assert b"secret-099" in left


def test_what_does_not_exist_yet_is_empty_and_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "words.db"
    for place in (None, path):
        assert erase_rows(place, "words", "at < ?", 1) == 0
        with open_existing(place, "words") as db:
            assert db is None
    assert list(tmp_path.iterdir()) == []
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE other (word TEXT)")
    assert erase_rows(path, "words", "at < ?", 1) == 0
