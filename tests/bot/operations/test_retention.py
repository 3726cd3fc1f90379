"""Records of conversations end after the days to keep; what waits for an answer does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.delivery.inbox import Inbox, InboxRecords
from bot.dialogue.tracker_store import TrackerStore
from bot.operations.feedback import Feedback, FeedbackLog
from bot.operations.parameters import DAY
from bot.operations.retention import ExpiringStore, expire
from bot.operations.turn_journal import TurnJournal, TurnRecord
from bot.settings import Settings

NOW = 1_000 * DAY


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    return settings.replace(var=tmp_path, trackers=tmp_path / "trackers.db")


def stores(own: Settings) -> list[ExpiringStore]:
    return [
        TrackerStore(own.trackers),
        TurnJournal(own.turns),
        FeedbackLog(own.feedback),
        InboxRecords(own.inbox),
    ]


def at(days: float) -> float:
    return NOW - days * DAY


def test_nothing_is_there_yet(own: Settings) -> None:
    assert expire(stores(own), NOW) == 0
    assert not list(own.var.iterdir())


def test_what_is_old_goes_and_what_waits_stays(own: Settings) -> None:
    moment = [at(100)]
    with (
        closing(Inbox(own.inbox, clock=lambda: moment[0])) as inbox,
        closing(FeedbackLog(own.feedback, clock=lambda: moment[0])) as feedback,
        closing(TurnJournal(own.turns)) as journal,
        closing(sqlite3.connect(own.trackers, isolation_level=None)) as trackers,
    ):
        trackers.execute("CREATE TABLE events (sender_id TEXT, timestamp FLOAT)")
        trackers.executemany(
            "INSERT INTO events VALUES ('c', ?)", [(at(100),), (at(91),), (at(89),)]
        )
        answered = inbox.accept("zalo", "1", "old", "đã trả lời", {})
        assert answered
        inbox.close_message(answered)
        inbox.accept("zalo", "2", "waiting", "đang chờ", {})
        journal.add(TurnRecord(at(91), "t1", "old", "web", "answered", "", "", 0.1, ""))
        journal.add(TurnRecord(at(89), "t2", "new", "web", "answered", "", "", 0.1, ""))
        feedback.add(Feedback("old", "up", "", "hỏi", "đáp", "answered"))
        moment[0] = at(1)
        new = Feedback("new", "down", "chưa đúng", "hỏi", "đáp", "answered")
        feedback.add(new)
        assert expire(stores(own), at(90)) == 5
        assert [record.turn for record in journal.since(0)] == ["t2"]
        assert feedback.all() == [new]
        assert inbox.open_conversations() == ["waiting"]
        assert inbox.accept("zalo", "1", "old", "gửi lại", {})
        assert trackers.execute("SELECT count(*) FROM events").fetchone() == (1,)
        assert expire(stores(own), at(90)) == 0
