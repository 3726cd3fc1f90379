"""The figures as tables, the same for a page, a file and a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.operations.report.figures import (
    STATUS_LABELS,
    Figures,
    HandoverFigures,
    Interval,
    Judged,
    Outcome,
    Row,
)
from bot.operations.report.period import Grain
from bot.operations.report.writing import Writing

CHANNEL_LABELS = {"web": "trang web", "telegram": "Telegram", "zalo": "Zalo OA", "zalo-bot": "Zalo Bot"}  # fmt: skip
OUTCOMES = ("Lượt hỏi", "Đã trả lời", "Tỷ lệ trả lời", "Chỉ đưa đoạn gần nhất", "Từ chối (không tìm thấy)")  # fmt: skip
WRITING_HEADINGS = ("Lượt nhờ viết", "Dùng lời viết", "Tỷ lệ dùng", "Trung bình (giây)", "Token", "Chi phí (đồng)", "Câu bị bỏ")  # fmt: skip
DAY_HEADINGS: dict[Grain, tuple[str, ...]] = {"day": ("Ngày",), "week": ("Từ ngày", "Đến ngày")}


@dataclass(frozen=True)
class Share:
    """A part of a whole, told in percent."""

    part: int
    whole: int


@dataclass(frozen=True)
class Seconds:
    """A time."""

    seconds: float


#: A cell's type says how it is written; None is what there is nothing of.
Cell = str | int | date | Share | Seconds | None


@dataclass(frozen=True)
class Table:
    """A table; `name` stands in addresses and file names."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def show(cell: Cell) -> str:
    """Return a cell as people read it: "1.234", "75 %", "0,75", "22/11/2026"."""
    match cell:
        case None:
            return "–"
        case Share(part, whole):
            return f"{100 * part / whole:.0f} %" if whole else "–"
        case Seconds(seconds):
            return f"{seconds:.2f}".replace(".", ",")
        case date():
            return cell.strftime("%d/%m/%Y")
        case int():
            return f"{cell:,}".replace(",", ".")
    return cell


def tables_of(figures: Figures) -> tuple[Table, ...]:
    """Return the tables of the figures, in the order in which they are read."""
    statuses = [Row(STATUS_LABELS.get(row.name, row.name), row.count) for row in figures.statuses]
    channels = [(CHANNEL_LABELS.get(row.name, row.name), row) for row in figures.channels]
    tables = [
        _summary(figures),
        _turns(figures),
        Table(
            "ket-qua",
            "Kết quả",
            ("Kết quả", "Lượt hỏi", "Tỷ lệ"),
            tuple((row.name, row.count, Share(row.count, figures.turns)) for row in statuses),
        ),
        _outcomes("kenh", "Theo kênh", "Kênh", channels),
        _outcomes("chu-de", "Theo chủ đề", "Chủ đề", [(row.name, row) for row in figures.topics]),
        _outcomes("noi", "Theo nơi", "Nơi được hỏi", [(row.name, row) for row in figures.places]),
    ]
    if figures.judged is not None:
        tables.append(_votes(figures, figures.judged))
    if figures.handovers:
        tables.append(_handovers(figures.handovers))
    if figures.writing:
        tables.append(_writing(figures, figures.writing))
    return tuple(tables)


def _summary(figures: Figures) -> Table:
    total = figures.outcome
    rows: list[tuple[str, Cell]] = [
        ("Lượt hỏi", figures.turns),
        ("Cuộc trò chuyện", figures.conversations),
        ("Tỷ lệ trả lời", Share(total.answered, figures.turns)),
        ("Tỷ lệ từ chối", Share(total.refused, figures.turns)),
        ("Một nửa số lượt được đáp trong (giây)", Seconds(figures.p50_seconds)),
        ("95 % số lượt được đáp trong (giây)", Seconds(figures.p95_seconds)),
    ]
    if figures.judged is not None:
        rows += [("Đánh giá hữu ích", figures.ups), ("Đánh giá chưa đúng", figures.downs)]
    return Table("tong-hop", "Tổng hợp", ("Chỉ số", "Giá trị"), tuple(rows))


def _turns(figures: Figures) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            *_days(figures.by, row),
            *_outcome(row),
            row.conversations,
            Seconds(row.mean_seconds) if row.count else None,
        )
        for row in figures.intervals
    ]
    first = DAY_HEADINGS[figures.by]
    headings = (*first, *OUTCOMES, "Cuộc trò chuyện mới", "Đáp trung bình (giây)")
    return Table("thoi-gian", _by("Lượt hỏi", figures), headings, tuple(rows))


def _votes(figures: Figures, judged: Iterable[Judged]) -> Table:
    rows: list[tuple[Cell, ...]] = [(*_days(figures.by, row), row.ups, row.downs) for row in judged]
    headings = (*DAY_HEADINGS[figures.by], "Hữu ích", "Chưa đúng")
    return Table("danh-gia", _by("Đánh giá", figures), headings, tuple(rows))


def _handovers(found: HandoverFigures) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Xin gặp hoặc được mời gặp cán bộ", found.asked),
        ("Vào hàng chờ", found.queued),
        ("Được nhận", found.taken),
        ("Được trả lời", found.answered),
        ("Kết thúc khi chưa được trả lời", found.unanswered),
        ("Chưa kết thúc", found.waiting),
        ("Một nửa được trả lời trong (giây)", _wait(found.p50_wait)),
        ("95 % được trả lời trong (giây)", _wait(found.p95_wait)),
    )
    return Table("chuyen-nguoi", "Chuyển cho cán bộ", ("Chỉ số", "Giá trị"), rows)


def _writing(figures: Figures, writing: Iterable[Writing]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            *_days(figures.by, row),
            row.asked,
            row.used,
            Share(row.used, row.asked),
            Seconds(row.mean_seconds) if row.mean_seconds else None,
            row.tokens,
            row.spend,
            sum(row.rejected.values()),
        )
        for row in writing
    ]
    headings = (*DAY_HEADINGS[figures.by], *WRITING_HEADINGS)
    return Table("may-viet", _by("Máy viết câu trả lời", figures), headings, tuple(rows))


def _outcomes(name: str, title: str, heading: str, rows: list[tuple[str, Outcome]]) -> Table:
    cells = tuple((shown, *_outcome(row)) for shown, row in rows)
    return Table(name, title, (heading, *OUTCOMES), cells)


def _outcome(row: Outcome) -> tuple[Cell, ...]:
    return (row.count, row.answered, Share(row.answered, row.count), row.nearest, row.refused)


def _days(by: Grain, row: Interval | Judged | Writing) -> tuple[date, ...]:
    """Return the day, or the first and the last day of a week."""
    days = date.fromisoformat(row.name), date.fromisoformat(row.last)
    return days[: len(DAY_HEADINGS[by])]


def _by(what: str, figures: Figures) -> str:
    return f"{what} theo {'ngày' if figures.by == 'day' else 'tuần'}"


def _wait(seconds: float | None) -> Seconds | None:
    return None if seconds is None else Seconds(seconds)
