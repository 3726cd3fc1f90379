"""What versions up to 0.2 kept in files of their own is taken over into the one database.

All is in one transaction, and a row that is there already is left as it is: whatever a crash
interrupts is done at the next start. The old files are kept beside for a week, as a copy to go back
to.
"""

from __future__ import annotations

import json
import logging
import math
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from bot.storage.parameters import OLD_FILES_AGE
from bot.storage.tables import (
    CHOICES,
    MESSAGES,
    MUTED,
    PAYLOADS,
    TOKENS,
    TURNS,
    VOTES,
    answer_hash,
)
from database import Database, insert_into

LOG = logging.getLogger(__name__)
#: By file the tables in it.
OLD_TABLES = {
    "inbox.db": (MESSAGES, CHOICES, PAYLOADS, MUTED),
    "turns.db": (TURNS,),
    "feedback.db": (VOTES,),
}
OLD_TOKENS = "zalo-tokens.json"
OLD_FILES = (*OLD_TABLES, OLD_TOKENS)
#: What the votes' table was called.
OLD_NAMES = {"votes": "feedback"}
TAKEN_OVER = ".taken-over"
Row = dict[str, Any]


def take_over(database: Database, folder: Path) -> None:
    """Take over what the old files of a folder hold, then put them aside."""
    found = [path for name in OLD_FILES if (path := folder / name).exists()]
    if not found:
        return
    with database.writing() as connection:
        for path in found:
            if path.name == OLD_TOKENS:
                _take_tokens(connection, path)
            else:
                _take_tables(connection, path)
    for path in found:
        _put_aside(path)


def _take_tables(connection: Connection, path: Path) -> None:
    with closing(sqlite3.connect(path)) as old:
        old.row_factory = sqlite3.Row
        for table in OLD_TABLES[path.name]:
            rows = list(_rows(old, OLD_NAMES.get(table.name, table.name)))
            _insert(connection, table, rows)


def _rows(old: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Yield a table's rows in their order, without their numbers; none where there is no table."""
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if old.execute(sql, (table,)).fetchone():
        for row in old.execute(f"SELECT * FROM {table} ORDER BY rowid"):
            yield {name: row[name] for name in row.keys() if name != "id"}  # noqa: SIM118


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    if table is TURNS:
        # Nothing but its name tells that a turn is there already.
        known = set(connection.scalars(select(TURNS.c.turn)))
        rows = [row for row in rows if row["turn"] not in known]
    if table is VOTES:
        rows = [row | {"answer_hash": answer_hash(row["question"], row["answer"])} for row in rows]
    if rows:
        connection.execute(insert_into(connection, table).on_conflict_do_nothing(), rows)


def _take_tokens(connection: Connection, path: Path) -> None:
    try:
        row = _read_tokens(path.read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError, RecursionError):
        LOG.error("%s cannot be read; a new refresh token is needed", path.name)
        return
    insert = insert_into(connection, TOKENS).on_conflict_do_nothing()
    connection.execute(insert, {"name": "zalo", **row})


def _read_tokens(text: str) -> Row:
    kept = json.loads(text)
    tokens = {name: str(kept[name]) for name in ("access", "refresh")}
    moments = {name: float(kept[name]) for name in ("until", "due")}
    # What no database takes is no token.
    "".join(tokens.values()).encode()
    if not all(map(math.isfinite, moments.values())):
        raise ValueError("no moment")
    return {**tokens, **moments}


def _put_aside(path: Path) -> None:
    """Rename a file, and the journals that may lie beside it; another process may be quicker."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            target = path.with_name(f"{path.name}{TAKEN_OVER}{suffix}")
            os.replace(f"{path}{suffix}", target)
            # Its age counts from now.
            os.utime(target)


class OldFiles:
    """The old files of a folder, which hold what may since have been erased."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock

    def expire(self, before: float) -> int:
        """Delete the files that were put aside before a moment, or a week ago; return how many."""
        limit = max(before, self._clock() - OLD_FILES_AGE)
        files = [
            path for path in self._folder.glob(f"*{TAKEN_OVER}*") if path.stat().st_mtime < limit
        ]
        for path in files:
            path.unlink(missing_ok=True)
        return len(files)
