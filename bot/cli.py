"""The command line: `thidua serve | ask | chat | index | channels | train | eval` and the operator's (bot/operating.py). Each command is a thin line over one function."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sqlite3
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

# Before the first import of a library that would phone home or look for a model hub.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import click

from bot.commands.index import STORE, index, settings_for
from bot.commands.operator import COMMANDS
from bot.errors import BotError
from bot.settings import ROOT, read_settings

if TYPE_CHECKING:
    from bot.channels.registry import ChannelRegistry


def main() -> NoReturn:
    """Run the command line; what is wrong is told in one sentence."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    try:
        commands(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except (OSError, sqlite3.Error) as error:
        click.echo(f"Lỗi: không đọc hoặc ghi được: {error}", err=True)
        sys.exit(1)
    except Exception as error:
        if not isinstance(error, BotError) and not _is_ours(error):
            raise
        click.echo(f"Lỗi: {error}", err=True)
        sys.exit(1)
    sys.exit(0)


def _is_ours(error: Exception) -> bool:
    from knowledge.errors import KnowledgeError

    return isinstance(error, KnowledgeError)


@click.group(help="Trợ lý thi đua, khen thưởng.")
def commands() -> None:
    """Hold the commands."""


@commands.command(help="Chạy trợ lý (Rasa và máy chủ) cho tới khi bấm Ctrl-C.")
@STORE
def serve(store: Path | None) -> None:
    """Train when needed, start both processes and serve."""
    import uvicorn

    from bot.app import create_app, open_library
    from bot.dialogue.training import train
    from bot.operations.logs import configure_logging

    # What people ask is nobody else's on this machine.
    os.umask(0o077)
    settings = settings_for(store)
    configure_logging(settings.secrets)
    click.echo("Đang chuẩn bị…", err=True)
    if settings.starts_dialogue:
        train(settings)
    library = open_library(settings)
    app = create_app(settings, library)
    click.echo(
        f"Trợ lý chạy tại {settings.address} (sẵn sàng khi {settings.address}/ready trả về 200)",
        err=True,
    )
    uvicorn.run(app, host=settings.host, port=settings.port, log_config=None, access_log=False, ws="none")


@commands.command(help="Chỉ chạy Rasa, khi trợ lý chạy với THIDUA_DIALOGUE=apart.")
def dialogue() -> None:
    """Train when needed, then become Rasa."""
    from bot.dialogue.rasa_process import rasa_command
    from bot.dialogue.training import dialogue_environment, train

    os.umask(0o077)
    settings = read_settings()
    train(settings)
    command = rasa_command(settings)
    os.chdir(ROOT)
    os.execve(command[0], command, dialogue_environment(settings))


@commands.command(help="Hỏi một câu; không có câu nào thì đọc mỗi dòng một câu từ đầu vào.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi câu trả lời một dòng JSON.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Hỏi cho ngày này.")
@click.option("--conversation", default=None, help="Mã hội thoại, để hỏi tiếp câu trước.")
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
    with Client(settings_for(store), own=store is not None, announce=_announce) as client:
        talk = conversation or client.new_conversation()
        for line in lines:
            for answer in client.ask(talk, line, day):
                click.echo(json.dumps(answer, ensure_ascii=False) if as_json else _readable(answer))
                sys.stdout.flush()


def _announce(text: str) -> None:
    click.echo(text, err=True)


def _readable(answer: dict[str, Any]) -> str:
    """Write an answer for a terminal: its text, then each place that can be opened."""
    links = [f"  {c['url']}: “{c['quote'][:160]}”" for c in answer["citations"] if c["quote"]][:5]
    choices = [f"  • {button['title']}" for button in answer["buttons"]]
    return "\n".join([answer["text"], *links, *choices, ""])


@commands.command(help="Trò chuyện trong cửa sổ dòng lệnh; dòng trống để thoát.")
@STORE
def chat(store: Path | None) -> None:
    """Hold one conversation in the terminal."""
    from bot.commands.client import Client

    with Client(settings_for(store), own=store is not None, announce=_announce) as client:
        talk = client.new_conversation()
        while line := click.prompt("Anh/chị", default="", show_default=False).strip():
            for answer in client.ask(talk, line, None):
                click.echo(_readable(answer))


@commands.command(name="train", help="Huấn luyện hội thoại (bỏ qua nếu không có gì đổi).")
def train_command() -> None:
    """Train the dialogue."""
    from bot.dialogue.training import train

    click.echo(train(read_settings()))


@commands.command(name="eval", help="Chạy tệp câu hỏi đánh giá; in câu nào hỏng và vì sao.")
@click.option("--json", "as_json", is_flag=True)
@STORE
@click.argument("file", type=click.Path(path_type=Path))
def evaluate(as_json: bool, store: Path | None, file: Path) -> None:
    """Ask every question of a file and score the answers."""
    from bot.commands.client import Client
    from knowledge.evaluation import read_questions, score, summary

    questions = read_questions(file)
    results = []
    with Client(settings_for(store), own=store is not None, announce=_announce) as client:
        texts = {document["id"]: client.text(document["id"]) for document in client.documents()}
        for question in questions:
            talk = client.new_conversation()
            answers = [answer for turn in question.turns for answer in client.ask(talk, turn, question.as_of)]
            results.append(score(question, answers[-1], texts))
    click.echo(json.dumps([vars(result) for result in results], ensure_ascii=False) if as_json else summary(results))
    if any(result.faults for result in results):
        sys.exit(1)


for command in (index, *COMMANDS):
    commands.add_command(command)


@commands.group(name="channels", invoke_without_command=True, help="Xem trạng thái các kênh Telegram, Zalo.")
@click.pass_context
def channels(context: click.Context) -> None:
    """Tell how each channel stands."""
    if context.invoked_subcommand:
        return
    connections = _connections()

    async def ask() -> dict[str, str]:
        try:
            return await connections.webhooks()
        finally:
            await connections.stop()

    told = asyncio.run(ask())
    for state in connections.states:
        webhook = f"\twebhook: {told[state.name]}" if state.name in told else ""
        click.echo(f"{state.name}\t{'bật' if state.on else 'tắt'}\t{state.why}{webhook}")


@channels.command(
    name="set-webhook",
    help="Đặt webhook: thidua channels set-webhook telegram https://địa-chỉ-công-khai",
)
@click.argument("name", type=click.Choice(["telegram", "zalo-bot"]))
@click.argument("url")
def set_webhook(name: str, url: str) -> None:
    """Have an app post to this assistant."""
    if not url.startswith("https://"):
        raise click.UsageError("Địa chỉ phải bắt đầu bằng https://.")
    connections = _connections()

    async def ask() -> None:
        try:
            await connections.set_webhook(name, url)
        finally:
            await connections.stop()

    asyncio.run(ask())
    click.echo(f"Đã đặt: {url.rstrip('/')}/channels/{name}")


def _connections() -> ChannelRegistry:
    from bot.channels.registry import ChannelRegistry
    from bot.dialogue.dialogue import ScriptedDialogue

    return ChannelRegistry(read_settings(), ScriptedDialogue({}))


if __name__ == "__main__":
    main()
