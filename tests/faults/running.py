"""An assistant in a process of its own, behind a stand-in for Telegram, so that things can be done to it."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import httpx

from bot.commands.client import free_port
from bot.settings import ROOT
from tests.peers import telegram as tg

SECRET, HEADER = "s3cret-word", "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = 60.0
#: Each message has its own: one that comes twice under a number is taken once.
NUMBERS = itertools.count(1)


class Running:
    """The assistant with an echo for a dialogue (tests/peers/assistant.py); Telegram posts again what is not taken."""

    def __init__(
        self, peer: tg.Telegram, api: str, folder: Path, extra: Mapping[str, str] | None = None, turn: str = "0.02"
    ) -> None:
        self.peer, self.port, self._turn, self.folder = peer, free_port(), turn, folder
        self._environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "THIDUA_VAR": str(folder), "THIDUA_TELEGRAM_TOKEN": "1:a",
            "THIDUA_TELEGRAM_SECRET": SECRET, "THIDUA_TELEGRAM_API": api, "THIDUA_MOST_A_MINUTE": "100000", **(extra or {}),
        }  # fmt: skip
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE, trust_env=False)
        self.start()

    def start(self, patience: float = PATIENCE) -> None:
        """Start it and wait until it takes messages."""
        command = [sys.executable, "-m", "tests.peers.assistant", str(self.port), self._turn]
        # Its own words are of no use to who reads the tests' output.
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stderr=subprocess.DEVNULL)
        until(lambda: self._post({"update_id": 0}) == 200, patience)

    def end(self, how: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; give the exit code."""
        self._process.send_signal(how)
        return self._process.wait(timeout=PATIENCE)

    def close(self) -> None:
        """End it for good."""
        if self._process.poll() is None:
            self.end()
        self.http.close()

    def post(self, text: str, chat: int) -> int:
        """Post a message as Telegram does, once; give the status."""
        return self._post(tg.update(next(NUMBERS), text, chat, chat))

    def say(self, texts: Sequence[str]) -> None:
        """Let a person for each text say it; each is posted again until it is taken."""
        for chat, text in enumerate(texts, 1):
            update = tg.update(next(NUMBERS), text, chat, chat)
            until(lambda: self._post(update) == 200)  # noqa: B023

    def said(self) -> list[str]:
        """Give what Telegram was sent."""
        return [one["text"] for one in self.peer.sent]

    def wait_for(self, texts: Sequence[str]) -> None:
        """Wait until every text is answered, and nothing more is on its way."""
        until(lambda: set(texts) <= set(self.said()))
        until(lambda: self.part("messages")["why"].startswith("0 tin"))

    def part(self, name: str) -> dict[str, str]:
        """Give how a part stands by /ready."""
        return dict(self.http.get("/ready").json()["parts"][name])

    def ask(self, text: str) -> httpx.Response:
        """Ask on the web page."""
        return self.http.post("/api/messages", json={"conversation": "web", "text": text})

    def _post(self, update: dict[str, object]) -> int:
        try:
            return self.http.post("/channels/telegram", content=tg.body(update), headers={HEADER: SECRET}).status_code
        except httpx.HTTPError:
            return 0


def until(true: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for something to become true; it is an error when it does not."""
    waiting = threading.Event()
    for _ in range(int(patience / 0.02)):
        if true():
            return
        waiting.wait(0.02)
    raise AssertionError("it did not come about")
