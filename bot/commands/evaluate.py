"""`thidua eval`: a file of questions asked of the assistant, and what it got wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from bot.commands.ask import announce
from bot.commands.store import STORE, settings_for


@click.command(name="eval", help="Chạy tệp câu hỏi đánh giá; in câu nào hỏng và vì sao.")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@STORE
@click.argument("file", type=click.Path(path_type=Path))
def evaluate(as_json: bool, store: Path | None, file: Path) -> None:
    """Ask every question of a file and judge the answers; the exit code is 0 when all are right."""
    from bot.commands.client import Client
    from bot.commands.evaluation import judge, read_cases, summary

    cases = read_cases(file)
    verdicts = []
    with Client(settings_for(store), own=store is not None, announce=announce) as client:
        texts = {document["id"]: client.text(document["id"]) for document in client.documents()}
        for case in cases:
            name = client.new_conversation()
            for turn in case.turns:
                answers = client.ask(name, turn, case.as_of)
            verdicts.append(judge(case, answers[-1], texts))
    rows = [vars(verdict) for verdict in verdicts]
    click.echo(json.dumps(rows, ensure_ascii=False) if as_json else summary(verdicts))
    if any(verdict.faults for verdict in verdicts):
        sys.exit(1)


COMMANDS = (evaluate,)
