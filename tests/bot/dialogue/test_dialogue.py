"""Every dialogue must pass the same tests; Rasa's REST channel is stood in for by a real server."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import Dialogue, ScriptedDialogue, UserMessage
from bot.dialogue.rasa_client import RasaDialogue
from bot.dialogue.tracker_store import TrackerStore
from bot.errors import DialogueUnavailable
from bot.storage.leases import OwnLeases
from database import open_database
from tests.peers.rasa import app_of, replies
from tests.peers.serving import served

T = TypeVar("T")
ANSWER = plain_answer("answered", "Có.", None)
NOBODY = "http://127.0.0.1:9"
SEEN: list[dict[str, Any]] = []


def respond(message: dict[str, Any]) -> tuple[int, bytes]:
    SEEN.append(message)
    return replies() if message["message"] == "im lặng" else replies(ANSWER)


@pytest.fixture(scope="module")
def rasa() -> Iterator[str]:
    """The address of Rasa's stand-in."""
    with served(app_of(respond)) as address:
        yield address


def rasa_at(address: str) -> RasaDialogue:
    return RasaDialogue(address, TrackerStore(None), OwnLeases())


@pytest.fixture(params=["rasa", "scripted"])
def dialogue(request: pytest.FixtureRequest, rasa: str) -> Dialogue:
    return rasa_at(rasa) if request.param == "rasa" else ScriptedDialogue({"có": ANSWER})


def run(dialogue: Dialogue, call: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Call a dialogue once and close its connections."""

    async def once() -> T:
        try:
            return await call()
        finally:
            if isinstance(dialogue, RasaDialogue):
                await dialogue.close()

    return asyncio.run(once())


def ask(dialogue: Dialogue, text: str) -> list[Answer]:
    return run(dialogue, lambda: dialogue.ask(UserMessage("c", text)))


def test_an_answer_comes_through_unchanged(dialogue: Dialogue) -> None:
    assert ask(dialogue, "có") == [ANSWER]


def test_a_dialogue_tells_whether_it_is_ready(dialogue: Dialogue) -> None:
    assert run(dialogue, dialogue.ready) is True


def test_typed_text_never_reaches_rasa_as_a_payload(rasa: str) -> None:
    ask(rasa_at(rasa), "//restart_conversation{}")
    assert SEEN[-1]["message"] == "restart_conversation{}"
    expected = {"as_of": None, "text": "//restart_conversation{}", "contact": "", "turn": ""}
    assert SEEN[-1]["metadata"] == expected


def test_silence_is_no_answer(rasa: str) -> None:
    with pytest.raises(DialogueUnavailable):
        ask(rasa_at(rasa), "im lặng")


def test_nobody_there_is_unavailable() -> None:
    with pytest.raises(DialogueUnavailable):
        ask(rasa_at(NOBODY), "có")
    nobody = rasa_at(NOBODY)
    assert run(nobody, nobody.ready) is False


def forget(conversation: str, trackers: Path) -> None:
    with closing(open_database(trackers)) as database:
        dialogue = RasaDialogue(NOBODY, TrackerStore(database), OwnLeases())
        run(dialogue, lambda: dialogue.forget(conversation))


def test_a_forgotten_conversation_is_gone_from_the_trackers(tmp_path: Path) -> None:
    trackers = tmp_path / "trackers.db"
    with closing(sqlite3.connect(trackers)) as db, db:
        db.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT)")
        db.executemany("INSERT INTO events (sender_id) VALUES (?)", [("a",), ("b",), ("a",)])
    forget("a", trackers)
    with closing(sqlite3.connect(trackers)) as db:
        assert db.execute("SELECT sender_id FROM events").fetchall() == [("b",)]
    forget("a", tmp_path / "none.db")
