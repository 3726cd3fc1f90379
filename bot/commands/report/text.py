"""What an operator reads at a terminal: the report, and how each component stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.operations.health import ComponentReport, HealthReport
from bot.operations.parameters import MAX_ROWS
from bot.operations.report import tables
from bot.operations.report.figures import STATUS_LABELS, Row
from bot.operations.report.period import format_moment
from bot.operations.report.report import Report
from bot.operations.report.writing import REASON_LABELS, Writing
from bot.storage.assistants import SeenAssistant

NO_WRITER = "Máy viết: tắt (chưa đặt THIDUA_WRITER_URL)."
STATE_SIGNS = {"ok": "✓", "starting": "…", "failing": "✗", "off": "–"}
STATE_LABELS = {"ok": "tốt", "starting": "đang khởi động", "failing": "có lỗi", "off": "tắt"}
#: Tables of the figures that are told with all their columns.
TOLD_IN_FULL = ("thoi-gian", "chuyen-nguoi", "may-viet")
UNITS = ((86_400, "ngày"), (3600, "giờ"), (60, "phút"))


def status_lines(report: HealthReport) -> list[str]:
    """Return what `/ready` tells, one component a line."""
    head = "Sẵn sàng trả lời." if report.ready else "CHƯA sẵn sàng trả lời."
    return [head, *(_status_line(name, part) for name, part in report.parts.items())]


def _status_line(name: str, part: ComponentReport) -> str:
    sign, label = STATE_SIGNS[part.state], STATE_LABELS[part.state]
    return f"{sign} {name:<10} {label:<15} {_duration(part.seconds):>8}  {part.why}".rstrip()


def assistant_lines(assistants: Sequence[SeenAssistant]) -> list[str]:
    """Return the assistants on a shared database, one a line."""
    alive = sum(one.is_alive for one in assistants)
    head = f"Cùng cơ sở dữ liệu này có {alive} trợ lý đang chạy:"
    return [head, *(_assistant_line(one) for one in assistants)]


def _assistant_line(one: SeenAssistant) -> str:
    if not one.is_alive:
        told = f"– {one.name}: không thấy từ {_duration(one.unseen_seconds)} trước  {one.address}"
        return told.rstrip()
    sign, label = ("✓", "sẵn sàng") if one.ready else ("✗", "CHƯA sẵn sàng")
    poor = [
        f"{name} {STATE_LABELS.get(state, state)}"
        for name, state in one.states.items()
        if state not in ("ok", "off")
    ]
    running = f"chạy {_duration(one.running_seconds)}"
    about = filter(None, [running, f"bản {one.version}", one.address])
    return f"{sign} {one.name}: {'; '.join([label, *poor])} ({', '.join(about)})"


def writer_line(model: str, today: Writing | None) -> str:
    """Return what the writer did today, by all assistants on this database."""
    if today is None:
        return f"Máy viết {model}: chưa đọc được số liệu hôm nay."
    share, mean = tables.Share(today.used, today.asked), tables.Seconds(today.mean_seconds)
    told = [
        f"dùng lời viết {tables.show(today.used)}/{tables.show(today.asked)} lượt ({tables.show(share)})",
        f"trung bình {tables.show(mean)} giây",
        f"{tables.show(today.tokens)} token",
        f"{tables.show(today.spend)} đồng",
        f"bỏ {tables.show(sum(today.rejected.values()))} câu",
    ]
    why = [f"{REASON_LABELS.get(name, name)} {count}" for name, count in today.without.items()]
    without = f"; không dùng vì: {', '.join(why)}" if why else ""
    return f"Máy viết {model}, hôm nay: {', '.join(told)}{without}."


def _duration(seconds: float) -> str:
    for size, unit in UNITS:
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} giây"


def print_report(report: Report) -> None:
    """Print the report as tables; what people typed is shown as text, never as markup."""
    console, figures = Console(highlight=False), report.figures
    since, until = format_moment(figures.since), format_moment(figures.until)
    conversations = f"{figures.turns} lượt hỏi trong {figures.conversations} cuộc trò chuyện"
    console.print(f"Từ {since} đến {until}: {conversations};")
    times = f"p50 {figures.p50_seconds:.2f} giây, p95 {figures.p95_seconds:.2f} giây"
    console.print(f"{times}; hữu ích {figures.ups}, chưa đúng {figures.downs}.")
    statuses = [Row(STATUS_LABELS.get(row.name, row.name), row.count) for row in figures.statuses]
    for title, rows in (
        ("Kết quả", statuses),
        ("Kênh", figures.channels),
        ("Chủ đề", figures.topics),
        ("Nơi", figures.places),
        ("Chưa tìm thấy (gộp câu giống nhau)", report.unanswered),
    ):
        console.print(
            _table(title, rows[:MAX_ROWS], figures.turns) if rows else f"{title}: chưa có"
        )
    for table in tables.tables_of(figures):
        if table.name in TOLD_IN_FULL:
            console.print(_full_table(table))
    for vote in report.votes:
        reason = vote.reason or "(không nêu lý do)"
        console.print(Text(f"[{vote.vote}] {vote.question}: {reason}"))
    for slow in report.slowest:
        when = format_moment(slow.at)
        console.print(Text(f"{slow.seconds:6.2f} giây  {when}  {slow.status}  {slow.turn}"))


def _table(title: str, rows: Iterable[Row], turns: int) -> Table:
    table = Table(title=title, title_justify="left", show_header=False)
    for row in rows:
        table.add_row(Text(row.name), str(row.count), f"{100 * row.count / turns:.0f} %")
    return table


def _full_table(found: tables.Table) -> Table:
    table = Table(title=found.title, title_justify="left")
    for number, heading in enumerate(found.headings):
        is_day = bool(found.rows) and isinstance(found.rows[0][number], date)
        table.add_column(heading, no_wrap=is_day)
    for row in found.rows:
        table.add_row(*(Text(tables.show(cell)) for cell in row))
    return table
