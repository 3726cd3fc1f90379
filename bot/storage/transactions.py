"""What a transaction may be told."""

from __future__ import annotations

from sqlalchemy import Connection, func, select


def wait_for_no_disk(connection: Connection) -> None:
    """Let a transaction on PostgreSQL end before it is on disk.

    It is safe from a crash of ours; one of the server may lose what was written in its last moment
    (https://www.postgresql.org/docs/current/wal-async-commit.html). Nothing is done on SQLite.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.set_config("synchronous_commit", "off", True)))
