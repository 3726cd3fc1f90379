"""PostgreSQL as an engine of SQLAlchemy, through psycopg.

The address is libpq's own, so that it may name several servers of which one can be written to:
`postgresql://thidua@db1,db2/thidua?target_session_attrs=read-write`
(https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS).
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Format
from sqlalchemy import Engine, create_engine

from database.errors import UnusableAddress
from database.parameters import EXTRA_CONNECTIONS, LIVENESS, POOL_SECONDS, POOLED_CONNECTIONS

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


def connection_parameters(address: str) -> dict[str, str]:
    """Return what an address says, by libpq's names; where it does not, when a server is given up.

    Raise UnusableAddress.
    """
    try:
        said = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise UnusableAddress("Địa chỉ PostgreSQL viết sai.") from error
    return {**LIVENESS, **{name: str(value) for name, value in said.items()}}


def postgresql_engine(address: str) -> Engine:
    """Return an engine over a server; connects when it is first used. Raise UnusableAddress."""
    parameters = connection_parameters(address)

    def connect() -> psycopg.Connection:
        nonlocal parameters
        # A prepared statement belongs to one connection, which PgBouncer passes around.
        connection = psycopg.connect(
            make_conninfo("", **parameters), prepare_threshold=None, cursor_factory=BinaryCursor
        )
        connection.server_cursor_factory = BinaryServerCursor
        # A server that is silent costs seconds each time that it is asked before the one that answers.
        parameters = _preferring(parameters, connection.info.host, connection.info.port)
        return connection

    return create_engine(
        "postgresql+psycopg://",
        creator=connect,
        pool_size=POOLED_CONNECTIONS,
        max_overflow=EXTRA_CONNECTIONS,
        pool_timeout=POOL_SECONDS,
        # A connection that a failover has cut is found out before it is used.
        pool_pre_ping=True,
        # An error's text goes into logs: what people wrote must not stand in it.
        hide_parameters=True,
    )


def _preferring(parameters: dict[str, str], host: str, port: int) -> dict[str, str]:
    """Return the parameters with a server, of several that are named, as the first to be asked."""
    hosts, ports = (parameters.get(name, "").split(",") for name in ("host", "port"))
    if len(hosts) == 1:
        return parameters
    each = zip(hosts, ports * len(hosts) if len(ports) == 1 else ports, strict=True)
    ordered = sorted(each, key=lambda one: one not in ((host, str(port)), (host, "")))
    hosts, ports = map(list, zip(*ordered, strict=True))
    return {**parameters, "host": ",".join(hosts), "port": ",".join(ports)}
