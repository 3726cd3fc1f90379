"""An open database: transactions for reading and for writing, whichever engine holds it."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from database.errors import DatabaseBusy, DatabaseUnavailable, UnusableAddress, reason_of
from database.parameters import BUSY_SECONDS
from database.postgresql import SCHEMES, postgresql_engine
from database.sqlite import (
    IN_MEMORY,
    SYNCHRONOUS_NORMAL,
    changed_pragmas,
    sqlite_engine,
)

#: How an address of something else begins: SQLite would make a file of that name. One letter before
#: a colon is a drive.
OTHER_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


class Database:
    """An open database; threads may share it."""

    def __init__(self, engine: Engine, name: str, is_shared: bool) -> None:
        self._engine, self.name = engine, name
        # SQLite's connections begin no transaction by themselves: there is nothing to be set back.
        alone = {"isolation_level": "AUTOCOMMIT"} if self.is_postgresql else {"is_single": True}
        self._single = engine.execution_options(**alone)
        #: Whether several machines share it: then its tables are migrated by command only.
        self.is_shared = is_shared
        # A database in memory is one connection, which threads take in turns.
        self._turn: Any = threading.RLock() if name == IN_MEMORY else nullcontext()
        self._of_thread = threading.local()
        # Writers of this process wait for each other here: SQLite has them sleep, up to 0.1 s at a
        # time, whoever is done meanwhile (https://sqlite.org/c3ref/busy_timeout.html).
        self._writer = threading.Lock()

    @property
    def is_postgresql(self) -> bool:
        """Whether it is PostgreSQL; else SQLite."""
        return self._engine.dialect.name == "postgresql"

    def rows(self, statement: Executable) -> Sequence[Any]:
        """Return the rows of one statement that reads; it needs no transaction of its own."""
        borrowed: Connection | None = getattr(self._of_thread, "connection", None)
        if borrowed is not None:
            return borrowed.execute(statement).all()
        with self._turn, self._single.connect() as connection:
            return connection.execute(statement).all()

    def scalar(self, statement: Executable) -> Any:
        """Return the first value of one statement that reads, None where it finds nothing."""
        rows = self.rows(statement)
        return rows[0][0] if rows else None

    @contextmanager
    def one_connection(self) -> Iterator[None]:
        """Let all single statements of this thread meanwhile go through one connection.

        To borrow one, and prove that it is alive, costs as much as a small statement. The one of a
        database in memory is everybody's: it is not kept.
        """
        if self.name == IN_MEMORY or getattr(self._of_thread, "connection", None) is not None:
            yield
            return
        with self._single.connect() as connection:
            self._of_thread.connection = connection
            try:
                yield
            finally:
                self._of_thread.connection = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read several things as of one moment, whatever others write meanwhile."""
        level = {"isolation_level": "REPEATABLE READ"} if self.is_postgresql else {}
        with self._turn, self._engine.connect() as connection:
            yield connection.execution_options(**level)

    @contextmanager
    def writing(self, is_durable: bool = True) -> Iterator[Connection]:
        """Write in one transaction: all of it is kept at its end, or nothing where it fails.

        What is not durable is safe from a crash of this program, not from a loss of power or a
        failover: its end waits neither for the disk nor for a standby.
        """
        waiting = nullcontext() if self.is_postgresql else self._writer
        with self._turn, waiting, self._begin(is_durable) as connection:
            yield connection

    @contextmanager
    def writing_within(self, seconds: float) -> Iterator[Connection]:
        """Write what need not be durable, and wait no longer than this for a file's other writers.

        Raise DatabaseBusy, or SQLAlchemyError, where another writes. A server is waited for.
        """
        if self.is_postgresql:
            with self.writing(is_durable=False) as connection:
                yield connection
            return
        if not self._writer.acquire(timeout=seconds):
            raise DatabaseBusy("Có nơi khác đang ghi.")
        try:
            patience = int(seconds * 1000)
            with self._turn, self._begin(is_durable=False, busy_timeout=patience) as connection:
                yield connection
        finally:
            self._writer.release()

    @contextmanager
    def _begin(self, is_durable: bool, **pragmas: int) -> Iterator[Connection]:
        with self._engine.connect() as plain:
            connection = plain.execution_options(is_writing=True)
            if self.is_postgresql:
                with connection.begin():
                    if not is_durable:
                        off = func.set_config("synchronous_commit", "off", True)
                        connection.execute(select(off))
                    yield connection
                return
            quick = pragmas if is_durable else {"synchronous": SYNCHRONOUS_NORMAL, **pragmas}
            with changed_pragmas(plain, quick), connection.begin():
                yield connection

    def close(self) -> None:
        """Close every connection."""
        with self._turn:
            self._engine.dispose()


def insert_into(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an insert that may say what is done about a row that is there already."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


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
        if OTHER_SCHEME.match(str(address)):
            raise UnusableAddress("Địa chỉ không phải của PostgreSQL, cũng không phải một tệp.")
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
