"""What the office's language model was asked for and did, by day or week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, select

from bot.operations.report.period import Grain, Period, interval_number
from bot.storage.tables import WRITER_COUNTS
from database import Database

#: What stands before a name that belongs to a family (`bot/writer/counts.py`).
OUTCOME, SENTENCE = "outcome.", "sentence."
USED = f"{OUTCOME}used"
#: Why a turn was answered without it, as an operator reads it.
REASON_LABELS = {
    "rejected": "lời viết không đạt",
    "timeout": "không kịp",
    "unreachable": "không nối được",
    "refused": "bị từ chối",
    "server_error": "máy chủ lỗi",
    "too_long": "quá dài",
    "nonsense": "sai giao thức",
    "busy": "đang bận",
    "resting": "tạm nghỉ sau lỗi",
    "budget": "hết hạn mức",
    "uncounted": "không đếm được hạn mức",
}
Counts = Mapping[str, float]


@dataclass(frozen=True)
class Writing:
    """The writer in a day or week: `name` is its first day in the period (ISO), `last` its last.

    `used` of the turns it was `asked` in were answered in its words, `without` tells why the others
    were not; a call took `mean_seconds`. `rejected` are its sentences that were not said, by why.
    """

    name: str
    last: str
    asked: int
    used: int
    without: Mapping[str, int]
    mean_seconds: float
    tokens: int
    spend: int
    rejected: Mapping[str, int]


def writing_by_interval(
    connection: Connection, period: Period, grain: Grain, spans: Iterable[tuple[int, date, date]]
) -> tuple[Writing, ...] | None:
    """Return the intervals in which it was asked; None where it never was."""
    by_interval: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for day, name, amount in connection.execute(_of_days(period.first_day, period.last_day)):
        by_interval[interval_number(date.fromisoformat(day), grain)][name] += amount
    told = tuple(
        _writing(first, last, by_interval[number])
        for number, first, last in spans
        if number in by_interval
    )
    return told or None


def writing_of_day(database: Database, day: date) -> Writing:
    """Return what it did in a day."""
    counts = {name: amount for _, name, amount in database.rows(_of_days(day, day))}
    return _writing(day, day, counts)


def _of_days(first: date, last: date) -> Select[str, str, float]:
    columns = WRITER_COUNTS.c
    chosen = select(columns.day, columns.name, columns.amount)
    return chosen.where(columns.day.between(first.isoformat(), last.isoformat()))


def _writing(first: date, last: date, counts: Counts) -> Writing:
    calls = counts.get("calls", 0)
    without = {name: count for name, count in _family(counts, OUTCOME).items() if name != "used"}
    return Writing(
        name=first.isoformat(),
        last=last.isoformat(),
        asked=round(counts.get("asked", 0)),
        used=round(counts.get(USED, 0)),
        without=without,
        mean_seconds=round(counts.get("seconds", 0) / calls, 4) if calls else 0.0,
        tokens=round(counts.get("tokens_in", 0) + counts.get("tokens_out", 0)),
        spend=round(counts.get("spend", 0)),
        rejected=_family(counts, SENTENCE),
    )


def _family(counts: Counts, prefix: str) -> dict[str, int]:
    """Return the counts of a family by what they are told by, the most first."""
    found = {
        name.removeprefix(prefix): round(count)
        for name, count in counts.items()
        if name.startswith(prefix)
    }
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
