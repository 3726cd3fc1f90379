"""The journal and the votes counted by the database, in one look at them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    cast,
    func,
    literal,
    select,
)

from bot.operations.parameters import DAY
from bot.operations.report.period import DAYS_AHEAD, DAYS_OF, Grain, Period
from bot.storage.tables import TURNS, VOTES, is_of
from bot.vietnam_time import VIETNAM

OFFSET = VIETNAM.utcoffset(None).total_seconds()


class TurnCounts:
    """Counts of the turns of a period in some places; without places, in all.

    Turns that name no place are everybody's, as `Staff.sees` has it.
    """

    def __init__(self, connection: Connection, period: Period, places: frozenset[str]) -> None:
        self._connection = connection
        seen = is_of(TURNS.c.place, places)
        #: Which turns are counted.
        self.condition = (TURNS.c.at >= period.start) & (TURNS.c.at < period.end) & seen

    def cube(self, grain: Grain) -> Sequence[Any]:
        """Return (interval, status, channel, turns, sum of seconds): a few thousand rows at most."""
        keys = (_interval(self._connection, TURNS.c.at, grain), TURNS.c.status, TURNS.c.channel)
        return self._all(*keys, func.count(), func.sum(TURNS.c.seconds), group_by=keys)

    def outcomes(self, column: ColumnElement[str]) -> Sequence[Any]:
        """Return (value, status, turns) of a column."""
        keys = (column, TURNS.c.status)
        return self._all(*keys, func.count(), group_by=keys)

    def conversations(self, grain: Grain) -> dict[int, int]:
        """Return how many conversations had their first turn of the period in each interval.

        So each counts once: the intervals add up to all of them.
        """
        begun = _interval(self._connection, func.min(TURNS.c.at), grain).label("begun")
        by_one = select(begun).where(self.condition).group_by(TURNS.c.conversation).subquery()
        chosen = select(by_one.c.begun, func.count()).group_by(by_one.c.begun)
        return {row[0]: row[1] for row in self._connection.execute(chosen)}

    def times(self) -> list[tuple[float, int]]:
        """Return the times that answers took, to a thousandth of a second, and how many took each."""
        milliseconds = func.round(TURNS.c.seconds * 1000)
        found = self._all(milliseconds, func.count(), group_by=[milliseconds])
        return sorted((row[0] / 1000, row[1]) for row in found)

    def _all(self, *columns: Any, group_by: Sequence[Any]) -> Sequence[Any]:
        chosen = select(*columns).where(self.condition).group_by(*group_by)
        return self._connection.execute(chosen).all()


def votes_by_interval(
    connection: Connection, period: Period, grain: Grain
) -> dict[int, tuple[int, int]]:
    """Return the votes for and against answers in each interval."""
    interval = _interval(connection, VOTES.c.given, grain)
    counts = [func.count().filter(VOTES.c.vote == vote) for vote in ("up", "down")]
    given = (VOTES.c.given >= period.start) & (VOTES.c.given < period.end)
    chosen = select(interval, *counts).where(given).group_by(interval)
    return {row[0]: (row[1], row[2]) for row in connection.execute(chosen)}


def oldest_record(connection: Connection) -> float | None:
    """Return the moment of the oldest turn or vote that is kept."""
    moments = [
        connection.execute(select(func.min(column))).scalar()
        for column in (TURNS.c.at, VOTES.c.given)
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def _interval(
    connection: Connection, moment: ColumnElement[float], grain: Grain
) -> ColumnElement[int]:
    """Return the number of the interval of a moment."""
    # Written into the statement: PostgreSQL must see that what is chosen is what is grouped by.
    shift = literal(OFFSET + DAYS_AHEAD[grain] * DAY, Float(), literal_execute=True)
    length = literal(DAYS_OF[grain] * DAY, Float(), literal_execute=True)
    number = (moment + shift) / length
    # SQLite's cast cuts off, and it may lack `floor`; PostgreSQL's cast rounds.
    if connection.dialect.name == "postgresql":
        number = func.floor(number)
    return cast(number, Integer)
