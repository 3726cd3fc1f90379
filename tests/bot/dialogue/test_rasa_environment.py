"""Rasa finds our packages, and no package for another Python; its address is its assistant's own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.dialogue.parameters import DEFAULT_PORT
from bot.dialogue.rasa_environment import (
    action_token,
    address_apart,
    own_address,
    rasa_address,
    rasa_environment,
    rasa_packages,
)
from bot.dialogue.training import PROJECT
from bot.settings import ROOT, Settings
from database.parameters import LIVENESS
from tests.servers import new_database


def test_a_checkout_is_used_as_it_is(settings: Settings, tmp_path: Path) -> None:
    assert rasa_packages(settings.replace(var=tmp_path)) == ROOT
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("starts", [1, 2])
def test_installed_rasa_sees_only_its_packages(
    settings: Settings, tmp_path: Path, starts: int
) -> None:
    site_packages = tmp_path / "site-packages"
    for name in ("knowledge", "rasa_project", "numpy"):
        (site_packages / name).mkdir(parents=True)
        (site_packages / name / "__init__.py").write_text(f"name = '{name}'", encoding="utf-8")
    for _ in range(starts):
        folder = rasa_packages(settings.replace(var=tmp_path / "var"), site_packages)
    assert sorted(path.name for path in folder.iterdir()) == ["knowledge", "rasa_project"]
    code = "import knowledge, rasa_project; print(knowledge.name, rasa_project.name)"
    command = [str(settings.dialogue_python), "-c", code]
    printed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert printed.stdout == "knowledge rasa_project\n"


def test_rasa_is_told_no_secret_of_the_channels(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_TELEGRAM_TOKEN", "123456:token")
    given = rasa_environment(settings)
    assert [name for name in given if name.startswith("THIDUA_")] == []
    assert given["ACTION_TOKEN"] == action_token(settings)
    assert given["ACTION_TOKEN"] != ""


def _split(address: str) -> tuple[str, list[str]]:
    server, _, words = address.partition("?")
    return server, sorted(words.split("&") if words else [])


@pytest.mark.parametrize(
    ("database", "address"),
    [
        ("", ""),
        ("postgresql://a:p%40%2F@db/t", "postgresql+psycopg2://a:p%40%2F@/t?host=db"),
        ("postgres:///t?host=/run/x", "postgresql+psycopg2:///t?host=%2Frun%2Fx"),
        (
            "postgresql://a@db1:5432,db2:5433/t?target_session_attrs=read-write",
            "postgresql+psycopg2://a@/t?host=db1%2Cdb2&port=5432%2C5433&target_session_attrs=read-write",
        ),
    ],
)
def test_rasa_is_told_where_conversations_are_kept(
    settings: Settings, database: str, address: str
) -> None:
    given = rasa_environment(settings.replace(database=SecretStr(database)))
    # Rasa gives a silent server up as soon as the assistant does.
    liveness = [f"{name}={value}" for name, value in LIVENESS.items() if database]
    expected, _, own = address.partition("?")
    own_words = own.split("&") if own else []
    assert (expected, sorted(own_words + liveness)) == _split(given["TRACKER_ADDRESS"])
    assert given["LOCK_STORE"] == "in_memory"


ENDPOINTS = """
import asyncio, sys
from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.utils.endpoints import read_endpoint_config

trackers = TrackerStore.create(read_endpoint_config(sys.argv[1], "tracker_store"))
locks = LockStore.create(read_endpoint_config(sys.argv[1], "lock_store"))

async def turn(conversation):
    async with locks.lock(conversation):
        return conversation

print(trackers.engine.dialect.name, asyncio.run(turn("c")), type(locks).__name__)
"""


@pytest.mark.parametrize(
    ("on_server", "counter", "printed"),
    [
        (False, "", "sqlite c InMemoryLockStore"),
        (True, "running", "postgresql c SharedLockStore"),
        (False, "away", "sqlite c SharedLockStore"),
    ],
)
def test_rasa_reads_the_endpoints(
    settings: Settings,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    on_server: bool,
    counter: str,
    printed: str,
) -> None:
    addresses = {
        "": lambda: "",
        "running": lambda: request.getfixturevalue("redis"),
        "away": lambda: "redis://127.0.0.1:1",
    }
    shared = new_database(request.getfixturevalue("postgresql")) if on_server else ""
    own = settings.replace(
        trackers=tmp_path / "trackers.db",
        database=SecretStr(shared),
        redis=SecretStr(addresses[counter]()),
    )
    command = [str(own.dialogue_python), "-c", ENDPOINTS, str(PROJECT / "endpoints.yml")]
    environment = rasa_environment(own)
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == printed, result.stderr
    assert (tmp_path / "trackers.db").exists() is not on_server


RECORDS = """
import asyncio, sys
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import read_endpoint_config
from sqlalchemy import create_engine

trackers = TrackerStore.create(read_endpoint_config(sys.argv[1], "tracker_store"), Domain.empty())
record = DialogueStateTracker.from_events("c", [UserUttered("xin chào")])
asyncio.run(trackers.save(record))
with create_engine(trackers.engine.url).connect() as other:
    other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                  "WHERE datname = current_database() AND pid <> pg_backend_pid()")
print(asyncio.run(trackers.retrieve("c")).latest_message.text)
"""


def test_rasa_reads_a_record_after_its_connections_were_cut(
    settings: Settings, postgresql: str
) -> None:
    own = settings.replace(database=SecretStr(new_database(postgresql)))
    command = [str(own.dialogue_python), "-c", RECORDS, str(PROJECT / "endpoints.yml")]
    environment = rasa_environment(own)
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "xin chào", result.stderr


def test_every_assistant_has_an_address_of_its_own(settings: Settings) -> None:
    first, second = rasa_address(settings), rasa_address(settings)
    assert first.secret != second.secret
    assert first.secret in first.url
    assert first.secret not in repr(first)


def test_a_port_that_is_set_is_taken(settings: Settings) -> None:
    own = settings.replace(dialogue_port=6000)
    assert own_address(own).port == address_apart(own).port == 6000


def test_an_assistant_and_its_dialogue_agree(settings: Settings, tmp_path: Path) -> None:
    """In a container only the assistant is told where to listen, and that Rasa is apart."""
    dialogue = settings.replace(var=tmp_path)
    assistant = dialogue.replace(host="0.0.0.0", dialogue="apart")
    assert rasa_address(assistant) == address_apart(dialogue)
    assert address_apart(dialogue).port == DEFAULT_PORT


def test_another_port_or_machine_secret_is_another_address(
    settings: Settings, tmp_path: Path
) -> None:
    assistant = settings.replace(var=tmp_path / "a")
    others = [assistant.replace(port=8001), assistant.replace(var=tmp_path / "b")]
    secrets = {address_apart(each).secret for each in [assistant, *others]}
    assert len(secrets) == 3
