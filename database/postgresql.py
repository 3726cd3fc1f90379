"""PostgreSQL as an engine of SQLAlchemy, through psycopg.

The address is libpq's own, so that it may name several servers of which one can be written to:
`postgresql://thidua@db1,db2/thidua?target_session_attrs=read-write`
(https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS).
"""

from __future__ import annotations

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Engine, create_engine

from database.errors import UnusableAddress
from database.parameters import EXTRA_CONNECTIONS, LIVENESS, POOL_SECONDS, POOLED_CONNECTIONS

SCHEMES = ("postgresql://", "postgres://")


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
    conninfo = make_conninfo("", **connection_parameters(address))

    def connect() -> psycopg.Connection:
        # A prepared statement belongs to one connection, which PgBouncer passes around.
        return psycopg.connect(conninfo, prepare_threshold=None)

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
