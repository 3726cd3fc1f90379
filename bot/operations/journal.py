"""What became of each turn, for the operator's report: topic, place, channel, status, time; of what was not answered its words too.

Personal data in those words is masked already (bot.privacy), the conversation is a hash, and all ends with the days to keep.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from pathlib import Path

from bot.operations.sqlite_log import SqliteLog

SCHEMA = """CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, turn TEXT NOT NULL, conversation TEXT NOT NULL, channel TEXT NOT NULL,
    status TEXT NOT NULL, topic TEXT NOT NULL, place TEXT NOT NULL, seconds REAL NOT NULL, question TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS turns_at ON turns (at);
CREATE INDEX IF NOT EXISTS turns_conversation ON turns (conversation);"""


@dataclass(frozen=True)
class TurnRecord:
    """One turn; `at` is when it ended (seconds since 1970), `seconds` how long it took; `question` only of an unanswered one."""

    at: float
    turn: str
    conversation: str
    channel: str
    status: str
    topic: str
    place: str
    seconds: float
    question: str


NAMES = ", ".join(field.name for field in fields(TurnRecord))


class Journal:
    """An open journal."""

    def __init__(self, path: Path | str) -> None:
        self._book = SqliteLog(path, SCHEMA)

    def add(self, entry: TurnRecord) -> None:
        """Keep a turn."""
        self._book.run(
            f"INSERT INTO turns ({NAMES}) VALUES ({', '.join('?' * len(fields(TurnRecord)))})", *astuple(entry)
        )

    def since(self, moment: float) -> list[TurnRecord]:
        """Give the turns from a moment on, the oldest first."""
        return [
            TurnRecord(*row) for row in self._book.run(f"SELECT {NAMES} FROM turns WHERE at >= ? ORDER BY id", moment)
        ]

    def of(self, conversation: str) -> list[TurnRecord]:
        """Give the turns of a conversation, the oldest first."""
        sql = f"SELECT {NAMES} FROM turns WHERE conversation = ? ORDER BY id"
        return [TurnRecord(*row) for row in self._book.run(sql, conversation)]

    def forget(self, conversation: str) -> None:
        """Erase what came of a conversation."""
        self._book.run("DELETE FROM turns WHERE conversation = ?", conversation)

    def close(self) -> None:
        """Close the file."""
        self._book.close()
