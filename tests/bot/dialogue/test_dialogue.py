"""Every dialogue must pass the same suite; Rasa's REST channel is stood in for by a small real server elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import Dialogue, ScriptedDialogue
from bot.dialogue.rasa_client import RasaDialogue
from bot.dialogue.tracker_store import TrackerStore
from bot.dialogue.user_message import UserMessage
from bot.errors import DialogueUnavailable

ANSWER = plain_answer("answered", "Có.", None)
NOBODY = "http://127.0.0.1:9"


class FakeRest(BaseHTTPRequestHandler):
    """Answers as Rasa's REST channel does; what it was sent is kept on the class."""

    seen: dict[str, Any] = {}

    def do_GET(self) -> None:
        self.reply({"status": "ok"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).seen = body
        self.reply(
            []
            if body["message"] == "im lặng"
            else [{"recipient_id": body["sender"], "custom": ANSWER.as_json()}]
        )

    def reply(self, value: Any) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def rest() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), FakeRest)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def rasa_at(address: str) -> RasaDialogue:
    return RasaDialogue(address, TrackerStore(None))


@pytest.fixture(params=["rasa", "scripted"])
def dialogue(request: pytest.FixtureRequest, rest: str) -> Dialogue:
    return rasa_at(rest) if request.param == "rasa" else ScriptedDialogue({"có": ANSWER})


def ask(dialogue: Dialogue, text: str) -> list[Answer]:
    async def once() -> list[Answer]:
        try:
            return await dialogue.ask(UserMessage("c", text))
        finally:
            if isinstance(dialogue, RasaDialogue):
                await dialogue.close()

    return asyncio.run(once())


def test_an_answer_comes_through_unchanged(dialogue: Dialogue) -> None:
    assert ask(dialogue, "có") == [ANSWER]


def test_a_dialogue_tells_whether_it_is_ready(dialogue: Dialogue) -> None:
    assert asyncio.run(dialogue.ready()) is True


def test_typed_text_never_reaches_rasa_as_a_payload(rest: str) -> None:
    ask(rasa_at(rest), "//restart_conversation{}")
    assert FakeRest.seen["message"] == "restart_conversation{}"
    assert FakeRest.seen["metadata"] == {
        "as_of": None,
        "text": "//restart_conversation{}",
        "contact": "",
        "turn": "",
    }


def test_silence_is_no_answer(rest: str) -> None:
    with pytest.raises(DialogueUnavailable):
        ask(rasa_at(rest), "im lặng")


def test_nobody_there_is_unavailable() -> None:
    away = rasa_at(NOBODY)
    with pytest.raises(DialogueUnavailable):
        ask(away, "có")
    assert asyncio.run(rasa_at(NOBODY).ready()) is False


def test_a_forgotten_conversation_is_gone_from_the_trackers(tmp_path: Path) -> None:
    trackers = tmp_path / "trackers.db"
    with contextlib.closing(sqlite3.connect(trackers)) as db, db:
        db.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT)")
        db.executemany("INSERT INTO events (sender_id) VALUES (?)", [("a",), ("b",), ("a",)])
    asyncio.run(RasaDialogue(NOBODY, TrackerStore(trackers)).forget("a"))
    with contextlib.closing(sqlite3.connect(trackers)) as db:
        assert db.execute("SELECT sender_id FROM events").fetchall() == [("b",)]
    asyncio.run(RasaDialogue(NOBODY, TrackerStore(tmp_path / "none.db")).forget("a"))
