"""A store's database opened, its tables and what is derived in them brought up to this program."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import SQLAlchemyError

from database import (
    Database,
    DatabaseError,
    OutdatedTables,
    open_database,
    reason_of,
    require_current_in,
    upgrade,
)
from knowledge.errors import StoreError
from knowledge.storage import sqlite_history
from knowledge.storage.schema import TABLES, state
from knowledge.storage.writing import derive_all, is_derived


def open_store(address: Path | str) -> Database:
    """Return the database of a store, ready to be used. Raise StoreError where that cannot be."""
    with _store_errors():
        database = open_database(address)
        try:
            _bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        return database


def migrate(address: Path | str) -> None:
    """Bring the tables of a database, and what is derived in them, up to this program.

    Raise StoreError where it cannot be opened or was written by a newer program.
    """
    with _store_errors(), closing(open_database(address)) as database:
        _migrate(database)


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreError(reason_of(error)) from error


def _bring_up_to_date(database: Database) -> None:
    """Migrate an office's own file; one that several machines share is migrated by command."""
    if not database.is_shared:
        _migrate(database)
        return
    with database.reading() as connection:
        require_ready(connection)


def require_ready(connection: Connection) -> None:
    """Raise OutdatedTables or NewerTables unless tables, and what is derived, are this program's."""
    require_current_in(connection, TABLES)
    if not is_derived(connection):
        raise OutdatedTables(
            "Nội dung văn bản chưa được xử lý theo phiên bản này: chạy `thidua migrate` trước."
        )


def _migrate(database: Database) -> None:
    if not database.is_postgresql:
        sqlite_history.adopt(database)
    upgrade(database, TABLES)
    with database.writing() as connection:
        if not is_derived(connection):
            derive_all(connection)
        if not connection.execute(select(state.c.generation)).scalar_one():
            renew_generation(connection)


def renew_generation(connection: Connection) -> None:
    """Give a store an id that no other has, so that no index made from it before is used."""
    connection.execute(update(state).values(generation=uuid4().hex))


def prepare_copy(path: Path) -> None:
    """Bring a copy that is about to be put back to this program's version, as a new generation.

    Ids of passages may be given a second time after a copy was put back; by the generation a
    serving library knows that its index is of another store, and builds it anew. Raise StoreError
    for a copy that a newer program has written.
    """
    with closing(open_store(path)) as database, database.writing() as connection:
        renew_generation(connection)
