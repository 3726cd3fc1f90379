"""Rasa is started with the assistant, started again when it ends or hangs, and stopped with it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable

import httpx

from bot.dialogue.parameters import (
    MAX_RESTART_PAUSE,
    MAX_SILENCE,
    MAX_START_SECONDS,
    MIN_RESTART_PAUSE,
    PROBE_INTERVAL,
    STOP_TIMEOUT,
)
from bot.dialogue.rasa_environment import RasaAddress
from bot.dialogue.rasa_process import relay_log, start_rasa
from bot.settings import Settings

LOG = logging.getLogger(__name__)


class Supervisor:
    """Owns Rasa's process."""

    def __init__(
        self,
        settings: Settings,
        address: RasaAddress,
        probe_interval: float = PROBE_INTERVAL,
        max_silence: float = MAX_SILENCE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings, self._address = settings, address
        self._probe_interval, self._max_silence, self._sleep = probe_interval, max_silence, sleep
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None
        #: When the process was started and when it last answered; 0.0 before it did.
        self._started_at = self._answered_at = 0.0
        self._client = httpx.AsyncClient(timeout=max_silence / 3, trust_env=False)
        #: How often the process had to be started again.
        self.restarts = 0

    @property
    def is_starting(self) -> bool:
        """Whether the process may still be loading its model."""
        age = time.monotonic() - self._started_at
        return not self._answered_at and age < MAX_START_SECONDS

    async def start(self) -> None:
        """Start the process and supervise it in the background."""
        self._task = asyncio.create_task(self._supervise())

    async def stop(self) -> None:
        """Stop supervising, then the process: by SIGTERM, and by SIGKILL if that is not enough."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._client.aclose()
        process = self._process
        if process and process.returncode is None:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), STOP_TIMEOUT)
            except asyncio.TimeoutError:
                process.kill()
                await process.wait()

    async def _supervise(self) -> None:
        # A plain loop: what it waits for is an end, not an error, and the pause depends on whether
        # the process worked in between.
        pause = MIN_RESTART_PAUSE
        while True:
            exit_code = await self._run_once()
            if self._answered_at:
                # It worked: its end is no sign that the next one will fail too.
                pause = MIN_RESTART_PAUSE
            LOG.error(
                "dialogue process ended with %s; starting it again in %.0f s", exit_code, pause
            )
            await self._sleep(pause)
            pause = min(pause * 2, MAX_RESTART_PAUSE)
            self.restarts += 1

    async def _run_once(self) -> int:
        """Run the process to its end; return its exit code."""
        self._process = process = await start_rasa(self._settings, self._address)
        self._started_at, self._answered_at = time.monotonic(), 0.0
        watching = asyncio.create_task(self._kill_when_hung(process))
        try:
            await relay_log(process)
            return await process.wait()
        finally:
            watching.cancel()

    async def _kill_when_hung(self, process: Process) -> None:
        """Kill a process that no longer answers; one that never did has the time to load."""
        while True:
            await asyncio.sleep(self._probe_interval)
            if await self._responds():
                self._answered_at = time.monotonic()
            silence = time.monotonic() - (self._answered_at or self._started_at)
            if silence > (self._max_silence if self._answered_at else MAX_START_SECONDS):
                LOG.error("dialogue process has not answered for %.0f s; ending it", silence)
                process.kill()
                return

    async def _responds(self) -> bool:
        try:
            response = await self._client.get(f"{self._address.url}/")
        except httpx.HTTPError:
            return False
        return response.status_code == 200
