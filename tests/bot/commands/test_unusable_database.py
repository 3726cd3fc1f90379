"""A shared database that cannot be used: one sentence says why, whichever command is given."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.ports import free_port
from bot.settings import ROOT
from bot.storage.opening import open_at
from knowledge.storage import Store
from tests.servers import PostgresqlServer, new_database, ready_database

AWAY = "postgresql://a:hush@127.0.0.1:1/b"
OLDER, NEWER = "chạy `thidua migrate` trước", "mới hơn chương trình này"


def environment(address: str, folder: Path) -> dict[str, str]:
    own = {"THIDUA_VAR": str(folder), "THIDUA_PORT": str(free_port()), "THIDUA_DIALOGUE": "apart"}
    return {**os.environ, **own, "THIDUA_ENCODER": "seeded", "THIDUA_DATABASE": address}


def thidua(address: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=ROOT,
        env=environment(address, folder),
        capture_output=True,
        text=True,
        check=False,
    )


def assert_told(told: subprocess.CompletedProcess[str], sentence: str) -> None:
    """One line on standard error, after what the command says of its progress."""
    assert told.returncode == 1
    lines = told.stderr.splitlines()
    assert [line for line in lines if not line.startswith(("Đang", "Lỗi: "))] == []
    assert sentence in lines[-1]
    assert "hush" not in told.stderr


def set_version(address: str, table: str, version: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute(f"UPDATE {table}_version SET version_num = '{version}'")


@pytest.mark.parametrize("command", ["serve", "report", "index list", "backup copy"])
def test_a_server_that_is_away_is_told(tmp_path: Path, command: str) -> None:
    assert_told(thidua(AWAY, tmp_path, *command.split()), "Không mở được PostgreSQL")


@pytest.mark.parametrize(
    ("table", "version", "command", "sentence"),
    [
        ("conversations", "9999", "serve", NEWER),
        ("conversations", "9999", "migrate", NEWER),
        ("conversations", "0001", "serve", OLDER),
        ("conversations", "0001", "export c", OLDER),
        ("knowledge", "9999", "serve", NEWER),
        ("knowledge", "9999", "backup copy", NEWER),
        ("knowledge", "0001", "index list", OLDER),
    ],
)
def test_tables_of_another_version_are_told(
    postgresql: str, tmp_path: Path, table: str, version: str, command: str, sentence: str
) -> None:
    address = ready_database(postgresql)
    set_version(address, table, version)
    assert_told(thidua(address, tmp_path, *command.split()), sentence)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[str]:
    """The address of a server that asks for a password, without user and password."""
    server = PostgresqlServer(tmp_path / "postgresql")
    with psycopg.connect(server.address, autocommit=True) as connection:
        (rules,) = connection.execute("SHOW hba_file").fetchone() or ("",)
        path = Path(rules)
        path.write_text("local all guarded scram-sha-256\n" + path.read_text("utf-8"), "utf-8")
        connection.execute("CREATE ROLE guarded LOGIN PASSWORD 'right'")
        connection.execute("SELECT pg_reload_conf()")
    yield ready_database(server.address)
    server.close()


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_password_that_is_wrong_and_one_that_opens_nothing_are_told(
    guarded: str, tmp_path: Path, command: str
) -> None:
    for password, sentence in (("hush", "password authentication failed"), ("right", "permission")):
        address = as_user(guarded, password)
        assert_told(thidua(address, tmp_path, *command.split()), sentence)


def as_user(address: str, password: str) -> str:
    parts = conninfo_to_dict(make_conninfo(address))
    return f"postgresql://guarded:{password}@/{parts['dbname']}?host={parts['host']}"


def test_two_migrations_at_once_are_done_once(postgresql: str, tmp_path: Path) -> None:
    address = new_database(postgresql)
    command = [sys.executable, "-m", "bot.cli", "migrate"]
    both = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment(address, tmp_path), stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [(process.communicate()[1], process.returncode) for process in both]
    assert told == [("", 0)] * 2
    with closing(open_at(address)), closing(Store(address)) as store:
        assert store.state.generation
