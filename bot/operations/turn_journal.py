"""The journal of turns, for the operator's report: topic, place, channel, status and time.

Of an unanswered question its words too: someone may put in the document that answers it. Personal
data in them is masked before (`bot/delivery/personal_data.py`) and the conversation is a hash.
"""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Any

from bot.operations.sqlite_files import SqliteLog, erase_rows

SCHEMA = """CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, turn TEXT NOT NULL, conversation TEXT NOT NULL,
    channel TEXT NOT NULL, status TEXT NOT NULL, topic TEXT NOT NULL, place TEXT NOT NULL,
    seconds REAL NOT NULL, question TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS turns_at ON turns (at);
CREATE INDEX IF NOT EXISTS turns_conversation ON turns (conversation);"""


#: Statuses of an answer which says that it is not known; `nearest` shows a passage without a claim.
UNKNOWN = ("not_found", "nearest")


@dataclass(frozen=True)
class TurnRecord:
    """One turn: `at` is when it ended (seconds since 1970), `seconds` how long it took.

    `question` is empty unless the turn was left unanswered.
    """

    at: float
    turn: str
    conversation: str
    channel: str
    status: str
    topic: str
    place: str
    seconds: float
    question: str


COLUMNS = ", ".join(field.name for field in fields(TurnRecord))
INSERT = f"INSERT INTO turns ({COLUMNS}) VALUES ({', '.join('?' * len(fields(TurnRecord)))})"


class TurnJournal:
    """The journal's file; every `conversation` is the hash that stands in it."""

    def __init__(self, path: Path | str) -> None:
        self._path, self._log = Path(path), SqliteLog(path, SCHEMA)

    def add(self, record: TurnRecord) -> None:
        """Add a turn."""
        self._log.run(INSERT, *astuple(record))

    def since(self, moment: float) -> list[TurnRecord]:
        """Return the turns from a moment on (seconds since 1970), the oldest first."""
        return self._select("at >= ?", moment)

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return what is kept of a conversation, the oldest first."""
        return [asdict(record) for record in self._select("conversation = ?", conversation)]

    def forget(self, conversation: str) -> None:
        """Erase a conversation."""
        self._log.run("DELETE FROM turns WHERE conversation = ?", conversation)

    def expire(self, before: float) -> int:
        """Erase the turns before a moment (seconds since 1970) and return how many."""
        return erase_rows(self._path, "turns", "at < ?", before)

    def close(self) -> None:
        """Close the file."""
        self._log.close()

    def _select(self, condition: str, value: object) -> list[TurnRecord]:
        sql = f"SELECT {COLUMNS} FROM turns WHERE {condition} ORDER BY id"
        return [TurnRecord(*row) for row in self._log.run(sql, value)]
