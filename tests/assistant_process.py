"""An assistant in a process of its own, that can be killed; Telegram posts to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import psutil

from bot.ports import LOOPBACK, free_port
from bot.settings import ROOT
from tests.peers import telegram as tg
from tests.waiting import until

SECRET = "s3cret-word"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
WEBHOOK = "/channels/telegram"
TIMEOUT = 60.0
#: Requests that may be under way at once.
CONNECTIONS = httpx.Limits(max_connections=64)


def telegram_settings(api: str) -> dict[str, str]:
    """Return the variables of an assistant that Telegram's stand-in posts to."""
    return {
        "THIDUA_TELEGRAM_TOKEN": "1:a",
        "THIDUA_TELEGRAM_SECRET": SECRET,
        "THIDUA_TELEGRAM_API": api,
    }


class AssistantProcess:
    """A command that serves at a port; it sees no settings of ours but these."""

    def __init__(self, command: Sequence[str], port: int, settings: Mapping[str, str]) -> None:
        self._command, self.port = [sys.executable, *command], port
        own = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
        self._environment = {**own, "PYTHONPATH": str(ROOT), **settings}
        self.address = f"http://{LOOPBACK}:{port}"
        self.http = httpx.Client(
            base_url=self.address, timeout=TIMEOUT, limits=CONNECTIONS, trust_env=False
        )
        self.start()

    def start(self) -> None:
        """Start the process."""
        # Its own words are of no use to who reads the tests' output.
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, stderr=subprocess.DEVNULL
        )

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
            return self.http.post(WEBHOOK, content=tg.body(update), headers=HEADERS).status_code
        except httpx.HTTPError:
            return 0

    def takes_messages(self) -> bool:
        """Whether it takes what Telegram posts."""
        return self.post({"update_id": 0}) == 200

    def parts(self) -> dict[str, Any]:
        """Return what `/ready` tells of each part, and whether all is; nothing where nobody answers."""
        try:
            reply = self.http.get("/ready")
        except httpx.HTTPError:
            return {}
        return {"ready": reply.status_code == 200, **reply.json()["parts"]}


class Machine(AssistantProcess):
    """A machine's worth: an assistant with its Rasa, and a folder that nobody shares."""

    def __init__(self, folder: Path, **settings: object) -> None:
        port, folder = free_port(), machine_folder(folder)
        variables = {f"THIDUA_{name}": str(value) for name, value in settings.items()}
        own = {"THIDUA_PORT": str(port), "THIDUA_VAR": str(folder)}
        super().__init__(["-m", "bot.cli", "serve"], port, {**variables, **own})

    def wait(self, seconds: float = 180.0) -> None:
        """Wait until it is ready."""
        until(lambda: self.parts().get("ready"), timeout=seconds)

    def rasa(self) -> psutil.Process:
        """Return the process of its Rasa."""
        return rasa_of(self._process.pid)


def rasa_of(process_id: int) -> psutil.Process:
    """Return the Rasa that a process started."""
    children = psutil.Process(process_id).children()
    (rasa,) = (child for child in children if "rasa" in child.cmdline())
    return rasa


def machine_folder(folder: Path) -> Path:
    """Make a machine's folder, with the trained model of this checkout and its Rasa."""
    var = ROOT / "var"
    folder.mkdir()
    for name in ("models", "env"):
        (folder / name).symlink_to((var / name).resolve())
    return folder
