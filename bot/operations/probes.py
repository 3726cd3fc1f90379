"""Probes: how each component that `/ready` tells of is checked.

Readiness is asked for, not remembered.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.operations.health import ComponentStatus, Probe
from bot.operations.parameters import MAX_MESSAGE_AGE, MAX_REASON, MIN_FREE_DISK
from database import Database, kind_of


class DialogueProcess(Protocol):
    """The process of the dialogue, as the one who watches over it knows it."""

    @property
    def restarts(self) -> int:
        """How often it had to be started again."""

    @property
    def is_starting(self) -> bool:
        """Whether it may still be loading."""


class MessageQueue(Protocol):
    """Messages that wait for their answer."""

    def waiting(self) -> int:
        """Return how many wait."""

    def oldest(self) -> float | None:
        """Return when the oldest came (seconds since 1970), None when none waits."""


def dialogue_probe(ready: Callable[[], Awaitable[bool]], process: DialogueProcess | None) -> Probe:
    """Check that Rasa answers; one that was started a moment ago is starting, not failing."""

    async def check() -> ComponentStatus:
        if await ready():
            restarts = process.restarts if process else 0
            return ComponentStatus("ok", f"khởi động lại {restarts} lần" if restarts else "")
        if process and process.is_starting:
            return ComponentStatus("starting", "Rasa đang nạp mô hình")
        why = "Rasa không trả lời; câu hỏi về văn bản vẫn được trả lời riêng từng câu"
        return ComponentStatus("failing", why)

    return check


def knowledge_probe(search: Callable[[], tuple[int, str]], encoder: str) -> Probe:
    """Check that there are documents and that they can be searched.

    `search` returns how many documents there are, and why they cannot be searched, if so.
    """

    async def check() -> ComponentStatus:
        documents, error = await asyncio.to_thread(search)
        if error:
            return ComponentStatus("failing", error[:MAX_REASON])
        if not documents:
            return ComponentStatus("failing", "chưa có văn bản nào")
        return ComponentStatus("ok", f"{documents} văn bản, bộ mã hóa {encoder}")

    return check


def disk_probe(folder: Path) -> Probe:
    """Check that there is room for what people send, and leave to write."""

    def write() -> ComponentStatus:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        if free < MIN_FREE_DISK:
            return ComponentStatus("failing", f"chỉ còn {free // 2**20} MB trống")
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".disk-") as file:
            os.write(file.fileno(), b"x")
        return ComponentStatus("ok", f"còn {free / 2**30:.1f} GB trống")

    async def check() -> ComponentStatus:
        return await asyncio.to_thread(write)

    return check


def database_probe(database: Database) -> Probe:
    """Check that the shared database answers and can be written to; no address is told."""

    def ask() -> ComponentStatus:
        try:
            is_copy = database.scalar(select(func.pg_is_in_recovery()))
        except SQLAlchemyError as error:
            return ComponentStatus("failing", f"không trả lời ({kind_of(error)})")
        if is_copy:
            return ComponentStatus("failing", "chỉ đọc được: đây là máy dự phòng")
        return ComponentStatus("ok", database.name)

    async def check() -> ComponentStatus:
        return await asyncio.to_thread(ask)

    return check


def replica_probe(is_following: Callable[[], bool]) -> Probe:
    """Check that the replica knows every document; while it does not the primary is searched."""

    async def check() -> ComponentStatus:
        if await asyncio.to_thread(is_following):
            return ComponentStatus("ok", "tìm kiếm trên máy dự phòng")
        why = "không trả lời hoặc chưa theo kịp; tạm tìm kiếm trên máy chính"
        return ComponentStatus("failing", why)

    return check


def redis_probe(redis: Redis) -> Probe:
    """Check that Redis answers; while it does not each machine counts alone."""

    async def check() -> ComponentStatus:
        try:
            await redis.ping()
        except (RedisError, OSError) as error:
            why = f"không trả lời ({type(error).__name__}); mỗi máy tự đếm"
            return ComponentStatus("failing", why)
        return ComponentStatus("ok", "Redis")

    return check


def queue_probe(queue: MessageQueue) -> Probe:
    """Check that no message has waited too long for its answer."""

    async def check() -> ComponentStatus:
        waiting = await asyncio.to_thread(queue.waiting)
        age = await asyncio.to_thread(longest_wait, queue)
        why = f"{waiting} tin chờ trả lời, lâu nhất {age:.0f} giây"
        return ComponentStatus("failing" if age > MAX_MESSAGE_AGE else "ok", why)

    return check


def longest_wait(queue: MessageQueue) -> float:
    """Return for how many seconds the oldest message has waited; 0 when none waits."""
    oldest = queue.oldest()
    return max(0.0, time.time() - oldest) if oldest else 0.0


def channel_probe(status: Callable[[], ComponentStatus]) -> Probe:
    """Pass on what a channel knows of itself: on or off, and whether its app took the last part."""

    async def check() -> ComponentStatus:
        return status()

    return check
