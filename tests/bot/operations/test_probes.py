"""How each component is checked."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.operations.health import ComponentStatus
from bot.operations.parameters import MAX_MESSAGE_AGE
from bot.operations.probes import (
    database_probe,
    dialogue_probe,
    knowledge_probe,
    queue_probe,
    redis_probe,
)
from bot.ports import free_port
from bot.storage.redis_window import open_redis
from database import open_database
from tests.servers import PostgresqlServer, redis_server


@dataclass(frozen=True)
class Process:
    restarts: int = 0
    is_starting: bool = False


@dataclass(frozen=True)
class Queue:
    count: int
    age: float | None

    def waiting(self) -> int:
        return self.count

    def oldest(self) -> float | None:
        return None if self.age is None else time.time() - self.age


@pytest.mark.parametrize(
    ("ready", "process", "state", "why"),
    [
        (True, None, "ok", ""),
        (True, Process(), "ok", ""),
        (True, Process(restarts=2), "ok", "khởi động lại 2 lần"),
        (False, Process(is_starting=True), "starting", "Rasa đang nạp mô hình"),
        (False, Process(restarts=1), "failing", "Rasa không trả lời"),
        (False, None, "failing", "Rasa không trả lời"),
    ],
)
def test_the_dialogue(ready: bool, process: Process | None, state: str, why: str) -> None:
    async def is_ready() -> bool:
        return ready

    status = asyncio.run(dialogue_probe(is_ready, process)())
    assert (status.state, status.why.split(";")[0]) == (state, why)


@pytest.mark.parametrize(
    ("found", "status"),
    [
        ((3, ""), ComponentStatus("ok", "3 văn bản, bộ mã hóa seeded")),
        ((0, ""), ComponentStatus("failing", "chưa có văn bản nào")),
        ((0, "x" * 900), ComponentStatus("failing", "x" * 200)),
    ],
)
def test_the_knowledge(found: tuple[int, str], status: ComponentStatus) -> None:
    assert asyncio.run(knowledge_probe(lambda: found, "seeded")()) == status


@pytest.mark.parametrize(
    ("queue", "status"),
    [
        (Queue(0, None), ComponentStatus("ok", "0 tin chờ trả lời, lâu nhất 0 giây")),
        (Queue(2, 30), ComponentStatus("ok", "2 tin chờ trả lời, lâu nhất 30 giây")),
        (
            Queue(1, MAX_MESSAGE_AGE + 10),
            ComponentStatus("failing", "1 tin chờ trả lời, lâu nhất 310 giây"),
        ),
        # The machine's clock was set back.
        (Queue(1, -50), ComponentStatus("ok", "1 tin chờ trả lời, lâu nhất 0 giây")),
    ],
)
def test_the_messages(queue: Queue, status: ComponentStatus) -> None:
    assert asyncio.run(queue_probe(queue)()) == status


def test_a_shared_database_and_redis_that_are_away_come_back(tmp_path: Path) -> None:
    server, port = PostgresqlServer(tmp_path / "postgresql"), free_port()
    (tmp_path / "redis").mkdir()

    async def scene() -> None:
        database = open_database(server.address)
        async with open_redis(f"redis://127.0.0.1:{port}") as redis:
            check = database_probe(database), redis_probe(redis)

            async def states() -> list[str]:
                return [(await probe()).state for probe in check]

            with redis_server(tmp_path / "redis", port):
                assert await states() == ["ok", "ok"]
            server.stop()
            assert await states() == ["failing", "failing"]
            # What stands there is shown to everyone.
            told = [(await probe()).why for probe in check]
            assert not any(tmp_path.name in why or str(port) in why for why in told)
            server.start()
            with redis_server(tmp_path / "redis", port):
                assert await states() == ["ok", "ok"]
        database.close()

    try:
        asyncio.run(scene())
    finally:
        server.close()
