"""The primary is lost and its replica promoted: a program that names both writes again by itself."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from database import Database, open_database
from database.parameters import LIVENESS, POOLED_CONNECTIONS
from tests.replication import ReplicatedPostgresql, replicated_postgresql, silenced_host
from tests.waiting import until

#: Seconds from a loss to the next write, where the replica has been promoted meanwhile.
MAX_SECONDS = 10.0
Loss = Callable[[], None]


@pytest.fixture(params=["killed", "silent"])
def lost(request: pytest.FixtureRequest) -> Iterator[tuple[ReplicatedPostgresql, Loss]]:
    """Two servers, and what takes the first away: its end, or a power cut, of which nobody is told."""
    with ExitStack() as stack:
        if request.param == "killed":
            servers = stack.enter_context(replicated_postgresql())
            yield servers, servers.primary.kill
            return
        if not shutil.which("ip"):
            pytest.skip("iproute2 is not there: no network can be cut off")
        try:
            network = stack.enter_context(silenced_host())
        except subprocess.CalledProcessError:
            pytest.skip("no network may be made here")
        servers = stack.enter_context(replicated_postgresql(network.host, network.within))
        yield servers, network.silence


def add(database: Database, note: str) -> bool:
    """Write a note; whether that was possible."""
    try:
        with database.writing() as connection:
            connection.execute(text("INSERT INTO notes VALUES (:note)"), {"note": note})
    except SQLAlchemyError:
        return False
    return True


def test_the_next_server_is_written_to(lost: tuple[ReplicatedPostgresql, Loss]) -> None:
    servers, lose = lost
    database = open_database(servers.address)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE notes (note TEXT)"))
    assert add(database, "before")
    until(servers.has_caught_up)
    lose()
    began = time.monotonic()
    assert servers.replica.ask("SELECT pg_promote()")
    until(lambda: add(database, "after"))
    took = time.monotonic() - began
    assert database.rows(text("SELECT note FROM notes")) == [("before",), ("after",)]
    assert took <= MAX_SECONDS
    # Whoever connects from now on does not ask the lost server first.
    began = time.monotonic()
    with ExitStack() as several:
        for _ in range(POOLED_CONNECTIONS):
            several.enter_context(database.reading()).execute(text("SELECT 1"))
    assert time.monotonic() - began < float(LIVENESS["connect_timeout"])
    database.close()
