"""The figures of a period: turns and what became of them, votes, hand-overs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, TypeVar

from bot.operations.report.counting import TurnCounts, oldest_record, votes_by_interval
from bot.operations.report.period import Grain, Period, intervals_of, iso_moment
from bot.operations.report.writing import Writing, writing_by_interval
from bot.storage.tables import TURNS
from bot.vietnam_time import day_of
from database import Database

NOT_NAMED = "(không nêu)"
#: How the statuses of an answer are called in a report.
STATUS_LABELS = {
    "answered": "đã trả lời",
    "nearest": "chỉ đưa đoạn gần nhất",
    "clarify": "hỏi lại cho rõ",
    "not_found": "không tìm thấy",
    "form": "đang hỏi từng bước",
    "chat": "chào hỏi",
    "unavailable": "tạm gián đoạn",
}


@dataclass(frozen=True)
class Row:
    """A name and how often it came."""

    name: str
    count: int


@dataclass(frozen=True)
class Outcome(Row):
    """Turns under a name: so many were answered, shown the nearest passage, refused."""

    answered: int = 0
    nearest: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Interval(Outcome):
    """The turns of a day or week: `name` is its first day in the period (ISO), `last` its last.

    `conversations` had their first turn then; `mean_seconds` is how long an answer took.
    """

    last: str = ""
    conversations: int = 0
    mean_seconds: float = 0.0


@dataclass(frozen=True)
class Judged:
    """The votes of a day or week."""

    name: str
    last: str
    ups: int
    downs: int


class HandoverFigures(Protocol):
    """Hand-overs of a period to a person; waits are in seconds, None where nobody was answered."""

    @property
    def asked(self) -> int:
        """How many asked for a person or were offered one."""

    @property
    def queued(self) -> int:
        """How many agreed to it and came into the queue."""

    @property
    def taken(self) -> int:
        """How many of them staff took over."""

    @property
    def answered(self) -> int:
        """How many of them staff answered."""

    @property
    def unanswered(self) -> int:
        """How many of them ended without a word of staff."""

    @property
    def waiting(self) -> int:
        """How many of them are not at an end."""

    @property
    def p50_wait(self) -> float | None:
        """In what time half of those answered were."""

    @property
    def p95_wait(self) -> float | None:
        """In what time 95 % of those answered were."""


#: Returns the hand-overs of a period in some places (none: all); None where there are none at all.
Handovers = Callable[[Period, frozenset[str]], HandoverFigures | None]
#: Returns the name of a topic, as a person reads it.
TopicName = Callable[[str], str]


@dataclass(frozen=True)
class Figures:
    """Counts of a period; rows stand in falling order, intervals in their own.

    `judged` and `writing` are None where they are not to be seen, since no place is known of them;
    `writing` also where no language model was asked.
    """

    since: str
    until: str
    by: Grain
    turns: int
    conversations: int
    p50_seconds: float
    p95_seconds: float
    statuses: tuple[Row, ...]
    channels: tuple[Outcome, ...]
    topics: tuple[Outcome, ...]
    places: tuple[Outcome, ...]
    intervals: tuple[Interval, ...]
    judged: tuple[Judged, ...] | None
    handovers: HandoverFigures | None
    writing: tuple[Writing, ...] | None = None

    @property
    def ups(self) -> int:
        """Votes for answers."""
        return sum(row.ups for row in self.judged or ())

    @property
    def downs(self) -> int:
        """Votes against answers."""
        return sum(row.downs for row in self.judged or ())

    @property
    def outcome(self) -> Outcome:
        """All turns in one."""
        return _total(self.intervals)

    def as_json(self) -> dict[str, Any]:
        """Return the figures as a JSON object; the intervals are its "days" or "weeks"."""
        body = asdict(self)
        body[f"{self.by}s"] = body.pop("intervals")
        return {**body, "ups": self.ups, "downs": self.downs}


def build_figures(
    database: Database,
    period: Period,
    grain: Grain,
    *,
    topic_name: TopicName,
    places: frozenset[str] = frozenset(),
    handovers: Handovers | None = None,
) -> Figures:
    """Count what happened in a period, in these places; without places, in all."""
    with database.reading() as connection:
        counts = TurnCounts(connection, period, places)
        oldest = oldest_record(connection)
        spans = list(intervals_of(period, grain, None if oldest is None else day_of(oldest)))
        cube, times = _Cube(counts.cube(grain)), counts.times()
        conversations = counts.conversations(grain)
        return Figures(
            since=iso_moment(period.start),
            until=iso_moment(period.end),
            by=grain,
            turns=cube.turns,
            conversations=sum(conversations.values()),
            p50_seconds=_quantile(times, 0.5),
            p95_seconds=_quantile(times, 0.95),
            statuses=_falling(Row(name, count) for name, count in cube.statuses.items()),
            channels=_outcomes(cube.channels),
            topics=_outcomes(_named(counts.outcomes(TURNS.c.topic), topic_name)),
            places=_outcomes(_named(counts.outcomes(TURNS.c.place), str)),
            intervals=cube.intervals(spans, conversations),
            judged=None if places else _judged(spans, votes_by_interval(connection, period, grain)),
            handovers=handovers(period, places) if handovers else None,
            writing=None if places else writing_by_interval(connection, period, grain, spans),
        )


Statuses = Counter[str]
R = TypeVar("R", bound=Row)


@dataclass
class _Cube:
    """Turns by interval, status and channel, added up each way."""

    rows: Sequence[Any]
    statuses: Statuses = field(default_factory=Counter)
    channels: dict[str, Statuses] = field(default_factory=lambda: defaultdict(Counter))
    in_interval: dict[int, Statuses] = field(default_factory=lambda: defaultdict(Counter))
    seconds: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for interval, status, channel, turns, seconds in self.rows:
            self.statuses[status] += turns
            self.channels[channel][status] += turns
            self.in_interval[interval][status] += turns
            self.seconds[interval] += seconds

    @property
    def turns(self) -> int:
        return self.statuses.total()

    def intervals(
        self, spans: Iterable[tuple[int, Any, Any]], conversations: Mapping[int, int]
    ) -> tuple[Interval, ...]:
        """Return every interval, those without a turn too."""
        found = []
        for number, first, last in spans:
            statuses = self.in_interval.get(number, Counter())
            turns = statuses.total()
            found.append(
                Interval(
                    **_fields(first.isoformat(), statuses),
                    last=last.isoformat(),
                    conversations=conversations.get(number, 0),
                    mean_seconds=round(self.seconds[number] / turns, 4) if turns else 0.0,
                )
            )
        return tuple(found)


def _fields(name: str, statuses: Statuses) -> dict[str, Any]:
    return {
        "name": name,
        "count": statuses.total(),
        "answered": statuses["answered"],
        "nearest": statuses["nearest"],
        "refused": statuses["not_found"],
    }


def _named(rows: Iterable[Any], name_of: TopicName) -> dict[str, Statuses]:
    """Return the statuses of each name; several values may have one name."""
    named: dict[str, Statuses] = defaultdict(Counter)
    for value, status, turns in rows:
        named[name_of(value) if value else NOT_NAMED][status] += turns
    return named


def _outcomes(named: Mapping[str, Statuses]) -> tuple[Outcome, ...]:
    return _falling(Outcome(**_fields(name, statuses)) for name, statuses in named.items())


def _falling(rows: Iterable[R]) -> tuple[R, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.count, row.name)))


def _total(rows: Sequence[Outcome]) -> Outcome:
    names = ("count", "answered", "nearest", "refused")
    return Outcome("", *(sum(getattr(row, name) for row in rows) for name in names))


def _quantile(times: Sequence[tuple[float, int]], share: float) -> float:
    """Return the time within which this share of the answers came."""
    rank = int(sum(count for _, count in times) * share)
    for seconds, count in times:
        rank -= count
        if rank < 0:
            return seconds
    return times[-1][0] if times else 0.0


def _judged(
    spans: Iterable[tuple[int, Any, Any]], votes: Mapping[int, tuple[int, int]]
) -> tuple[Judged, ...]:
    return tuple(
        Judged(first.isoformat(), last.isoformat(), *votes.get(number, (0, 0)))
        for number, first, last in spans
    )
