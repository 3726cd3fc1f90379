"""What people think of answers: votes with reasons, for those who improve the assistant."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select

from bot.storage.tables import VOTES, answer_hash
from database import Database, insert_into


@dataclass(frozen=True)
class Feedback:
    """One person's vote on one answer: "up" or "down"."""

    conversation: str
    vote: str
    reason: str
    question: str
    answer: str
    status: str


COLUMNS = [VOTES.c[field.name] for field in fields(Feedback)]


class FeedbackLog:
    """The votes; a person's second vote on an answer replaces the first."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def add(self, feedback: Feedback) -> None:
        """Add a vote, given now."""
        row = {
            **asdict(feedback),
            "answer_hash": answer_hash(feedback.question, feedback.answer),
            "given": self._clock(),
        }
        with self._database.writing(is_durable=False) as connection:
            insert = insert_into(connection, VOTES).values(row)
            connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[VOTES.c.conversation, VOTES.c.answer_hash],
                    set_={name: row[name] for name in ("vote", "reason", "status", "given")},
                )
            )

    def all(self) -> list[Feedback]:
        """Return all votes, the oldest first."""
        return self.since(0)

    def since(self, moment: float) -> list[Feedback]:
        """Return the votes from a moment on (seconds since 1970), the oldest first."""
        return self._select(VOTES.c.given >= moment)

    def judged_wrong_since(self, moment: float, limit: int) -> list[tuple[str, float]]:
        """Return the questions whose answers were judged wrong, each with when, the oldest first."""
        chosen = select(VOTES.c.question, VOTES.c.given).where(_is_wrong(moment))
        rows = self._database.rows(chosen.order_by(VOTES.c.given.desc()).limit(limit))
        return [(row.question, row.given) for row in reversed(rows)]

    def judged_wrong_state(self, moment: float) -> tuple[int, float]:
        """Return how many such votes there are, and when the last came: changes with them."""
        chosen = select(func.count(), func.coalesce(func.max(VOTES.c.given), 0.0))
        ((count, last),) = self._database.rows(chosen.where(_is_wrong(moment)))
        return count, last

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return what is kept of a conversation, the oldest first."""
        return [asdict(vote) for vote in self._select(VOTES.c.conversation == conversation)]

    def forget(self, conversation: str) -> None:
        """Erase a conversation."""
        self._delete(VOTES.c.conversation == conversation)

    def expire(self, before: float) -> int:
        """Erase the votes before a moment (seconds since 1970) and return how many."""
        return self._delete(VOTES.c.given < before)

    def _select(self, condition: ColumnElement[bool]) -> list[Feedback]:
        query = select(*COLUMNS).where(condition).order_by(VOTES.c.given, VOTES.c.id)
        return [Feedback(*row) for row in self._database.rows(query)]

    def _delete(self, condition: ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            return connection.execute(delete(VOTES).where(condition)).rowcount


def _is_wrong(moment: float) -> ColumnElement[bool]:
    """Whether a vote from a moment on judges the answer to a question that is kept wrong."""
    return (VOTES.c.given >= moment) & (VOTES.c.vote == "down") & (VOTES.c.question != "")
