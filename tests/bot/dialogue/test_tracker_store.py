"""Rasa's record of a conversation stays short, whatever is kept lasts, and goes when its person wants it gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Double, Integer, MetaData, String, Table, Text, insert

from bot.dialogue.tracker_store import TrackerStore, open_trackers
from bot.storage.opening import open_file
from database import Database, open_database

#: Rasa's own columns (SQLTrackerStore.SQLEvent).
EVENTS = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255), nullable=False),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Double),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)


def turn() -> list[tuple[str, str | None]]:
    """Return the events of a turn: type and name."""
    slots: list[tuple[str, str | None]] = [("slot", "place"), ("slot", "year")]
    return [
        ("user", None),
        ("action", "action_answer"),
        ("bot", None),
        *slots,
        ("action", "action_listen"),
    ]


START: list[tuple[str, str | None]] = [
    ("action", "action_session_start"),
    ("session_started", None),
    ("action", "action_listen"),
    ("active_loop", "check"),
    ("slot", "award"),
]


def rows() -> Iterator[dict[str, object]]:
    events = [*START, *(event for _ in range(50) for event in turn())]
    for who in ("a", "b"):
        for number, (kind, name) in enumerate(events):
            data = json.dumps({"event": kind, "name": name, "number": number})
            yield {"sender_id": who, "type_name": kind, "timestamp": float(number),
                   "action_name": name, "data": data}  # fmt: skip


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with closing(open_database(address, pragmas=("secure_delete = ON",))) as database:
        with database.writing() as connection:
            EVENTS.create(connection)
            connection.execute(insert(EVENTS), list(rows()))
        yield database


def test_the_last_turns_are_kept_and_what_the_conversation_knows(database: Database) -> None:
    trackers = TrackerStore(database)
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


def test_a_short_conversation_stays_as_it_is(database: Database) -> None:
    trackers = TrackerStore(database)
    before = trackers.export("a")
    trackers.shorten("a", 51)
    assert trackers.export("a") == before
    trackers.shorten("nobody", 20)


def test_what_is_old_goes(database: Database) -> None:
    trackers = TrackerStore(database)
    assert trackers.expire(100.0) == 200
    assert min(event["number"] for event in trackers.export("a")) == 100


def test_a_forgotten_conversation_is_gone(database: Database) -> None:
    trackers = TrackerStore(database)
    trackers.forget("a")
    assert trackers.export("a") == []
    assert trackers.export("b")


def test_a_forgotten_conversation_is_gone_from_the_very_file(tmp_path: Path) -> None:
    path = tmp_path / "trackers.db"
    with closing(open_trackers(path, open_file())) as database:
        with database.writing() as connection:
            EVENTS.create(connection)
            connection.execute(insert(EVENTS), list(rows()))
        for who in ("a", "b"):
            TrackerStore(database).forget(who)
    assert b'"number": 7' not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_where_rasa_keeps_nothing_here_nothing_is_done(address: str) -> None:
    with closing(open_database(address)) as empty:
        for database in (None, empty):
            trackers = TrackerStore(database)
            trackers.forget("a")
            trackers.shorten("a", 3)
            assert trackers.export("a") == []
