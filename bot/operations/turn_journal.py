"""The journal of turns, for the operator's report: topic, place, channel, status and time.

Of an unanswered question its words too: someone may put in the document that answers it. Personal
data in them is masked before (`bot/delivery/personal_data.py`) and the conversation is a hash.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select

from bot.operations.parameters import JOURNAL_SECONDS
from bot.storage.tables import TURNS
from database import Database

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


COLUMNS = [TURNS.c[field.name] for field in fields(TurnRecord)]


class TurnJournal:
    """The journal; every `conversation` is the hash that stands in it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, record: TurnRecord) -> None:
        """Add a turn. Raise DatabaseBusy or SQLAlchemyError rather than keep someone waiting."""
        with self._database.writing_within(JOURNAL_SECONDS) as connection:
            connection.execute(insert(TURNS).values(asdict(record)))

    def since(self, moment: float) -> list[TurnRecord]:
        """Return the turns from a moment on (seconds since 1970), the oldest first."""
        return self._select(TURNS.c.at >= moment)

    def unanswered_since(self, moment: float, limit: int) -> list[tuple[str, float, str]]:
        """Return the last questions from a moment on that were left unanswered, the oldest first.

        Each comes with when that was and the place it is about.
        """
        chosen = select(TURNS.c.question, TURNS.c.at, TURNS.c.place).where(_is_open(moment))
        rows = self._database.rows(chosen.order_by(TURNS.c.id.desc()).limit(limit))
        return [(row.question, row.at, row.place) for row in reversed(rows)]

    def unanswered_state(self, moment: float) -> tuple[int, int]:
        """Return how many such turns there are, and the last: another value where they changed."""
        chosen = select(func.count(), func.coalesce(func.max(TURNS.c.id), 0))
        ((count, last),) = self._database.rows(chosen.where(_is_open(moment)))
        return count, last

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return what is kept of a conversation, the oldest first."""
        return [asdict(record) for record in self._select(TURNS.c.conversation == conversation)]

    def forget(self, conversation: str) -> None:
        """Erase a conversation."""
        self._delete(TURNS.c.conversation == conversation)

    def expire(self, before: float) -> int:
        """Erase the turns before a moment (seconds since 1970) and return how many."""
        return self._delete(TURNS.c.at < before)

    def _select(self, condition: ColumnElement[bool]) -> list[TurnRecord]:
        query = select(*COLUMNS).where(condition).order_by(TURNS.c.id)
        return [TurnRecord(*row) for row in self._database.rows(query)]

    def _delete(self, condition: ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            return connection.execute(delete(TURNS).where(condition)).rowcount


def _is_open(moment: float) -> ColumnElement[bool]:
    """Whether a turn from a moment on was left unanswered and its question is kept."""
    return (TURNS.c.at >= moment) & TURNS.c.status.in_(UNKNOWN) & (TURNS.c.question != "")
