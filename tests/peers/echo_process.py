"""The echo assistant in a process of its own, that can be killed; Telegram posts to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from bot.ports import free_port
from bot.settings import ROOT
from tests.peers import telegram as tg
from tests.waiting import until

SECRET, HEADER = "s3cret-word", "X-Telegram-Bot-Api-Secret-Token"
TIMEOUT = 60.0
#: Requests that may be under way at once.
CONNECTIONS = httpx.Limits(max_connections=64)


class EchoProcess:
    """tests/peers/echo_assistant.py on a port of its own, with its files in a folder."""

    def __init__(
        self,
        telegram_api: str,
        folder: Path,
        turn_seconds: float = 0.02,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self._turn_seconds = folder, turn_seconds
        self._port = free_port()
        self._environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "THIDUA_VAR": str(folder),
            "THIDUA_TELEGRAM_TOKEN": "1:a", "THIDUA_TELEGRAM_SECRET": SECRET,
            "THIDUA_TELEGRAM_API": telegram_api, **(environment or {}),
        }  # fmt: skip
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{self._port}",
            timeout=TIMEOUT,
            limits=CONNECTIONS,
            trust_env=False,
        )
        self.start()

    def start(self) -> None:
        """Start the process and wait until it takes messages."""
        module = "tests.peers.echo_assistant"
        command = [sys.executable, "-m", module, str(self._port), str(self._turn_seconds)]
        # Its own words are of no use to who reads the tests' output.
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stderr=subprocess.DEVNULL
        )
        until(lambda: self.post({"update_id": 0}) == 200)

    def end(self, signal_number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; return the exit code."""
        self._process.send_signal(signal_number)
        return self._process.wait(timeout=TIMEOUT)

    def close(self) -> None:
        """End the process, where it runs, and close the connections."""
        if self._process.poll() is None:
            self.end()
        self.http.close()

    def post(self, update: dict[str, Any]) -> int:
        """Post an update as Telegram does, once; return the status, 0 where nobody answers."""
        try:
            response = self.http.post(
                "/channels/telegram", content=tg.body(update), headers={HEADER: SECRET}
            )
        except httpx.HTTPError:
            return 0
        return response.status_code
