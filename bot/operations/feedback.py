"""What people think of answers: votes with reasons, for those who improve the assistant."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

from bot.operations.sqlite_files import SqliteLog, erase_rows

SCHEMA = """CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, vote TEXT NOT NULL, reason TEXT NOT NULL,
    question TEXT NOT NULL, answer TEXT NOT NULL, status TEXT NOT NULL, given REAL NOT NULL,
    UNIQUE (conversation, question, answer))"""
COLUMNS = "conversation, vote, reason, question, answer, status"
INSERT = f"INSERT OR REPLACE INTO feedback ({COLUMNS}, given) VALUES (?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Feedback:
    """One person's vote on one answer: "up" or "down"."""

    conversation: str
    vote: str
    reason: str
    question: str
    answer: str
    status: str


class FeedbackLog:
    """The file of votes; a person's second vote on an answer replaces the first."""

    def __init__(self, path: Path | str, clock: Callable[[], float] = time.time) -> None:
        self._path, self._log, self._clock = Path(path), SqliteLog(path, SCHEMA), clock

    def add(self, feedback: Feedback) -> None:
        """Add a vote, given now."""
        self._log.run(INSERT, *astuple(feedback), self._clock())

    def all(self) -> list[Feedback]:
        """Return all votes, the oldest first."""
        return self.since(0)

    def since(self, moment: float) -> list[Feedback]:
        """Return the votes from a moment on (seconds since 1970), the oldest first."""
        return self._select("given >= ?", moment)

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return what is kept of a conversation, the oldest first."""
        return [asdict(feedback) for feedback in self._select("conversation = ?", conversation)]

    def forget(self, conversation: str) -> None:
        """Erase a conversation."""
        self._log.run("DELETE FROM feedback WHERE conversation = ?", conversation)

    def expire(self, before: float) -> int:
        """Erase the votes before a moment (seconds since 1970) and return how many."""
        return erase_rows(self._path, "feedback", "given < ?", before)

    def close(self) -> None:
        """Close the file."""
        self._log.close()

    def _select(self, condition: str, value: object) -> list[Feedback]:
        sql = f"SELECT {COLUMNS} FROM feedback WHERE {condition} ORDER BY given, id"
        return [Feedback(*row) for row in self._log.run(sql, value)]
