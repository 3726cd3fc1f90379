"""An open database: transactions for reading and for writing, whichever engine holds it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from database.errors import DatabaseUnavailable, reason_of
from database.parameters import BUSY_SECONDS
from database.postgresql import SCHEMES, postgresql_engine
from database.sqlite import IN_MEMORY, sqlite_engine


class Database:
    """An open database; threads may share it."""

    def __init__(self, engine: Engine, name: str, is_shared: bool) -> None:
        self._engine, self.name = engine, name
        #: Whether several machines share it: then its tables are migrated by command only.
        self.is_shared = is_shared
        # A database in memory is one connection, which threads take in turns.
        self._turn: Any = threading.RLock() if name == IN_MEMORY else nullcontext()

    @property
    def is_postgresql(self) -> bool:
        """Whether it is PostgreSQL; else SQLite."""
        return self._engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read several things as of one moment, whatever others write meanwhile."""
        level = {"isolation_level": "REPEATABLE READ"} if self.is_postgresql else {}
        with self._turn, self._engine.connect() as connection:
            yield connection.execution_options(**level)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write in one transaction: all of it is kept at its end, or nothing where it fails."""
        with self._turn, self._engine.connect() as plain:
            connection = plain.execution_options(is_writing=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close every connection."""
        with self._turn:
            self._engine.dispose()


def open_database(
    address: Path | str, busy_seconds: float = BUSY_SECONDS, pragmas: tuple[str, ...] = ()
) -> Database:
    """Open an SQLite file by its path (":memory:" for none), PostgreSQL by its address.

    `busy_seconds` and `pragmas` are for SQLite. Raise DatabaseUnavailable where it cannot be opened,
    UnusableAddress where the address is none.
    """
    if is_shared := str(address).startswith(SCHEMES):
        engine, name = postgresql_engine(str(address)), "PostgreSQL"
    else:
        try:
            engine = sqlite_engine(address, busy_seconds, pragmas)
        except OSError as error:
            raise DatabaseUnavailable(f"Không mở được {address}: {error}") from error
        name = str(address)
    try:
        engine.connect().close()
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        raise DatabaseUnavailable(f"Không mở được {name}: {reason_of(error)}") from error
    return Database(engine, name, is_shared)
