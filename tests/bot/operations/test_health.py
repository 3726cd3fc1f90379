"""How each part stands and since when, as the operator reads it."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from bot.commands.report.text import status_lines
from bot.operations.health import ComponentReport, ComponentStatus, HealthMonitor
from bot.operations.probes import disk_probe


class StubProbe:
    """Reports the status that it was given."""

    now: ComponentStatus | Exception = ComponentStatus("starting", "đang nạp")

    async def __call__(self) -> ComponentStatus:
        if isinstance(self.now, Exception):
            raise self.now
        return self.now


def test_ready_is_when_every_needed_part_is_ok_and_each_tells_since_when() -> None:
    clock = [0.0]
    rasa, zalo = StubProbe(), StubProbe()
    health = HealthMonitor(
        {"dialogue": rasa, "zalo": zalo}, frozenset({"dialogue"}), lambda: clock[0]
    )
    zalo.now = ComponentStatus("failing", "HTTP 500")
    assert asyncio.run(health.check()).ready is False
    clock[0], rasa.now = 20.0, ComponentStatus("ok")
    assert asyncio.run(health.check()).parts["dialogue"] == ComponentReport("ok", "", 0.0)
    clock[0] = 3620.0
    report = asyncio.run(health.check())
    assert report.ready is True
    assert {name: part.seconds for name, part in report.parts.items()} == {
        "dialogue": 3600.0,
        "zalo": 3620.0,
    }
    assert status_lines(report) == [
        "Sẵn sàng trả lời.",
        "✓ dialogue   tốt                1 giờ",
        "✗ zalo       có lỗi             1 giờ  HTTP 500",
    ]
    # Whoever is not on this machine is told what was seen a moment ago.
    assert asyncio.run(health.recent()) == report
    rasa.now = ComponentStatus("failing")
    assert asyncio.run(health.recent()) == report
    clock[0] += 1
    assert asyncio.run(health.recent()).ready is False
    rasa.now = sqlite3.OperationalError("disk I/O error")
    report = asyncio.run(health.check())
    assert report.parts["dialogue"].why == "OperationalError: disk I/O error"
    assert status_lines(report)[0] == "CHƯA sẵn sàng trả lời."


def test_a_disk_that_cannot_be_written_is_failing(tmp_path: Path) -> None:
    assert asyncio.run(disk_probe(tmp_path)()).state == "ok"
    file = tmp_path / "file"
    file.write_bytes(b"")
    health = HealthMonitor({"disk": disk_probe(file / "var")}, frozenset())
    assert asyncio.run(health.check()).parts["disk"].state == "failing"
