"""The client tells an assistant that fails in one sentence, and never tries for ever."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.commands.client import Client
from bot.commands.parameters import MAX_TRIES
from bot.errors import DialogueUnavailable
from bot.settings import read_settings


class Assistant(BaseHTTPRequestHandler):
    """Is ready, and answers every message with the status that its text names."""

    asked = 0

    def do_GET(self) -> None:
        self._reply(200)

    def do_POST(self) -> None:
        type(self).asked += 1
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._reply(int(body["text"]))

    def _reply(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "2")
        if status == 503:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def assistant() -> Iterator[ThreadingHTTPServer]:
    Assistant.asked = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Assistant)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def client_of(server: ThreadingHTTPServer, var: Path) -> Client:
    return Client(read_settings({"THIDUA_PORT": str(server.server_port), "THIDUA_VAR": str(var)}))


@pytest.mark.parametrize(("text", "status", "tries"), [("500", 500, 1), ("503", 503, MAX_TRIES)])
def test_an_assistant_that_refuses_is_given_up(
    assistant: ThreadingHTTPServer, tmp_path: Path, text: str, status: int, tries: int
) -> None:
    with (
        client_of(assistant, tmp_path) as client,
        pytest.raises(DialogueUnavailable, match=str(status)),
    ):
        client.ask("c", text, None)
    assert Assistant.asked == tries


def test_an_assistant_that_ended_is_told_in_a_sentence(
    assistant: ThreadingHTTPServer, tmp_path: Path
) -> None:
    with client_of(assistant, tmp_path) as client:
        assistant.shutdown()
        assistant.server_close()
        with pytest.raises(DialogueUnavailable, match="không trả lời"):
            client.ask("c", "còn đó không", None)
