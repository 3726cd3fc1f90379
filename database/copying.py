"""The rows of tables copied from one database to another, whichever engines they are, and compared.

Rows go in the order of their key and are kept part by part, so that what was broken off goes on
where it stopped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    Table,
    cast,
    collate,
    desc,
    func,
    insert,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import REGCLASS

from database.database import Database
from database.parameters import COPIED_ROWS


def copy_rows(source: Database, target: Database, table: Table) -> Iterator[int]:
    """Copy the rows that the target lacks; yield how many, part by part.

    The target has none of its own: only what an earlier copy of the same source has left.
    """
    last = _last_key(target, table)
    while rows := source.rows(_part(source, table, last)):
        with target.writing() as connection:
            connection.execute(insert(table), [dict(row._mapping) for row in rows])
        last = _key_of(table, rows[-1])
        yield len(rows)
    with target.writing() as connection:
        _advance_numbers(connection, table)


def fill_table(source: Connection, target: Connection, table: Table) -> None:
    """Copy every row into a table that is empty, within a transaction of each database."""
    chosen = select(table).order_by(*table.primary_key.columns)
    # A server sends part by part: not all rows are in memory at once.
    with source.execute(chosen.execution_options(yield_per=_rows_at_once(table))) as found:
        for part in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])
    _advance_numbers(target, table)


def checksum(database: Database, table: Table) -> tuple[int, str]:
    """Return how many rows a table has, and the SHA-256 sum of what they say in order."""
    summed, count = hashlib.sha256(), 0
    last: tuple[Any, ...] | None = None
    while rows := database.rows(_part(database, table, last)):
        for row in rows:
            summed.update(repr([_told(value) for value in row]).encode())
        count, last = count + len(rows), _key_of(table, rows[-1])
    return count, summed.hexdigest()


def _told(value: Any) -> Any:
    """Return a value as both engines have it: PostgreSQL keeps half of a vector's precision."""
    if isinstance(value, np.ndarray):
        return value.astype(np.float16).tobytes()
    return bytes(value) if isinstance(value, memoryview) else value


def _part(database: Database, table: Table, after: tuple[Any, ...] | None) -> Select[Any]:
    """Return the statement for the next rows after a key."""
    key = _key(database, table)
    chosen = select(table).order_by(*key).limit(_rows_at_once(table))
    return chosen if after is None else chosen.where(tuple_(*key) > tuple_(*after))


def _rows_at_once(table: Table) -> int:
    """Return how many rows are in memory at once; a table of large ones says so itself."""
    return int(table.info.get("copied_rows", COPIED_ROWS))


def _last_key(database: Database, table: Table) -> tuple[Any, ...] | None:
    key = _key(database, table)
    chosen = select(*table.primary_key.columns).order_by(*map(desc, key)).limit(1)
    return next((tuple(row) for row in database.rows(chosen)), None)


def _key(database: Database, table: Table) -> list[ColumnElement[Any]]:
    """Return the columns of a key, text in the order of its bytes as SQLite has it."""
    return [
        collate(column, "C")
        if database.is_postgresql and isinstance(column.type, String)
        else column
        for column in table.primary_key.columns
    ]


def _key_of(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(row._mapping[column] for column in table.primary_key.columns)


def _advance_numbers(connection: Connection, table: Table) -> None:
    """Let PostgreSQL give numbers above those that were copied, and above those it has given."""
    numbered: Column[Any] | None = table.autoincrement_column
    if connection.dialect.name != "postgresql" or numbered is None:
        return
    sequence = cast(func.pg_get_serial_sequence(table.name, numbered.name), REGCLASS)
    highest = select(func.coalesce(func.max(numbered), 1)).scalar_subquery()
    # A sequence is not set back with its transaction: it must never be lowered. It is None where the
    # program gives the numbers itself: nothing is set then.
    number = func.greatest(highest, func.nextval(sequence))
    connection.execute(select(func.setval(sequence, number)))
