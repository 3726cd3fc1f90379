"""A client of the assistant: of a running server, else of one started and stopped again."""

from __future__ import annotations

import os
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

from bot.commands.parameters import (
    ASK_TIMEOUT,
    MAX_RETRY_AFTER,
    MAX_STARTUP_ERROR,
    MAX_TRIES,
    PING_TIMEOUT,
    START_POLL_INTERVAL,
    START_TIMEOUT,
    STOP_TIMEOUT,
)
from bot.errors import DialogueUnavailable
from bot.ports import LOOPBACK, free_port
from bot.settings import Settings


class Client:
    """A server to ask; with `own`, always one of its own for the settings' store."""

    def __init__(
        self,
        settings: Settings,
        own: bool = False,
        announce: Callable[[str], None] | None = None,
    ) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._http = self._connect()
        if own or not self._is_ready():
            if announce:
                announce("Đang khởi động trợ lý…")
            self._start()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop a server of its own."""
        self._http.close()
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(STOP_TIMEOUT)
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
        """The process of a server of its own; None where there is none."""
        return self._process.pid if self._process else None

    @property
    def trackers(self) -> Path:
        """The file in which the server's Rasa keeps its conversations."""
        return Path(self._folder.name) / "trackers.db" if self._folder else self._settings.trackers

    def new_conversation(self) -> str:
        """Return a name that no conversation has."""
        return f"cli-{uuid.uuid4().hex[:16]}"

    def ask(self, conversation: str, text: str, as_of: date | None) -> list[dict[str, Any]]:
        """Send a message and return the answers; what is refused for now is sent a few times more.

        DialogueUnavailable when the assistant gives no answer.
        """
        day = as_of.isoformat() if as_of else None
        body = {"conversation": conversation, "text": text, "as_of": day}
        reply = self._request("POST", "/api/messages", json=body)
        for _ in range(MAX_TRIES - 1):
            if reply.status_code not in (429, 503) or "Retry-After" not in reply.headers:
                break
            time.sleep(min(MAX_RETRY_AFTER, float(reply.headers["Retry-After"])))
            reply = self._request("POST", "/api/messages", json=body)
        return list(_content(reply)["answers"])

    def documents(self) -> list[dict[str, Any]]:
        """Return the documents' metadata."""
        return list(self._get("/api/documents")["documents"])

    def text(self, document_id: str) -> str:
        """Return the stored text of a document."""
        return str(self._get(f"/api/documents/{document_id}")["text"])

    def wait(self) -> None:
        """Wait until the server answers; DialogueUnavailable, with what it said, if it does not."""
        deadline = time.monotonic() + START_TIMEOUT
        while not self._is_ready():
            if self._process is None or self._process.poll() is not None:
                raise DialogueUnavailable(f"Trợ lý không khởi động được: {self._last_words()}")
            if time.monotonic() > deadline:
                raise DialogueUnavailable("Trợ lý khởi động quá lâu.")
            time.sleep(START_POLL_INTERVAL)

    def _connect(self) -> httpx.Client:
        address = self._settings.address
        return httpx.Client(base_url=address, timeout=ASK_TIMEOUT, trust_env=False)

    def _get(self, path: str) -> Any:
        return _content(self._request("GET", path))

    def _request(self, method: str, path: str, **content: Any) -> httpx.Response:
        try:
            return self._http.request(method, path, **content)
        except httpx.HTTPError as error:
            raise DialogueUnavailable(f"Trợ lý ở {self.address} không trả lời: {error}") from error

    def _is_ready(self) -> bool:
        try:
            return self._http.get("/ready", timeout=PING_TIMEOUT).status_code == 200
        except httpx.HTTPError:
            return False

    def _start(self) -> None:
        """Start a server on free ports, with conversations of its own, and wait for it."""
        self._folder = tempfile.TemporaryDirectory(prefix="thidua-")
        # A port that is set for Rasa may be the running assistant's.
        self._settings = self._settings.replace(
            host=LOOPBACK, port=free_port(), dialogue_port=free_port()
        )
        self._http.close()
        self._http = self._connect()
        # A file, not a pipe: nobody reads along, and a full pipe would stop the server.
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "serve", *self._store_option()],
                env={**os.environ, **self._environment()},
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        try:
            self.wait()
        except DialogueUnavailable:
            self.close()
            raise

    @property
    def _errors(self) -> Path:
        folder = self._folder.name if self._folder else tempfile.gettempdir()
        return Path(folder) / "errors.log"

    def _last_words(self) -> str:
        if not self._errors.exists():
            return ""
        text = self._errors.read_text(encoding="utf-8", errors="replace")
        return text.strip()[-MAX_STARTUP_ERROR:]

    def _store_option(self) -> list[str]:
        return [] if self._settings.documents else ["--store", str(self._settings.store)]

    def _environment(self) -> dict[str, str]:
        settings = self._settings
        return {
            "THIDUA_HOST": settings.host,
            "THIDUA_PORT": str(settings.port),
            "THIDUA_DIALOGUE_PORT": str(settings.dialogue_port),
            "THIDUA_MOST_A_MINUTE": str(settings.messages_per_minute),
            "THIDUA_TRACKERS": str(self.trackers),
        }


def _content(reply: httpx.Response) -> Any:
    """Return what an assistant answered; DialogueUnavailable for an error."""
    if reply.is_error:
        raise DialogueUnavailable(f"Trợ lý không trả lời được (HTTP {reply.status_code}).")
    return reply.json()
