"""Keeping Rasa running: started with the assistant, started again after a crash, stopped with it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process

from bot.settings import ROOT, Settings
from bot.training import PROJECT, dialogue_environment, model_file

LOG = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
STOP_SECONDS = 10.0


class Supervisor:
    """Owns the dialogue process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the process and watch over it in the background."""
        self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Stop watching, then the process: politely, then for good."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
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
            self._process = await self._spawn()
            await self._tell_errors(self._process)
            code = await self._process.wait()
            LOG.error("dialogue process ended with %s; starting it again in %.0f s", code, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _spawn(self) -> Process:
        settings = self._settings
        command = [
            str(settings.dialogue_python), "-m", "rasa", "run", "--model", str(model_file(settings)),
            "--endpoints", str(PROJECT / "endpoints.yml"), "--credentials", str(PROJECT / "credentials.yml"),
            "--interface", "127.0.0.1", "--port", str(settings.dialogue_port),
        ]  # fmt: skip
        return await asyncio.create_subprocess_exec(
            *tied(command), cwd=ROOT, env=dialogue_environment(settings), stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE
        )

    @staticmethod
    async def _tell_errors(process: Process) -> None:
        """Pass on what Rasa reports as an error; its scaffolding's chatter is dropped."""
        if process.stderr is None:
            return
        async for line in process.stderr:
            text = line.decode(errors="replace").rstrip()
            if any(word in text for word in ("ERROR", "Error", "CRITICAL")):
                LOG.error("rasa: %s", text[:500])


def tied(command: list[str]) -> list[str]:
    """Give a command whose process ends with ours, however ours ends: a killed assistant leaves no Rasa on its port.

    Where util-linux's `setpriv` is missing (not Linux), the command as it is.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else command
