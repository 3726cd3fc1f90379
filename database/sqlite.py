"""SQLite as an engine of SQLAlchemy: explicit transactions, a write-ahead log, one path or memory."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, StaticPool, create_engine, event

from database.parameters import BUSY_SECONDS, JOURNAL_PAUSE

IN_MEMORY = ":memory:"
#: https://sqlite.org/pragma.html#pragma_synchronous
SYNCHRONOUS_NORMAL = 1


def sqlite_engine(path: Path | str, busy_seconds: float, pragmas: tuple[str, ...]) -> Engine:
    """Return an engine over a file, which is made with its folder where there is none.

    `pragmas` are set on every connection.
    """
    in_memory = str(path) == IN_MEMORY
    if not in_memory:
        Path(path).parent.mkdir(parents=True, exist_ok=True)

    def connect() -> sqlite3.Connection:
        db = sqlite3.connect(
            path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
        )
        use_write_ahead_log(db)
        for pragma in ("foreign_keys = ON", *pragmas):
            db.execute(f"PRAGMA {pragma}")
        return db

    # What is in memory is in one connection; files are read by several at once.
    pool = StaticPool if in_memory else QueuePool
    # An error's text goes into logs: what people wrote must not stand in it.
    engine = create_engine("sqlite://", creator=connect, poolclass=pool, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def changed_pragmas(connection: Connection, pragmas: Mapping[str, int]) -> Iterator[None]:
    """Set pragmas for a while; `synchronous` may be set only while no transaction is under way."""
    db: Any = connection.connection.dbapi_connection
    before = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
    try:
        for name, value in pragmas.items():
            db.execute(f"PRAGMA {name} = {value}")
        yield
    finally:
        for name, value in before.items():
            db.execute(f"PRAGMA {name} = {value}")


def _begin(connection: Connection) -> None:
    """Begin a transaction, and take the file for writing at once where it is going to be written.

    A reader that turns writer is refused ("database is locked") where another has written meanwhile
    (https://sqlite.org/lang_transaction.html).
    """
    options = connection.get_execution_options()
    if options.get("is_single"):
        return
    is_writing = options.get("is_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def use_write_ahead_log(
    db: sqlite3.Connection, pause: Callable[[float], None] = time.sleep
) -> None:
    """Set the journal, so that readers and a writer do not wait for each other.

    Tries again while another process writes to a new file: SQLite does not wait by itself where both
    would change the journal (https://sqlite.org/c3ref/busy_handler.html, on deadlocks). Raises
    sqlite3.OperationalError.
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
