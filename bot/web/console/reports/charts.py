"""Charts as positions in percent: they fill whatever width there is, and their letters keep their size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.operations.report.figures import Figures, Interval, Judged, Outcome
from bot.web.console.reports.parameters import COLUMN_SHARE, FLOOR, MANY_COLUMNS, MAX_LABELS, TOP

#: What a segment stands for → what it is called; each has a fill of its own (`reports.html`).
OUTCOME_LEGEND = {
    "answered": "đã trả lời",
    "nearest": "chỉ đưa đoạn gần nhất",
    "refused": "từ chối (không tìm thấy)",
    "other": "khác (hỏi lại, từng bước, chào hỏi, gián đoạn)",
}
VOTE_LEGEND = {"answered": "hữu ích", "refused": "chưa đúng"}
STATUS_KINDS = {"answered": "answered", "nearest": "nearest", "not_found": "refused"}

#: How many of each kind, in the order of the legend.
Parts = Mapping[str, int]


@dataclass(frozen=True)
class Segment:
    """A part of a column or bar: where it begins, and its size along it."""

    kind: str
    start: float
    size: float


@dataclass(frozen=True)
class Column:
    """The column of a day or week; `title` tells it in words."""

    x: float
    width: float
    title: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Label:
    """Words at a place of an axis; `anchor` is SVG's."""

    at: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class ColumnChart:
    """Columns over time, each of several segments; `summary` tells it to who does not see it."""

    summary: str
    columns: tuple[Column, ...]
    lines: tuple[Label, ...]
    labels: tuple[Label, ...]
    legend: Mapping[str, str]


Bars = tuple[tuple[Segment, ...], ...]


def column_charts(figures: Figures) -> dict[str, ColumnChart]:
    """Return the charts over time by the names of their tables; none where nothing came."""
    charts = {}
    if figures.turns:
        parts = [_outcome_parts(row) for row in figures.intervals]
        charts["thoi-gian"] = _columns(figures.intervals, parts, OUTCOME_LEGEND, "lượt hỏi")
    if figures.judged and figures.ups + figures.downs:
        votes = [{"answered": row.ups, "refused": row.downs} for row in figures.judged]
        charts["danh-gia"] = _columns(figures.judged, votes, VOTE_LEGEND, "đánh giá")
    return charts


def bars(figures: Figures) -> dict[str, Bars]:
    """Return a bar for each row of the tables by name; the longest is the largest row's."""
    tables = {"kenh": figures.channels, "chu-de": figures.topics, "noi": figures.places}
    found = {name: [_outcome_parts(row) for row in rows] for name, rows in tables.items()}
    found["ket-qua"] = [
        {STATUS_KINDS.get(row.name, "other"): row.count} for row in figures.statuses
    ]
    return {name: _bars(parts) for name, parts in found.items()}


def _outcome_parts(row: Outcome) -> Parts:
    known = {"answered": row.answered, "nearest": row.nearest, "refused": row.refused}
    return {**known, "other": row.count - sum(known.values())}


def _bars(rows: Sequence[Parts]) -> Bars:
    largest = max((sum(parts.values()) for parts in rows), default=0)
    return tuple(_segments(parts, lambda count: 100 * count / largest) for parts in rows)


def _columns(
    intervals: Sequence[Interval | Judged],
    parts: Sequence[Parts],
    legend: Mapping[str, str],
    what: str,
) -> ColumnChart:
    counts = [sum(one.values()) for one in parts]
    top, slot = _round_up(max(counts)), 100 / len(counts)
    height = (FLOOR - TOP) / top
    columns = [
        Column(
            round(slot * (number + (1 - COLUMN_SHARE) / 2), 3),
            round(slot * COLUMN_SHARE, 3),
            f"{_days(row)}: {_told(one, legend) or 'không có'}",
            tuple(map(_upwards, _segments(one, lambda count: count * height))),
        )
        for number, (row, one) in enumerate(zip(intervals, parts, strict=True))
    ]
    most = counts.index(max(counts))
    summary = f"{sum(counts)} {what}; nhiều nhất {counts[most]}, {_days(intervals[most])}."
    return ColumnChart(summary, tuple(columns), _lines(top), _labels(intervals), legend)


def _segments(parts: Parts, size_of: Callable[[int], float]) -> tuple[Segment, ...]:
    """Return the parts one after another from 0 on; what there is nothing of is left out."""
    found, start = [], 0.0
    for kind, count in parts.items():
        if count:
            found.append(Segment(kind, round(start, 3), round(size_of(count), 3)))
            start += size_of(count)
    return tuple(found)


def _upwards(part: Segment) -> Segment:
    """Return a part as SVG has it, whose heights count from above."""
    return replace(part, start=round(FLOOR - part.start - part.size, 3))


def _lines(top: int) -> tuple[Label, ...]:
    """Return the lines across: at the top, at the half where that is a whole number, at nothing."""
    values = [top, top // 2, 0] if top % 2 == 0 else [top, 0]
    return tuple(
        Label(round(FLOOR - (FLOOR - TOP) * value / top, 3), str(value)) for value in values
    )


def _labels(intervals: Sequence[Interval | Judged]) -> tuple[Label, ...]:
    """Return the days below: the first, the last, and a few between."""
    count = len(intervals)
    many = min(MAX_LABELS, count)
    chosen = [round((count - 1) * number / max(many - 1, 1)) for number in range(many)]
    texts = [date.fromisoformat(intervals[number].name).strftime("%d/%m") for number in chosen]
    centres = [round(100 * (number + 0.5) / count, 3) for number in chosen]
    labels = [Label(centre, text, "middle") for centre, text in zip(centres, texts, strict=True)]
    if count > MANY_COLUMNS:
        # Under the middle of a narrow column the ends would stand out of the chart.
        labels[0], labels[-1] = Label(0, texts[0]), Label(100, texts[-1], "end")
    return tuple(labels)


def _days(row: Interval | Judged) -> str:
    days = (date.fromisoformat(day).strftime("%d/%m/%Y") for day in sorted({row.name, row.last}))
    return " – ".join(days)


def _told(parts: Parts, legend: Mapping[str, str]) -> str:
    return ", ".join(f"{count} {legend[kind]}" for kind, count in parts.items() if count)


def _round_up(count: int) -> int:
    """Return the next of 1, 2, 4, 5, 6, 8, 10, 20 …"""
    size: int = 10 ** (len(str(count)) - 1)
    return next(step * size for step in (1, 2, 4, 5, 6, 8, 10) if step * size >= count)
