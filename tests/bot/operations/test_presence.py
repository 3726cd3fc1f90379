"""What an assistant tells the others on its database."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.operations.health import ComponentStatus, HealthMonitor
from bot.operations.presence import Presence, count_states, known_revisions, program_version
from bot.settings import ROOT, Settings
from bot.storage.assistants import AssistantTable, SeenAssistant
from bot.storage.parameters import LEASE_SECONDS
from database import Database

SEEN = SeenAssistant("a:1", "http://a:1", "1", True, {}, 7, 60.0, 1.0)
OTHERS = [
    SEEN,
    replace(SEEN, name="b:1", ready=False, knowledge=5),
    replace(SEEN, name="c:1", unseen_seconds=LEASE_SECONDS),
]


async def failing() -> ComponentStatus:
    return ComponentStatus("failing", "tệp /var/lib/x bị hỏng")


async def off() -> ComponentStatus:
    return ComponentStatus("off")


def test_it_tells_how_it_stands_until_it_leaves(
    settings: Settings, open_again: Callable[[], Database]
) -> None:
    table, other = AssistantTable(open_again()), AssistantTable(open_again())
    health = HealthMonitor({"dialogue": failing, "zalo": off}, frozenset({"dialogue"}))

    async def scene() -> None:
        rounds = asyncio.Semaphore(0)

        async def pause(_: float) -> None:
            rounds.release()
            await asyncio.sleep(0)

        presence = Presence(table, settings, health, lambda: 7, pause)
        running = asyncio.create_task(presence.run())
        for _ in range(2):
            await rounds.acquire()
        (seen,) = other.all()
        assert seen.name == f"{socket.gethostname()}:{settings.port}"
        assert (seen.address, seen.version) == (settings.address, program_version(ROOT))
        # Why a part fails stays on its machine.
        assert (seen.ready, seen.states) == (False, {"dialogue": "failing", "zalo": "off"})
        assert (seen.knowledge, seen.is_alive) == (7, True)
        await presence.leave()
        await rounds.acquire()
        await rounds.acquire()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scene())
    # What was under way does not come after the farewell.
    assert other.all() == []


def test_the_version_names_the_commit_where_there_is_one(tmp_path: Path) -> None:
    version, _, commit = program_version(ROOT).partition(" ")
    assert version[0].isdigit()
    assert commit == "" or int(commit, 16)
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "9.9"\n', encoding="utf-8")
    assert program_version(tmp_path) == "9.9"


@pytest.mark.parametrize(
    ("seen", "states", "revisions"),
    [
        ([], {"ready": 0, "not_ready": 0, "unseen": 0}, {}),
        (OTHERS, {"ready": 1, "not_ready": 1, "unseen": 1}, {"a:1": 7, "b:1": 5}),
    ],
)
def test_the_figures_of_all(
    seen: list[SeenAssistant], states: dict[str, float], revisions: dict[str, float]
) -> None:
    assert count_states(seen) == states
    assert known_revisions(seen) == revisions
