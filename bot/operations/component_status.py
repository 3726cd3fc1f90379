"""The parts that `/ready` looks at, each asked for real."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.channels.registry import ChannelRegistry
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.supervisor import Supervisor
from bot.operations.health import ComponentStatus, Probe

#: Less than this free, a disk is as good as full: SQLite's journals need room too.
LEAST_FREE = 50 * 1024 * 1024
#: An answer that waits longer than this has met with trouble.
LONG_WAIT = 300.0


def dialogue_probe(dialogue: Dialogue, supervisor: Supervisor | None) -> Probe:
    """Tell whether Rasa answers; one that was started a moment ago is starting, not failing."""

    async def look() -> ComponentStatus:
        if await dialogue.ready():
            return ComponentStatus(
                "ok", f"khởi động lại {supervisor.restarts} lần" if supervisor and supervisor.restarts else ""
            )
        if supervisor and supervisor.is_starting:
            return ComponentStatus("starting", "Rasa đang nạp mô hình")
        return ComponentStatus("failing", "Rasa không trả lời; câu hỏi về văn bản vẫn được trả lời riêng từng câu")

    return look


def knowledge_probe(tried: Callable[[], tuple[int, str]], encoder: str) -> Probe:
    """Tell how many documents are held and can be searched: an assistant without any is not ready."""

    async def look() -> ComponentStatus:
        held, wrong = await asyncio.to_thread(tried)
        if wrong:
            return ComponentStatus("failing", wrong[:200])
        return ComponentStatus(
            "ok" if held else "failing", f"{held} văn bản, bộ mã hoá {encoder}" if held else "chưa có văn bản nào"
        )

    return look


def disk_probe(folder: Path) -> Probe:
    """Tell whether there is room, and leave to write, for what people send."""

    def tried() -> ComponentStatus:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE:
            return ComponentStatus("failing", f"chỉ còn {free // 2**20} MB trống")
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".disk-") as file:
            os.write(file.fileno(), b"x")
        return ComponentStatus("ok", f"còn {free / 2**30:.1f} GB trống")

    async def look() -> ComponentStatus:
        return await asyncio.to_thread(tried)

    return look


def inbox_probe(connections: ChannelRegistry) -> Probe:
    """Tell how many messages wait for their answer, and since when the oldest does."""

    async def look() -> ComponentStatus:
        waiting = await asyncio.to_thread(connections.inbox.waiting)
        oldest = await asyncio.to_thread(connections.inbox.oldest)
        age = max(0.0, time.time() - oldest) if oldest else 0.0
        return ComponentStatus(
            "failing" if age > LONG_WAIT else "ok", f"{waiting} tin chờ trả lời, lâu nhất {age:.0f} giây"
        )

    return look


def channel_probes(connections: ChannelRegistry) -> dict[str, Probe]:
    """Tell of each channel whether it is on and whether its app took the last message."""

    def look_of(name: str) -> Probe:
        async def look() -> ComponentStatus:
            return connections.part(name)

        return look

    return {state.name: look_of(state.name) for state in connections.states}
