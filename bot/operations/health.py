"""How each component stands, and since when: what `/ready` and `thidua status` tell."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError

from bot.operations.parameters import CHECK_INTERVAL, MAX_REASON, REPORT_MAX_AGE
from database import kind_of, reason_of

LOG = logging.getLogger(__name__)
State = Literal["ok", "starting", "failing", "off"]


@dataclass(frozen=True)
class ComponentStatus:
    """How a component stands, and in a few words why."""

    state: State
    why: str = ""


@dataclass(frozen=True)
class ComponentReport:
    """How a component stands, why, and for how many seconds it has been seen in this state."""

    state: State
    why: str
    seconds: float


@dataclass(frozen=True)
class HealthReport:
    """Whether questions can be answered, and every component by name."""

    ready: bool
    parts: Mapping[str, ComponentReport]


Probe = Callable[[], Awaitable[ComponentStatus]]


class HealthMonitor:
    """The probes by component; the assistant is ready when every required one is ok."""

    def __init__(
        self,
        probes: Mapping[str, Probe],
        required: frozenset[str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._probes, self._required, self._clock = dict(probes), required, clock
        self._since: dict[str, tuple[State, float]] = {}
        self._lock = asyncio.Lock()
        #: What the last check found; None before the first.
        self.latest: HealthReport | None = None
        self._checked_at = 0.0

    async def recent(self) -> HealthReport:
        """Return the report of a moment ago, or check: anyone may ask, and a check is not free."""
        async with self._lock:
            now = self._clock()
            if self.latest is None or now - self._checked_at >= REPORT_MAX_AGE:
                self._checked_at = now
                return await self.check()
            return self.latest

    async def check(self) -> HealthReport:
        """Run every probe and return how all components stand now."""
        results = await asyncio.gather(*(_run(probe) for probe in self._probes.values()))
        statuses = dict(zip(self._probes, results, strict=True))
        ready = all(statuses[name].state == "ok" for name in self._required & statuses.keys())
        parts = {
            name: ComponentReport(status.state, status.why, self._age(name, status.state))
            for name, status in statuses.items()
        }
        self.latest = HealthReport(ready, parts)
        return self.latest

    def parts_ok(self) -> dict[str, float]:
        """Return 1 for each component that was ok when last checked, else 0; those off are left out."""
        parts = self.latest.parts if self.latest else {}
        return {name: part.state == "ok" for name, part in parts.items() if part.state != "off"}

    async def run(self) -> None:
        """Check every few seconds, so that a change is logged and dated when it comes."""
        while True:
            await self.check()
            await asyncio.sleep(CHECK_INTERVAL)

    def _age(self, name: str, state: State) -> float:
        """Return for how many seconds a component has been in its state; log a change of it."""
        now = self._clock()
        before = self._since.get(name)
        if before is None or before[0] != state:
            if before:
                LOG.warning("a part changed", extra={"part": name, "was": before[0], "is": state})
            before = self._since[name] = state, now
        return round(now - before[1], 1)


async def _run(probe: Probe) -> ComponentStatus:
    try:
        return await probe()
    except SQLAlchemyError as error:
        return ComponentStatus("failing", kind_of(error))
    except (OSError, sqlite3.Error) as error:
        return ComponentStatus(
            "failing", f"{type(error).__name__}: {reason_of(error)}"[:MAX_REASON]
        )
