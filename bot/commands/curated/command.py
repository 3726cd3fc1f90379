"""`thidua curated list | show | export | import`: the office's own answers, for operators."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.store import STORE, open_library, settings_for
from bot.vietnam_time import today

if TYPE_CHECKING:
    from knowledge.curated import CuratedAnswers

#: Who stands in the audit trail for a change by command.
OPERATOR = "thidua curated"
FILE = click.argument("path", metavar="FILE.yaml", type=click.Path(path_type=Path))


@click.group(help="Xem câu trả lời của cơ quan, xuất ra tệp và nhập vào.")
def curated() -> None:
    """The commands on the office's own answers."""


@curated.command(name="list", help="Liệt kê: mã, trạng thái, ngày hết hạn, câu hỏi.")
@STORE
def list_answers(store: Path | None) -> None:
    """List every answer, those that end soon first."""
    from bot.web.console.questions.standings import STANDINGS

    door, day = _door(store), today()
    answers = sorted(door.all(), key=lambda one: (not one.is_ending(day), one.id))
    for answer, silence in zip(answers, door.silences_on(day, answers), strict=True):
        mark = " (sắp hết hạn)" if answer.is_ending(day) else ""
        state = STANDINGS[silence or "told"] + mark
        last = answer.last_day.isoformat() if answer.last_day else "-"
        click.echo("\t".join((answer.id, state, last, answer.wordings[0])))


@curated.command(help="In một câu trả lời với mọi thông tin của nó.")
@STORE
@click.argument("answer_id", metavar="ID")
def show(answer_id: str, store: Path | None) -> None:
    """Show one answer, and why it is not told, if so."""
    from bot.commands.curated.answer_files import write_answers
    from bot.web.console.questions.standings import STANDINGS

    door = _door(store)
    answer = door.get(answer_id)
    click.echo(write_answers([answer]), nl=False)
    (silence,) = door.silences_on(today(), [answer])
    click.echo(f"# {STANDINGS[silence or 'told']}")


@curated.command(help="Ghi mọi câu trả lời vào một tệp YAML mới.")
@STORE
@FILE
def export(path: Path, store: Path | None) -> None:
    """Write all answers into a new file."""
    from bot.commands.curated.answer_files import write_answers

    answers = _door(store).all()
    with path.open("x", encoding="utf-8") as file:
        file.write(write_answers(answers))
    click.echo(f"Đã ghi {len(answers)} câu trả lời vào {path}.")


@curated.command(
    name="import",
    help="Nhập các câu trả lời của một tệp; mã đã có thì thay. Sai một câu thì không nhập.",
)
@STORE
@FILE
def import_answers(path: Path, store: Path | None) -> None:
    """Take the answers of a file in, in place of those with their ids."""
    from bot.commands.curated.answer_files import read_answers

    taken = _door(store).take_in(read_answers(path), today())
    if store is None:
        _record([answer.id for answer in taken])
    click.echo(f"Đã nhập {len(taken)} câu trả lời.")


def _record(answer_ids: list[str]) -> None:
    """Write down in the audit trail which answers were taken in."""
    from bot.accounts.actions import Action
    from bot.accounts.audit import AuditTrail
    from bot.storage.opening import open_conversations

    with closing(open_conversations(settings_for(None))) as database:
        audit = AuditTrail(database)
        for answer_id in answer_ids:
            audit.record(OPERATOR, Action.ANSWER_IMPORTED, answer_id)


def _door(store: Path | None) -> CuratedAnswers:
    return open_library(settings_for(store), with_starter_documents=False).curated


COMMANDS = (curated,)
