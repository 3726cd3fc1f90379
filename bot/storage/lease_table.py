"""Leases in the database: who of several processes works on what, and who waits for it.

Everyone draws a number; the lowest number of a thing that has not run out has it. What a killed
process held runs out. Times are the server's, since the clocks of machines differ. Only locks that
end with their transaction are used, so that PgBouncer may pass connections around.

A number is kept as a message is: after a failover another would draw for a thing whose number the
standby had not heard of, and two would answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Double,
    Exists,
    cast,
    delete,
    exists,
    extract,
    func,
    insert,
    select,
    update,
)

from bot.storage.parameters import LEASE_SECONDS
from bot.storage.tables import LEASES
from database import Database

#: The day from which seconds are counted, as SQLite counts days.
EPOCH_DAY, SECONDS_A_DAY = 2440587.5, 86_400.0


def server_time(dialect: Dialect) -> ColumnElement[Any]:
    """Return the server's present time, in seconds since 1970."""
    if dialect.name == "postgresql":
        return cast(extract("epoch", func.clock_timestamp()), Double)
    return (func.julianday("now") - EPOCH_DAY) * SECONDS_A_DAY


def is_leased(dialect: Dialect, kind: str, name: ColumnElement[str]) -> Exists:
    """Return whether someone works on the thing that a query's column names."""
    return exists().where(
        LEASES.c.kind == kind, LEASES.c.name == name, LEASES.c.until > server_time(dialect)
    )


class LeaseTable:
    """The leases; its calls are short and may come from any thread."""

    def __init__(self, database: Database, seconds: float = LEASE_SECONDS) -> None:
        self._database, self.seconds = database, seconds

    def draw(self, kind: str, name: str) -> int:
        """Draw a number for a thing."""
        with self._database.writing() as connection:
            _begin(connection, kind, name)
            return self._insert(connection, kind, name)

    def draw_first(self, kind: str, name: str) -> int | None:
        """Draw a number for a thing that nobody has or waits for; None where someone does."""
        with self._database.writing() as connection:
            _begin(connection, kind, name)
            if connection.scalar(select(LEASES.c.id).where(*_of(kind, name)).limit(1)) is not None:
                return None
            return self._insert(connection, kind, name)

    def is_first(self, number: int, kind: str, name: str) -> bool:
        """Whether it is a number's turn."""
        with self._database.reading() as connection:
            alive = LEASES.c.until > server_time(connection.dialect)
            lowest = select(func.min(LEASES.c.id)).where(*_of(kind, name), alive)
            return bool(connection.scalar(lowest) == number)

    def renew(self, numbers: Collection[int]) -> set[int]:
        """Let numbers run for as long again; return those that had not run out."""
        with self._database.writing() as connection:
            now = server_time(connection.dialect)
            # One that has run out stays so: another may have its turn.
            alive = LEASES.c.id.in_(list(numbers)) & (LEASES.c.until > now)
            renewed = update(LEASES).where(alive).values(until=now + self.seconds)
            return set(connection.scalars(renewed.returning(LEASES.c.id)))

    def give_back(self, number: int) -> None:
        """End a number."""
        # One that a failover brings back runs out by itself.
        with self._database.writing(is_durable=False) as connection:
            connection.execute(delete(LEASES).where(LEASES.c.id == number))

    def _insert(self, connection: Connection, kind: str, name: str) -> int:
        until = server_time(connection.dialect) + self.seconds
        new = insert(LEASES).values(kind=kind, name=name, until=until)
        return int(connection.scalars(new.returning(LEASES.c.id)).one())


def _begin(connection: Connection, kind: str, name: str) -> None:
    """Have the others that draw for this thing wait, and drop the numbers that have run out.

    Without it a lower number might come in sight after a higher one had its turn. SQLite has one
    writer at a time anyhow.
    """
    if connection.dialect.name == "postgresql":
        digest = hashlib.sha256(f"{kind} {name}".encode()).digest()
        key = int.from_bytes(digest[:8], "big", signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(key)))
    ended = LEASES.c.until <= server_time(connection.dialect)
    connection.execute(delete(LEASES).where(*_of(kind, name), ended))


def _of(kind: str, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return LEASES.c.kind == kind, LEASES.c.name == name
