"""Turns and votes to make reports of."""

from __future__ import annotations

from datetime import datetime

from bot.operations.feedback import Feedback, FeedbackLog
from bot.operations.turn_journal import TurnJournal, TurnRecord
from bot.vietnam_time import VIETNAM
from database import Database


def moment(text: str) -> float:
    """Return "2026-11-22 23:59" of Vietnam in seconds since 1970."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).timestamp()


def add_turn(database: Database, at: str, status: str = "answered", **fields: object) -> None:
    """Enter a turn in the journal."""
    values: dict[str, object] = {
        "at": moment(at), "turn": f"turn {at}", "conversation": "c", "channel": "web", "status": status,
        "topic": "theme", "place": "Bắc Giang", "seconds": 0.05, "question": "", **fields,
    }  # fmt: skip
    TurnJournal(database).add(TurnRecord(**values))  # type: ignore[arg-type]


def add_vote(
    database: Database, at: str, vote: str, reason: str = "", question: str = "chủ đề?"
) -> None:
    """Keep a vote; each is of a person of its own."""
    log = FeedbackLog(database, lambda: moment(at))
    log.add(Feedback(f"c {at} {vote}", vote, reason, question, "b", "answered"))
