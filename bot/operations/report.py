"""The operator's report of a period: what was asked, left unanswered, judged, slow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import InvalidSetting
from bot.operations.feedback import Feedback
from bot.operations.parameters import (
    MAX_GROUPED_QUESTIONS,
    MAX_PERIODS,
    MAX_ROWS,
    MAX_SLOW_TURNS,
)
from bot.operations.turn_journal import UNKNOWN, TurnRecord

UNITS = {"h": "hours", "d": "days", "w": "weeks"}
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
    """Counts of the turns since a moment; rows stand in falling order, days in their own."""

    since: str
    turns: int
    conversations: int
    p50_seconds: float
    p95_seconds: float
    statuses: tuple[Row, ...]
    channels: tuple[Row, ...]
    topics: tuple[Row, ...]
    places: tuple[Row, ...]
    days: tuple[Row, ...]
    unanswered: tuple[Row, ...]
    ups: int
    downs: int
    votes: tuple[Vote, ...]
    slowest: tuple[SlowTurn, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report as a JSON object."""
        return asdict(self)


#: Returns the name of a topic, as a person reads it.
TopicName = Callable[[str], str]
#: Groups questions that are alike: of each group the first, and how many there are.
GroupQuestions = Callable[[Sequence[str]], Iterable[tuple[str, int]]]


def build_report(
    turns: Sequence[TurnRecord],
    feedback: Sequence[Feedback],
    since: float,
    *,
    topic_name: TopicName,
    group: GroupQuestions,
) -> Report:
    """Sum up the turns and votes since a moment (seconds since 1970)."""
    times = sorted(turn.seconds for turn in turns)
    return Report(
        since=_iso(since),
        turns=len(turns),
        conversations=len({turn.conversation for turn in turns}),
        p50_seconds=_quantile(times, 0.5),
        p95_seconds=_quantile(times, 0.95),
        statuses=_rows(turn.status for turn in turns),
        channels=_rows(turn.channel for turn in turns),
        topics=_rows(topic_name(turn.topic) if turn.topic else NOT_NAMED for turn in turns),
        places=_rows(turn.place or NOT_NAMED for turn in turns),
        days=_days(turns),
        unanswered=_unanswered(turns, group),
        ups=sum(vote.vote == "up" for vote in feedback),
        downs=sum(vote.vote == "down" for vote in feedback),
        votes=_votes(feedback),
        slowest=_slowest(turns),
    )


def moment_before(now: datetime, since: str) -> datetime:
    """Return the moment "7d", "24h" or "4w" before now; raise InvalidSetting for anything else."""
    count, unit = since[:-1], since[-1:]
    is_number = count.isascii() and count.isdigit() and len(count) <= 6
    if unit not in UNITS or not is_number or not 0 < int(count) <= MAX_PERIODS:
        message = f"--since phải là số giờ, ngày hoặc tuần như 24h, 7d, 4w, không phải {since!r}."
        raise InvalidSetting(message)
    return now - timedelta(**{UNITS[unit]: int(count)})


def format_moment(iso: str) -> str:
    """Return "2026-11-22 15:53:45" as "15:53 22/11/2026", a day alone as "22/11/2026"."""
    return datetime.fromisoformat(iso).strftime("%H:%M %d/%m/%Y" if ":" in iso else "%d/%m/%Y")


def _rows(names: Iterable[str]) -> tuple[Row, ...]:
    return tuple(Row(name, count) for name, count in Counter(names).most_common(MAX_ROWS))


def _days(turns: Sequence[TurnRecord]) -> tuple[Row, ...]:
    counts = Counter(_iso(turn.at)[:10] for turn in turns)
    return tuple(Row(day, count) for day, count in sorted(counts.items()))


def _unanswered(turns: Sequence[TurnRecord], group: GroupQuestions) -> tuple[Row, ...]:
    questions = [turn.question for turn in turns if turn.status in UNKNOWN and turn.question]
    groups = group(questions[-MAX_GROUPED_QUESTIONS:])
    return tuple(Row(question, count) for question, count in groups)[:MAX_ROWS]


def _votes(feedback: Sequence[Feedback]) -> tuple[Vote, ...]:
    votes = [
        Vote(vote.vote, vote.reason, vote.question)
        for vote in feedback
        if vote.vote == "down" or vote.reason
    ]
    return tuple(votes[-MAX_ROWS:])


def _slowest(turns: Sequence[TurnRecord]) -> tuple[SlowTurn, ...]:
    slowest = sorted(turns, key=lambda turn: -turn.seconds)[:MAX_SLOW_TURNS]
    return tuple(
        SlowTurn(turn.turn, _iso(turn.at), turn.seconds, turn.status, turn.topic)
        for turn in slowest
    )


def _quantile(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).isoformat(sep=" ", timespec="seconds")
