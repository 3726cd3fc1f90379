"""The operator's report: the figures, and the questions, votes and slow turns behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.operations.parameters import MAX_GROUPED_QUESTIONS, MAX_ROWS, MAX_SLOW_TURNS
from bot.operations.report.counting import TurnCounts
from bot.operations.report.figures import Figures, Handovers, Row, TopicName, build_figures
from bot.operations.report.period import Grain, Period, iso_moment
from bot.operations.turn_journal import UNKNOWN
from bot.storage.tables import TURNS, VOTES
from database import Database

#: Groups questions that are alike: of each group the first, and how many there are.
GroupQuestions = Callable[[Sequence[str]], Iterable[tuple[str, int]]]


@dataclass(frozen=True)
class Vote:
    """A vote against an answer, or one with a reason."""

    vote: str
    reason: str
    question: str


@dataclass(frozen=True)
class SlowTurn:
    """A slow turn; its id stands in the log."""

    turn: str
    at: str
    seconds: float
    status: str
    topic: str


@dataclass(frozen=True)
class Report:
    """The figures of a period and what stands behind them, for whoever may see all places."""

    figures: Figures
    unanswered: tuple[Row, ...]
    votes: tuple[Vote, ...]
    slowest: tuple[SlowTurn, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report as a JSON object: the figures' own keys, and three more."""
        rows = {name: getattr(self, name) for name in ("unanswered", "votes", "slowest")}
        listed = {name: [asdict(row) for row in found] for name, found in rows.items()}
        return {**self.figures.as_json(), **listed}


def build_report(
    database: Database,
    period: Period,
    grain: Grain,
    *,
    topic_name: TopicName,
    group: GroupQuestions,
    handovers: Handovers | None = None,
) -> Report:
    """Sum up a period."""
    figures = build_figures(database, period, grain, topic_name=topic_name, handovers=handovers)
    with database.reading() as connection:
        in_period = TurnCounts(connection, period, frozenset()).condition
        questions = select(TURNS.c.question).where(
            in_period, TURNS.c.status.in_(UNKNOWN), TURNS.c.question != ""
        )
        newest = questions.order_by(TURNS.c.id.desc()).limit(MAX_GROUPED_QUESTIONS)
        asked = [row.question for row in connection.execute(newest)][::-1]
        votes, slowest = _votes(connection, period), _slowest(connection, in_period)
    groups = tuple(Row(question, count) for question, count in group(asked))
    return Report(figures, groups[:MAX_ROWS], votes, slowest)


def _votes(connection: Connection, period: Period) -> tuple[Vote, ...]:
    said = or_(VOTES.c.vote == "down", VOTES.c.reason != "")
    given = (VOTES.c.given >= period.start) & (VOTES.c.given < period.end)
    newest = (
        select(VOTES.c.vote, VOTES.c.reason, VOTES.c.question)
        .where(said, given)
        .order_by(VOTES.c.given.desc(), VOTES.c.id.desc())
        .limit(MAX_ROWS)
    )
    return tuple(Vote(*row) for row in connection.execute(newest))[::-1]


def _slowest(connection: Connection, in_period: Any) -> tuple[SlowTurn, ...]:
    columns = [TURNS.c[name] for name in ("turn", "at", "seconds", "status", "topic")]
    slowest = (
        select(*columns)
        .where(in_period)
        .order_by(TURNS.c.seconds.desc(), TURNS.c.id)
        .limit(MAX_SLOW_TURNS)
    )
    return tuple(
        SlowTurn(row.turn, iso_moment(row.at), row.seconds, row.status, row.topic)
        for row in connection.execute(slowest)
    )
