"""What the writer was asked for and did, counted by Vietnam's day in the database that assistants share.

Names: "asked" (turns), "outcome.*" (what became of each), "sentence.*" (sentences that were not
taken, by why), "calls" and their "seconds", "tokens_in", "tokens_out", "spend" (đồng), and "tokens":
those that count against the bound, with what is reserved for calls under way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, select

from bot.storage.tables import WRITER_COUNTS
from bot.vietnam_time import day_of, today
from bot.writer.parameters import COUNT_SECONDS
from database import Database, insert_into

TOKENS = "tokens"


class WriterCounts:
    """The counts; calls are short and may come from any thread. `clock`: seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def add(self, amounts: Mapping[str, float], day: str = "") -> None:
        """Add to the counts of a day, by default of today. Raise DatabaseBusy, SQLAlchemyError."""
        with self._database.writing_within(COUNT_SECONDS) as connection:
            _add(connection, day or self._today(), amounts)

    def reserve(self, tokens: int, most: float) -> str:
        """Count tokens before they are used, and return the day; "" where it would be too many.

        One statement looks and writes, so that two assistants cannot both take the last. Raise
        DatabaseBusy, SQLAlchemyError.
        """
        if tokens > most:
            return ""
        day, counted = self._today(), WRITER_COUNTS.c.amount
        with self._database.writing_within(COUNT_SECONDS) as connection:
            new = insert_into(connection, WRITER_COUNTS).values(day=day, name=TOKENS, amount=tokens)
            taken = new.on_conflict_do_update(
                index_elements=["day", "name"],
                set_={"amount": counted + tokens},
                where=counted + tokens <= most,
            )
            return day if connection.execute(taken.returning(counted)).all() else ""

    def of_day(self, day: str) -> dict[str, float]:
        """Return the counts of a day (ISO)."""
        columns = WRITER_COUNTS.c
        chosen = select(columns.name, columns.amount).where(columns.day == day)
        return {row.name: row.amount for row in self._database.rows(chosen)}

    def expire(self, before: float) -> int:
        """Erase the counts of days before a moment (seconds since 1970) and return how many."""
        old = WRITER_COUNTS.c.day < day_of(before).isoformat()
        with self._database.writing() as connection:
            return connection.execute(delete(WRITER_COUNTS).where(old)).rowcount

    def _today(self) -> str:
        return today(self._clock).isoformat()


def _add(connection: Connection, day: str, amounts: Mapping[str, float]) -> None:
    # In one order everywhere: two who write the same rows must not wait for each other.
    for name, amount in sorted(amounts.items()):
        new = insert_into(connection, WRITER_COUNTS).values(day=day, name=name, amount=amount)
        total = {"amount": WRITER_COUNTS.c.amount + amount}
        connection.execute(new.on_conflict_do_update(index_elements=["day", "name"], set_=total))
