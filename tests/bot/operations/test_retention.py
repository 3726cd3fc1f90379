"""Records of conversations end after the days to keep; what waits for an answer does not."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Double, MetaData, String, Table, func, insert, select

from bot.delivery.inbox import Inbox, InboxRecords
from bot.dialogue.tracker_store import TrackerStore
from bot.operations.feedback import Feedback, FeedbackLog
from bot.operations.parameters import DAY
from bot.operations.retention import ExpiringStore, expire
from bot.operations.turn_journal import TurnJournal, TurnRecord
from database import Database

NOW = 1_000 * DAY
EVENTS = Table(
    "events", MetaData(), Column("sender_id", String), Column("timestamp", Double)
)  # fmt: skip


@pytest.fixture
def stores(conversations: Database) -> list[ExpiringStore]:
    return [
        TrackerStore(conversations),
        TurnJournal(conversations),
        FeedbackLog(conversations),
        InboxRecords(conversations),
    ]


def at(days: float) -> float:
    return NOW - days * DAY


def test_nothing_is_there_yet(stores: list[ExpiringStore]) -> None:
    assert expire(stores, NOW) == 0


def test_what_is_old_goes_and_what_waits_stays(
    conversations: Database, stores: list[ExpiringStore]
) -> None:
    moment = [at(100)]
    inbox = Inbox(conversations, clock=lambda: moment[0])
    feedback = FeedbackLog(conversations, clock=lambda: moment[0])
    journal = TurnJournal(conversations)
    with conversations.writing() as connection:
        EVENTS.create(connection)
        old_and_new = [{"sender_id": "c", "timestamp": at(days)} for days in (100, 91, 89)]
        connection.execute(insert(EVENTS), old_and_new)
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
    assert expire(stores, at(90)) == 5
    assert [record.turn for record in journal.since(0)] == ["t2"]
    assert feedback.all() == [new]
    assert inbox.open_conversations() == ["waiting"]
    assert inbox.accept("zalo", "1", "old", "gửi lại", {})
    with conversations.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(EVENTS)) == 1
    assert expire(stores, at(90)) == 0
