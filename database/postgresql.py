"""PostgreSQL as an engine of SQLAlchemy, through psycopg.

The address is libpq's own, so that it may name several servers of which one can be written to:
`postgresql://thidua@db1,db2/thidua?target_session_attrs=read-write`
(https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS).
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import Format
from sqlalchemy import Engine, create_engine

from database.errors import UnusableAddress
from database.parameters import CONNECT_SECONDS, EXTRA_CONNECTIONS, POOLED_CONNECTIONS

SCHEMES = ("postgresql://", "postgres://")


class BinaryCursor(psycopg.Cursor[Any]):
    """Takes results as they are, not written out as text: a blob is twice as long in digits."""

    def __init__(self, connection: psycopg.Connection[Any], **options: Any) -> None:
        super().__init__(connection, **options)
        self.format = Format.BINARY


class BinaryServerCursor(psycopg.ServerCursor[Any]):
    """The same where rows come part by part: what reads a value knows one form of it."""

    def __init__(self, connection: psycopg.Connection[Any], name: str, **options: Any) -> None:
        super().__init__(connection, name, **options)
        self.format = Format.BINARY


def postgresql_engine(address: str) -> Engine:
    """Return an engine over a server; connects when it is first used. Raise UnusableAddress."""
    try:
        conninfo = make_conninfo(address, connect_timeout=CONNECT_SECONDS)
    except psycopg.ProgrammingError as error:
        raise UnusableAddress("Địa chỉ PostgreSQL viết sai.") from error

    def connect() -> psycopg.Connection:
        # A prepared statement belongs to one connection, which PgBouncer passes around.
        made = psycopg.connect(conninfo, prepare_threshold=None, cursor_factory=BinaryCursor)
        made.server_cursor_factory = BinaryServerCursor
        return made

    return create_engine(
        "postgresql+psycopg://",
        creator=connect,
        pool_size=POOLED_CONNECTIONS,
        max_overflow=EXTRA_CONNECTIONS,
        pool_timeout=CONNECT_SECONDS,
        # A connection that a failover has cut is found out before it is used.
        pool_pre_ping=True,
        # An error's text goes into logs: what people wrote must not stand in it.
        hide_parameters=True,
    )
