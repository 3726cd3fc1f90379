"""The operator's commands: `thidua status | report | export | backup | restore`."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.operations.backup import backup, restore
from bot.settings import read_settings

if TYPE_CHECKING:
    from bot.operations.report import Report

APPS = click.Choice(["telegram", "zalo", "zalo-bot"])


@click.command(help="Xem từng phần của trợ lý đang chạy: tốt, có lỗi hay tắt, từ bao lâu.")
@click.option("--json", "as_json", is_flag=True)
def status(as_json: bool) -> None:
    """Tell what /ready tells; the exit code is 0 only when questions can be answered."""
    import httpx

    from bot.operations.health import status_lines

    address = read_settings().address
    try:
        told = httpx.get(f"{address}/ready", timeout=10, trust_env=False).json()
    except (httpx.HTTPError, ValueError) as error:
        raise click.ClickException(f"Không có trợ lý nào trả lời tại {address}.") from error
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(status_lines(told)))
    if not told["ready"]:
        sys.exit(1)


@click.command(help="Báo cáo: đã hỏi gì, chưa trả lời được gì, góp ý, lượt chậm.")
@click.option("--since", default="7d", show_default=True, help="Từ bao lâu trước: 24h, 7d, 4w.")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Ghi một trang HTML vào tệp này.")
def report(since: str, as_json: bool, page: Path | None) -> None:
    """Sum up the journal and the votes."""
    from bot.operations.report_page import page_of

    made = _report(since)
    if page:
        page.write_text(page_of(made), encoding="utf-8")
        click.echo(f"Đã ghi {page}.")
    elif as_json:
        click.echo(json.dumps(made.as_json(), ensure_ascii=False))
    else:
        _print(made)


def _report(since: str) -> Report:
    from bot.operations.feedback import FeedbackLog
    from bot.operations.journal import Journal
    from bot.operations.report import build_report, moment_before
    from knowledge.law.reading import aspects
    from knowledge.likeness import groups
    from knowledge.vocabulary import vocabulary

    settings = read_settings()
    moment = moment_before(datetime.now(), since).timestamp()
    journal, votes = Journal(settings.var / "turns.db"), FeedbackLog(settings.var / "feedback.db")
    names = {topic.topic: topic.noun for topic in vocabulary().topics}
    names.update({name: aspect.noun for name, aspect in aspects().items()})
    try:
        return build_report(
            journal.since(moment),
            votes.since(moment),
            moment,
            lambda topic: names.get(topic, topic),
            lambda texts: [(group.text, group.count) for group in groups(texts)],
        )
    finally:
        journal.close()
        votes.close()


def _print(made: Report) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.operations.report_page import STATUS, moment

    console = Console(highlight=False)
    console.print(f"Từ {moment(made.since)}: {made.turns} lượt hỏi trong {made.conversations} cuộc trò chuyện;")
    console.print(
        f"p50 {made.p50_seconds:.2f} giây, p95 {made.p95_seconds:.2f} giây; hữu ích {made.ups}, chưa đúng {made.downs}."
    )
    statuses = [(STATUS.get(row.name, row.name), row.count) for row in made.statuses]
    tables = (
        ("Kết quả", statuses), ("Kênh", made.channels), ("Chủ đề", made.topics), ("Nơi", made.places),
        ("Chưa tìm thấy (gộp câu giống nhau)", made.unanswered),
    )  # fmt: skip
    for title, rows in tables:
        table = Table(title=title, title_justify="left", show_header=False)
        for row in rows:
            name, count = row if isinstance(row, tuple) else (row.name, row.count)
            # Text, not markup: what people typed is shown as it is.
            table.add_row(Text(name), str(count), f"{100 * count / made.turns:.0f} %")
        console.print(table if table.row_count else f"{title}: chưa có")
    for vote in made.votes:
        console.print(Text(f"[{vote.vote}] {vote.question}: {vote.reason or '(không nêu lý do)'}"))
    for slow in made.slowest:
        console.print(Text(f"{slow.seconds:6.2f} giây  {moment(slow.at)}  {slow.status}  {slow.turn}"))


@click.command(help="In mọi thứ đang lưu về một cuộc trò chuyện (JSON): mã của trang web, hoặc --app và mã người dùng.")
@click.option("--app", type=APPS, help="CONVERSATION là mã người dùng của ứng dụng này.")
@click.argument("conversation")
def export(app: str | None, conversation: str) -> None:
    """Show a person what is held of them."""
    from bot.operations.export import conversation_of, export_conversation

    settings = read_settings()
    name = conversation_of(settings, app, conversation) if app else conversation
    click.echo(json.dumps(export_conversation(settings, name), ensure_ascii=False, indent=1))


@click.command(
    name="backup", help="Sao lưu tri thức, tin nhắn, đánh giá và mã truy cập vào một thư mục mới, cả khi đang chạy."
)
@click.argument("path", type=click.Path(path_type=Path))
def backup_all(path: Path) -> None:
    """Copy all that is kept."""
    for name in backup(read_settings(), path):
        click.echo(name)


@click.command(
    name="restore", help="Đưa bản sao lưu trở lại, cả khi đang chạy; những gì khác tri thức chỉ khi không còn."
)
@click.argument("path", type=click.Path(path_type=Path, exists=True))
def restore_all(path: Path) -> None:
    """Put a copy back."""
    from knowledge.store import bring_up_to_date

    for name in restore(read_settings(), path, bring_up_to_date):
        click.echo(name)


COMMANDS = (status, report, export, backup_all, restore_all)
