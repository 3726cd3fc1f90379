"""What is kept of hand-overs: for its people to see, for its end, and figures for the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from bot.delivery.inbox import STAFF_KEY
from bot.operations.report.period import Period
from bot.storage.tables import HANDOVER_LINES as LINES
from bot.storage.tables import HANDOVERS, IS_OPEN, MESSAGES, is_of
from database import Database

COLUMN = HANDOVERS.c
#: What a person may see of one, beside what was said.
EXPORTED = [
    COLUMN[name]
    for name in (
        "id", "channel", "place", "reason", "state", "staff_name", "ended_by",
        "opened", "agreed", "queued", "taken", "answered", "ended",
    )
]  # fmt: skip


class HandoverRecords:
    """The records; its calls may come from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return what is kept of a conversation's hand-overs, the oldest first."""
        chosen = select(*EXPORTED).where(COLUMN.conversation == conversation)
        found = [dict(row._mapping) for row in self._database.rows(chosen.order_by(COLUMN.id))]
        return [{**one, "lines": self._lines(one["id"])} for one in found]

    def forget(self, conversation: str) -> None:
        """Erase a conversation's hand-overs, and what staff wrote that has not gone out."""
        unsent = (MESSAGES.c.conversation == conversation) & IS_OPEN
        with self._database.writing() as connection:
            _delete(connection, COLUMN.conversation == conversation)
            from_staff = MESSAGES.c.key.startswith(STAFF_KEY, autoescape=True)
            connection.execute(delete(MESSAGES).where(unsent, from_staff))

    def expire(self, before: float) -> int:
        """Erase those in which nothing was said since a moment (seconds since 1970); return how many."""
        old = (COLUMN.opened < before) & (COLUMN.wrote < before) & (COLUMN.until < before)
        with self._database.writing() as connection:
            return _delete(connection, old)

    def _lines(self, handover: int) -> list[dict[str, Any]]:
        columns = [LINES.c[name] for name in ("author", "name", "text", "sources", "at")]
        chosen = select(*columns).where(LINES.c.handover == handover).order_by(LINES.c.id)
        return [dict(row._mapping) for row in self._database.rows(chosen)]


@dataclass(frozen=True)
class HandoverFigures:
    """Hand-overs of a period; times are in seconds, from the queue to the first answer of staff.

    `queued` were agreed to, `live` of them in working hours; `unanswered` ended without a word of
    staff. A time is None where nobody was answered.
    """

    asked: int
    queued: int
    live: int
    taken: int
    answered: int
    unanswered: int
    waiting: int
    after_trouble: int
    by_channel: dict[str, int]
    by_place: dict[str, int]
    p50_wait: float | None
    p95_wait: float | None


def handover_figures(
    database: Database, period: Period, places: frozenset[str] = frozenset()
) -> HandoverFigures | None:
    """Return the figures of the hand-overs begun in a period, None where there are none.

    With places those of others are left out; one that names no place is everybody's.
    """
    names = (
        "channel", "place", "reason", "state", "is_live", "queued", "taken", "answered", "opened",
    )  # fmt: skip
    begun = (COLUMN.opened >= period.start) & (COLUMN.opened < period.end)
    seen = is_of(COLUMN.place, places)
    rows = database.rows(select(*(COLUMN[name] for name in names)).where(begun, seen))
    if not rows:
        return None
    queued = [row for row in rows if row.queued]
    waits = sorted(row.answered - row.queued for row in queued if row.answered)
    return HandoverFigures(
        asked=len(rows),
        queued=len(queued),
        live=sum(bool(row.is_live) for row in queued),
        taken=sum(row.taken > 0 for row in queued),
        answered=len(waits),
        unanswered=sum(row.state == "ended" and not row.answered for row in queued),
        waiting=sum(row.state in ("waiting", "taken") for row in queued),
        after_trouble=sum(row.reason == "trouble" for row in rows),
        by_channel=_counts([row.channel for row in queued]),
        by_place=_counts([row.place for row in queued if row.place]),
        p50_wait=_quantile(waits, 0.5),
        p95_wait=_quantile(waits, 0.95),
    )


def _counts(names: Sequence[str]) -> dict[str, int]:
    return {name: names.count(name) for name in sorted(set(names))}


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None


def _delete(connection: Any, condition: ColumnElement[bool]) -> int:
    """Erase hand-overs with their lines; return how many."""
    chosen = select(COLUMN.id).where(condition)
    connection.execute(delete(LINES).where(LINES.c.handover.in_(chosen)))
    return int(connection.execute(delete(HANDOVERS).where(condition)).rowcount)
