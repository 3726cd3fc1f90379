"""`thidua ask | chat`: questions from the terminal."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.commands.parameters import MAX_CITATIONS, MAX_QUOTE
from bot.commands.store import STORE, settings_for


@click.command(help="Hỏi một câu; không có câu nào thì đọc mỗi dòng một câu từ đầu vào.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi câu trả lời một dòng JSON.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Hỏi cho ngày này.")
@click.option(
    "--conversation", metavar="ID", default=None, help="Mã hội thoại, để hỏi tiếp câu trước."
)
@STORE
@click.argument("question", nargs=-1)
def ask(
    as_json: bool,
    as_of: Any,
    conversation: str | None,
    store: Path | None,
    question: tuple[str, ...],
) -> None:
    """Ask through a running server, else through one started for the purpose."""
    from bot.commands.client import Client

    day: date | None = as_of.date() if as_of else None
    lines = [" ".join(question)] if question else (line.rstrip("\n") for line in sys.stdin)
    with Client(settings_for(store), own=store is not None, announce=announce) as client:
        conversation = conversation or client.new_conversation()
        for line in lines:
            for answer in client.ask(conversation, line, day):
                click.echo(json.dumps(answer, ensure_ascii=False) if as_json else _as_text(answer))
                sys.stdout.flush()


@click.command(help="Trò chuyện trong cửa sổ dòng lệnh; dòng trống để thoát.")
@STORE
def chat(store: Path | None) -> None:
    """Hold one conversation in the terminal."""
    from bot.commands.client import Client

    with Client(settings_for(store), own=store is not None, announce=announce) as client:
        conversation = client.new_conversation()
        while line := click.prompt("Anh/chị", default="", show_default=False).strip():
            for answer in client.ask(conversation, line, None):
                click.echo(_as_text(answer))


def announce(text: str) -> None:
    """Tell a person what takes a while, beside the output."""
    click.echo(text, err=True)


def _as_text(answer: dict[str, Any]) -> str:
    """Return an answer for a terminal: its text, the places that can be opened, the choices."""
    quoted = [citation for citation in answer["citations"] if citation["quote"]]
    links = [f"  {citation['url']}: “{citation['quote'][:MAX_QUOTE]}”" for citation in quoted]
    choices = [f"  • {button['title']}" for button in answer["buttons"]]
    return "\n".join([answer["text"], *links[:MAX_CITATIONS], *choices, ""])


COMMANDS = (ask, chat)
