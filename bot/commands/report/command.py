"""`thidua report`: what was asked, left unanswered, judged, slow."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.operations.report.period import Grain, Period
    from bot.operations.report.report import Report

DAY = click.DateTime(["%Y-%m-%d"])


@click.command(help="Báo cáo: đã hỏi gì, chưa trả lời được gì, góp ý, lượt chậm.")
@click.option("--since", default="7d", show_default=True, help="Từ bao lâu trước: 24h, 7d, 4w.")
@click.option("--from", "first", type=DAY, help="Từ ngày này (2026-11-01), thay cho --since.")
@click.option("--to", "last", type=DAY, help="Đến hết ngày này; không có thì đến hôm nay.")
@click.option(
    "--by", type=click.Choice(["day", "week"]), help="Đếm theo ngày hay tuần (từ thứ Hai)."
)
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Ghi một trang HTML vào tệp này.",
)
def report(
    since: str,
    first: datetime | None,
    last: datetime | None,
    by: Grain | None,
    as_json: bool,
    page: Path | None,
) -> None:
    """Sum up the journal and the votes."""
    from bot.commands.report.text import print_report
    from bot.web.rendering import report_page

    found = _report(_period(since, first, last), by)
    if page:
        page.write_text(report_page(found), encoding="utf-8")
        click.echo(f"Đã ghi {page}.")
    elif as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        print_report(found)


def _period(since: str, first: datetime | None, last: datetime | None) -> Period:
    from bot.operations.report.period import days_between, period_since
    from bot.vietnam_time import VIETNAM

    now = datetime.now(VIETNAM)
    if first is None:
        if last is not None:
            raise click.UsageError("--to cần có --from.")
        return period_since(since, now)
    return days_between(first.date(), last.date() if last else now.date(), now.date())


def _report(period: Period, by: Grain | None) -> Report:
    from bot.handover.records import handover_figures
    from bot.operations.report.period import chosen_grain
    from bot.operations.report.report import build_report
    from bot.settings import read_settings
    from bot.storage.opening import open_conversations
    from knowledge.law import topic_names
    from knowledge.understanding import cluster_questions

    settings, names, grain = read_settings(), topic_names(), chosen_grain(by, period)
    with closing(open_conversations(settings)) as database:
        return build_report(
            database,
            period,
            grain,
            topic_name=lambda topic: names.get(topic, topic),
            group=lambda texts: [(group.text, group.count) for group in cluster_questions(texts)],
            handovers=partial(handover_figures, database),
        )


COMMANDS = (report,)
