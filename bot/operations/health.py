"""How each part of the assistant stands, and since when: what `/ready` and `thidua status` tell."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

LOG = logging.getLogger(__name__)
#: How often the parts are looked at when nobody asks, and for how long what was seen is told.
LOOK_SECONDS, FRESH_SECONDS = 10.0, 1.0
State = Literal["ok", "starting", "failing", "off"]


@dataclass(frozen=True)
class ComponentStatus:
    """How a part stands, and in a few words why."""

    state: State
    why: str = ""


Probe = Callable[[], Awaitable[ComponentStatus]]


class HealthMonitor:
    """The parts by name; the assistant is ready when every one that is `needed` is ok."""

    def __init__(
        self, parts: Mapping[str, Probe], needed: frozenset[str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._parts, self._needed, self._clock = dict(parts), needed, clock
        self._since: dict[str, tuple[State, float]] = {}
        self._looking = asyncio.Lock()
        self._told: dict[str, Any] | None = None
        self._told_at = 0.0

    async def recent(self) -> dict[str, Any]:
        """Tell what was seen a moment ago, or look: anyone may ask, and looking costs a search."""
        async with self._looking:
            now = self._clock()
            if self._told is None or now - self._told_at >= FRESH_SECONDS:
                self._told, self._told_at = await self.look(), now
            return self._told

    async def look(self) -> dict[str, Any]:
        """Look at every part: {"ready": …, "parts": {name: {"state", "why", "seconds" in this state}}}."""
        found = dict(
            zip(self._parts, await asyncio.gather(*(self._one(look) for look in self._parts.values())), strict=True)
        )
        ready = all(part.state == "ok" for name, part in found.items() if name in self._needed)
        told = {
            name: {"state": part.state, "why": part.why, "seconds": self._age(name, part.state)}
            for name, part in found.items()
        }
        return {"ready": ready, "parts": told}

    @staticmethod
    async def _one(look: Probe) -> ComponentStatus:
        try:
            return await look()
        except (OSError, sqlite3.Error) as error:
            return ComponentStatus("failing", f"{type(error).__name__}: {error}"[:200])

    async def run(self) -> None:
        """Look every few seconds, so that a change is logged, and its time known, when it comes."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    def _age(self, name: str, state: State) -> float:
        """Give for how many seconds a part has been seen in its state."""
        now = self._clock()
        before = self._since.get(name)
        if before is None or before[0] != state:
            if before:
                LOG.warning("a part changed", extra={"part": name, "was": before[0], "is": state})
            before = self._since[name] = state, now
        return round(now - before[1], 1)


def status_lines(told: Mapping[str, Any]) -> list[str]:
    """Write what `/ready` tells for a person, one part a line."""
    signs = {"ok": "✓", "starting": "…", "failing": "✗", "off": "–"}
    words = {"ok": "tốt", "starting": "đang khởi động", "failing": "có lỗi", "off": "tắt"}
    rows = []
    for name, part in told["parts"].items():
        state, why = str(part["state"]), str(part["why"])
        rows.append(f"{signs[state]} {name:<10} {words[state]:<15} {_for(float(part['seconds'])):>8}  {why}".rstrip())
    head = "Sẵn sàng trả lời." if told["ready"] else "CHƯA sẵn sàng trả lời."
    return [head, *rows]


def _for(seconds: float) -> str:
    for size, unit in ((86_400, "ngày"), (3600, "giờ"), (60, "phút")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} giây"
