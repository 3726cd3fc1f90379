"""What the operator wants to know of a time: what was asked, what was not answered, what people thought of it, what was slow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import InvalidSetting
from bot.operations.feedback import Feedback
from bot.operations.journal import TurnRecord

MOST_ROWS, MOST_SLOW = 20, 10
#: Grouping compares texts: of more than so many the newest are taken.
MOST_GROUPED = 5000
UNITS = {"h": "hours", "d": "days", "w": "weeks"}
NOT_NAMED = "(không nêu)"


@dataclass(frozen=True)
class Row:
    """A name and how often it came."""

    name: str
    count: int


@dataclass(frozen=True)
class Vote:
    """A thumb down, or one with a reason."""

    vote: str
    reason: str
    question: str


@dataclass(frozen=True)
class Slow:
    """A slow turn: its id is in the log."""

    turn: str
    at: str
    seconds: float
    status: str
    topic: str


@dataclass(frozen=True)
class Report:
    """Counts of the turns since a moment; every list is in falling order."""

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
    slowest: tuple[Slow, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the report as a JSON object."""
        return asdict(self)


Alike = Callable[[Sequence[str]], Iterable[tuple[str, int]]]


def build_report(
    entries: Sequence[TurnRecord], votes: Sequence[Feedback], since: float, named: Callable[[str], str], alike: Alike
) -> Report:
    """Sum up turns and votes; `named` gives a topic its name, `alike` groups questions that are alike."""
    asked = [entry.question for entry in entries if entry.status == "not_found" and entry.question]
    times = sorted(entry.seconds for entry in entries)
    slow = sorted(entries, key=lambda entry: -entry.seconds)[:MOST_SLOW]
    told = [Vote(one.vote, one.reason, one.question) for one in votes if one.vote == "down" or one.reason]
    return Report(
        _moment(since), len(entries), len({entry.conversation for entry in entries}), _share(times, 0.5), _share(times, 0.95),
        _rows(entry.status for entry in entries),
        _rows(entry.channel for entry in entries),
        _rows(named(entry.topic) if entry.topic else NOT_NAMED for entry in entries),
        _rows(entry.place or NOT_NAMED for entry in entries),
        tuple(sorted(_rows((_moment(entry.at)[:10] for entry in entries), most=None), key=lambda row: row.name)),
        tuple(Row(text, count) for text, count in alike(asked[-MOST_GROUPED:]))[:MOST_ROWS],
        sum(one.vote == "up" for one in votes), sum(one.vote == "down" for one in votes), tuple(told[-MOST_ROWS:]),
        tuple(Slow(one.turn, _moment(one.at), one.seconds, one.status, one.topic) for one in slow),
    )  # fmt: skip


def moment_before(now: datetime, since: str) -> datetime:
    """Read "7d", "24h", "4w" as a time before now; BadSetting for anything else."""
    count, unit = since[:-1], since[-1:]
    if unit not in UNITS or not (count.isascii() and count.isdigit()) or not 0 < int(count[:6]) <= 10_000:
        raise InvalidSetting(f"--since phải là số giờ, ngày hoặc tuần như 24h, 7d, 4w, không phải {since!r}.")
    return now - timedelta(**{UNITS[unit]: int(count[:6])})


def _rows(names: Iterable[str], most: int | None = MOST_ROWS) -> tuple[Row, ...]:
    return tuple(Row(name, count) for name, count in Counter(names).most_common(most))


def _share(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).isoformat(sep=" ", timespec="seconds")
