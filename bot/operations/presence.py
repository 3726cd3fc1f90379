"""What an assistant tells the others on its database of itself, and what it knows of them."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import tomllib
from sqlalchemy.exc import SQLAlchemyError

from bot.environment import is_checkout
from bot.operations.health import HealthMonitor, HealthReport
from bot.operations.parameters import GIT_SECONDS
from bot.settings import ROOT, Settings
from bot.storage.assistants import Assistant, AssistantTable, SeenAssistant
from bot.storage.parameters import RENEWAL_SECONDS

EVERY_ADDRESS = ("0.0.0.0", "::")


class Presence:
    """Writes every few seconds that this assistant is there, and how it stands."""

    def __init__(
        self,
        table: AssistantTable,
        settings: Settings,
        health: HealthMonitor,
        known_revision: Callable[[], int],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._table, self._health, self._sleep = table, health, sleep
        self._known_revision = known_revision
        self._name = f"{socket.gethostname()}:{settings.port}"
        # Where it listens to every address, that says nothing of where it is.
        self._address = "" if settings.host in EVERY_ADDRESS else settings.address
        self._version = program_version(ROOT)
        # A thread that was left writing must not come after the farewell.
        self._lock, self._has_left = threading.Lock(), False

    async def run(self) -> None:
        """Tell how it stands, until cancelled."""
        while True:
            report = self._health.latest or await self._health.recent()
            # A database that is away is told by the probe of it.
            with suppress(SQLAlchemyError):
                await asyncio.to_thread(self._announce, report)
            await self._sleep(RENEWAL_SECONDS)

    def _announce(self, report: HealthReport) -> None:
        states = {name: part.state for name, part in report.parts.items()}
        told = Assistant(
            self._name, self._address, self._version, report.ready, states, self._known_revision()
        )
        with self._lock:
            if not self._has_left:
                self._table.announce(told)

    async def leave(self) -> None:
        """Say that it stops."""
        with suppress(SQLAlchemyError):
            await asyncio.to_thread(self._leave)

    def _leave(self) -> None:
        with self._lock:
            self._has_left = True
            self._table.leave()


def program_version(root: Path) -> str:
    """Return the version of the program, in a checkout with its commit: "0.2.0 12f4675"."""
    if not is_checkout(root):
        return metadata.version("thidua")
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return f"{project['project']['version']} {_commit(root)}".strip()


def _commit(root: Path) -> str:
    """Return the commit of a checkout; "" where it came without its history, or there is no git."""
    # The service's user does not own the checkout, of which git says nothing then.
    command = ["git", "-c", f"safe.directory={root}", "rev-parse", "--short", "HEAD"]
    try:
        told = subprocess.run(
            command, cwd=root, capture_output=True, text=True, timeout=GIT_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip()


def count_states(assistants: list[SeenAssistant]) -> dict[str, float]:
    """Return how many assistants are ready, not ready, and not seen any more."""
    found = Counter(
        "unseen" if not one.is_alive else "ready" if one.ready else "not_ready"
        for one in assistants
    )
    return {state: float(found[state]) for state in ("ready", "not_ready", "unseen")}


def known_revisions(assistants: list[SeenAssistant]) -> dict[str, float]:
    """Return the last change of the documents that each living assistant knows, by its name."""
    return {one.name: float(one.knowledge) for one in assistants if one.is_alive}
