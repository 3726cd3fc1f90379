"""Rasa's record of a conversation stays short, whatever is kept lasts, and goes when its person wants it gone."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from bot.dialogue.tracker_store import TrackerStore

#: Rasa's own columns (SQLTrackerStore.SQLEvent).
TABLE = (
    "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, type_name TEXT, timestamp REAL, intent_name TEXT,"
    " action_name TEXT, data TEXT)"
)


def turn(number: int) -> list[tuple[str, str | None]]:
    """Return the events of a turn: type and name."""
    slots: list[tuple[str, str | None]] = [("slot", "place"), ("slot", "year")]
    return [
        ("user", None),
        ("action", "action_answer"),
        ("bot", None),
        *slots,
        ("action", "action_listen"),
    ]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "trackers.db"
    start: list[tuple[str, str | None]] = [
        ("action", "action_session_start"),
        ("session_started", None),
        ("action", "action_listen"),
    ]
    events = [
        *start,
        ("active_loop", "check"),
        ("slot", "award"),
        *(one for number in range(50) for one in turn(number)),
    ]
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute(TABLE)
        for who in ("a", "b"):
            for number, (kind, name) in enumerate(events):
                data = json.dumps({"event": kind, "name": name, "number": number})
                row = (who, kind, float(number), None, name, data)
                db.execute(
                    "INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) VALUES (?,?,?,?,?,?)", row
                )  # fmt: skip
    return path


def test_the_last_turns_are_kept_and_what_the_conversation_knows(file: Path) -> None:
    trackers = TrackerStore(file)
    before = trackers.export("a")
    trackers.shorten("a", 20)
    kept = trackers.export("a")
    assert sum(event["event"] == "user" for event in kept) == 20
    assert kept == [event for event in before if event in kept]
    # The form and the slot of the beginning, then Rasa listening for the first of the turns that are left.
    assert [event["event"] for event in kept[:5]] == [
        "session_started",
        "active_loop",
        "slot",
        "action",
        "user",
    ]
    assert kept[2]["name"] == "award"
    assert trackers.export("b") == before


def test_a_short_conversation_stays_as_it_is(file: Path) -> None:
    trackers = TrackerStore(file)
    before = trackers.export("a")
    trackers.shorten("a", 51)
    assert trackers.export("a") == before
    trackers.shorten("nobody", 20)


def test_a_forgotten_conversation_is_gone_from_the_very_file(file: Path) -> None:
    trackers = TrackerStore(file)
    assert b'"number": 7' in file.read_bytes()
    trackers.forget("a")
    trackers.forget("b")
    assert trackers.export("a") == trackers.export("b") == []
    assert b'"number": 7' not in file.read_bytes()


def test_where_rasa_keeps_nothing_here_nothing_is_done(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).close()
    for path in (None, tmp_path / "none.db", empty):
        trackers = TrackerStore(path)
        trackers.forget("a")
        trackers.shorten("a", 3)
        assert trackers.export("a") == []
