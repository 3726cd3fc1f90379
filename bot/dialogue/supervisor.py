"""Keeping Rasa running: started with the assistant, started again after a crash, stopped with it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import shutil
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, Process

import httpx

from bot.dialogue.training import PROJECT, dialogue_environment, model_file
from bot.settings import ROOT, Settings

LOG = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
STOP_SECONDS = 10.0
#: How often the process is looked at, how long it may be silent, and how long it may take to load: seconds.
LOOK_SECONDS, PATIENCE, START_SECONDS = 1.0, 30.0, 180.0
#: How a line of our own component in Rasa begins (rasa_project/nlu/folding.py).
OWN_LINE = '{"event":'


class Supervisor:
    """Owns the dialogue process."""

    def __init__(
        self, settings: Settings, look: float = LOOK_SECONDS, patience: float = PATIENCE
    ) -> None:
        self._settings = settings
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._began = self._answered = 0.0
        self._look, self._patience = look, patience
        self._client = httpx.AsyncClient(timeout=patience / 3, trust_env=False)
        #: How often the process had to be started again.
        self.restarts = 0

    async def start(self) -> None:
        """Start the process and watch over it in the background."""
        self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Stop watching, then the process: politely, then for good."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._client.aclose()
        process = self._process
        if process and process.returncode is None:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except asyncio.TimeoutError:
                process.kill()
                await process.wait()

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            self._process, self._began, self._answered = await self._spawn(), time.monotonic(), 0.0
            watching = asyncio.create_task(self._watch(self._process))
            try:
                await self._tell(self._process)
                code = await self._process.wait()
            finally:
                watching.cancel()
            if self._answered:
                # It worked: its end is no sign that the next one will fail too.
                pause = FIRST_PAUSE
            LOG.error("dialogue process ended with %s; starting it again in %.0f s", code, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            self.restarts += 1

    async def _watch(self, process: Process) -> None:
        """End a process that no longer answers, so that it is started again; one that never did gets longer."""
        address = f"{self._settings.dialogue_address}/webhooks/rest/"
        while True:
            await asyncio.sleep(self._look)
            if await self._answers(address):
                self._answered = time.monotonic()
            silent = time.monotonic() - (self._answered or self._began)
            if silent > (self._patience if self._answered else START_SECONDS):
                LOG.error("dialogue process has not answered for %.0f s; ending it", silent)
                process.kill()
                return

    async def _answers(self, address: str) -> bool:
        try:
            return (await self._client.get(address)).status_code == 200
        except httpx.HTTPError:
            return False

    @property
    def is_starting(self) -> bool:
        """Tell whether the process has been started and may still be loading."""
        return not self._answered and time.monotonic() - self._began < START_SECONDS

    async def _spawn(self) -> Process:
        settings = self._settings
        command = run_command(settings)
        return await asyncio.create_subprocess_exec(
            *ending_with_parent(command),
            cwd=ROOT,
            env=dialogue_environment(settings),
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=PIPE,
        )

    @staticmethod
    async def _tell(process: Process) -> None:
        """Pass on what Rasa reports as an error and what it tells of a turn; its scaffolding's chatter is dropped."""
        if process.stderr is None:
            return
        while True:
            try:
                line = await process.stderr.readline()
            except ValueError:
                # Longer than asyncio reads: what is left of it is no line of ours.
                continue
            if not line:
                return
            text = line.decode(errors="replace").rstrip()
            if text.startswith(OWN_LINE):
                _retell(text)
            elif any(word in text for word in ("ERROR", "Error", "CRITICAL")):
                LOG.error("rasa: %s", text[:500])


def _retell(text: str) -> None:
    """Log an event that our component in Rasa told, with the turn it names."""
    try:
        told = json.loads(text)
        LOG.info("%s", told["event"], extra={"turn": str(told["turn"]), "of": "dialogue"})
    except (ValueError, KeyError, TypeError):
        LOG.error("rasa: %s", text[:500])


def run_command(settings: Settings) -> list[str]:
    """Give the command that runs Rasa on the trained model, on loopback only."""
    return [
        str(settings.dialogue_python), "-m", "rasa", "run", "--model", str(model_file(settings)),
        "--endpoints", str(PROJECT / "endpoints.yml"), "--credentials", str(PROJECT / "credentials.yml"),
        "--interface", "127.0.0.1", "--port", str(settings.dialogue_port),
    ]  # fmt: skip


def ending_with_parent(command: list[str]) -> list[str]:
    """Give a command whose process ends with ours, however ours ends: a killed assistant leaves no Rasa on its port.

    Where util-linux's `setpriv` is missing (not Linux), the command as it is.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else command
