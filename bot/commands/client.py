"""Asking the assistant from a program: through a running server, else through one started and stopped again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from bot.errors import DialogueUnavailable
from bot.settings import Settings

START_SECONDS = 180.0
STOP_SECONDS = 20.0
ASK_SECONDS = 60.0


class Client:
    """A server to ask; with `own`, always one of its own for the settings' store."""

    def __init__(self, settings: Settings, own: bool = False, announce: Callable[[str], None] | None = None) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._http = httpx.Client(base_url=settings.address, timeout=ASK_SECONDS, trust_env=False)
        if own or not self._ready():
            if announce:
                announce("Đang khởi động trợ lý…")
            self._start()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop a server of its own."""
        self._http.close()
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._folder:
            self._folder.cleanup()

    @property
    def address(self) -> str:
        """Where the server answers."""
        return self._settings.address

    @property
    def process_id(self) -> int | None:
        """The process of a server of its own."""
        return self._process.pid if self._process else None

    def new_conversation(self) -> str:
        """Give an id that no conversation has."""
        return f"cli-{uuid.uuid4().hex[:16]}"

    def ask(self, conversation: str, text: str, as_of: date | None) -> list[dict[str, Any]]:
        """Send a message; give the answers."""
        body = {"conversation": conversation, "text": text, "as_of": as_of.isoformat() if as_of else None}
        reply = self._http.post("/api/messages", json=body)
        while reply.status_code in (429, 503) and "Retry-After" in reply.headers:
            time.sleep(min(60.0, float(reply.headers["Retry-After"])))
            reply = self._http.post("/api/messages", json=body)
        return list(reply.raise_for_status().json()["answers"])

    def documents(self) -> list[dict[str, Any]]:
        """List the documents."""
        return list(self._http.get("/api/documents").raise_for_status().json()["documents"])

    def text(self, document_id: str) -> str:
        """Give the stored text of a document."""
        return str(self._http.get(f"/api/documents/{document_id}").raise_for_status().json()["text"])

    def _ready(self) -> bool:
        try:
            return self._http.get("/ready", timeout=3.0).status_code == 200
        except httpx.HTTPError:
            return False

    def _start(self) -> None:
        """Start a server on free ports, with a state of its own, and wait until it answers."""
        self._folder = tempfile.TemporaryDirectory(prefix="thidua-")
        settings = self._settings.replace(host="127.0.0.1", port=free_port(), dialogue_port=free_port())
        self._settings = settings
        self._http.close()
        self._http = httpx.Client(base_url=settings.address, timeout=ASK_SECONDS, trust_env=False)
        # A file, not a pipe: nobody reads along, and a full pipe would stop the server.
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "serve", *self._store_option()],
                env={**os.environ, **self._environment(settings)},
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        try:
            self.wait()
        except DialogueUnavailable:
            self.close()
            raise

    @property
    def trackers(self) -> Path:
        """Where the server's Rasa keeps its conversations."""
        return Path(self._folder.name) / "trackers.db" if self._folder else self._settings.trackers

    @property
    def _errors(self) -> Path:
        return Path(self._folder.name if self._folder else tempfile.gettempdir()) / "errors.log"

    def _store_option(self) -> list[str]:
        return [] if self._settings.documents else ["--store", str(self._settings.store)]

    def _environment(self, settings: Settings) -> dict[str, str]:
        return {
            "THIDUA_HOST": settings.host,
            "THIDUA_PORT": str(settings.port),
            "THIDUA_DIALOGUE_PORT": str(settings.dialogue_port),
            "THIDUA_MOST_A_MINUTE": str(settings.messages_per_minute),
            "THIDUA_TRACKERS": str(self.trackers),
        }

    def wait(self) -> None:
        """Wait until the server answers; tell what it said when it does not."""
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if self._process is None or self._process.poll() is not None:
                said = self._errors.read_text(encoding="utf-8", errors="replace") if self._errors.exists() else ""
                raise DialogueUnavailable(f"Trợ lý không khởi động được: {said.strip()[-600:]}")
            if time.monotonic() > deadline:
                raise DialogueUnavailable("Trợ lý khởi động quá lâu.")
            time.sleep(0.2)


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
