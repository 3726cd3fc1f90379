"""`thidua eval`: files of questions asked of the assistant, and what it got wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.ask import announce
from bot.commands.store import STORE, open_library, settings_for

if TYPE_CHECKING:
    from bot.commands.evaluation import EvaluationCase, Verdict


@click.command(name="eval", help="Chạy các tệp câu hỏi đánh giá; in câu nào hỏng và vì sao.")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@click.option(
    "--report",
    "page",
    metavar="FILE.html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Ghi một trang HTML vào tệp này; khi đó câu hỏi được hỏi thẳng kho tri thức ngay trong "
    "lệnh này, không cần Rasa và không cần máy chủ.",
)
@STORE
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def evaluate(as_json: bool, page: Path | None, store: Path | None, files: tuple[Path, ...]) -> None:
    """Ask every question of the files and judge the answers; the exit code is 0 when all are right.

    With a report the library in this process is asked, else the assistant over HTTP.
    """
    from bot.commands.evaluation import read_groups, summary

    cases = read_groups(files)
    verdicts = _write_report(cases, store, page) if page else _ask_assistant(cases, store)
    rows = [vars(verdict) for verdict in verdicts]
    click.echo(json.dumps(rows, ensure_ascii=False) if as_json else summary(verdicts))
    if any(verdict.faults for verdict in verdicts):
        sys.exit(1)


def _ask_assistant(cases: Sequence[EvaluationCase], store: Path | None) -> list[Verdict]:
    from bot.commands.client import Client
    from bot.commands.evaluation import judge

    verdicts = []
    with Client(settings_for(store), own=store is not None, announce=announce) as client:
        texts = {document["id"]: client.text(document["id"]) for document in client.documents()}
        for case in cases:
            name = client.new_conversation()
            for turn in case.turns:
                answers = client.ask(name, turn, case.as_of)
            verdicts.append(judge(case, answers[-1], texts))
    return verdicts


def _write_report(cases: Sequence[EvaluationCase], store: Path | None, page: Path) -> list[Verdict]:
    from bot.commands.evaluation_report import ask_library, evaluation_page, rewording_with

    if not page.absolute().parent.is_dir():
        raise click.ClickException(f"Không có thư mục {page.parent} để ghi báo cáo.")
    settings = settings_for(store)
    library = open_library(settings)
    with rewording_with(settings.writer, library) as reword:
        trials = ask_library(library, cases, reword)
    page.write_text(evaluation_page(trials), encoding="utf-8")
    announce(f"Đã ghi {page}.")
    return [trial.verdict for trial in trials]


COMMANDS = (evaluate,)
