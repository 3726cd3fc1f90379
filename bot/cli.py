"""The command line: `thidua serve | ask | chat | index | train | eval`. Each command is a thin line over one function."""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

# Before the first import of a library that would phone home or look for a model hub.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import click

from bot.errors import BotError
from bot.settings import Settings, read_settings

STORE = click.option("--store", type=click.Path(path_type=Path), help="Kho dữ liệu riêng (mặc định: THIDUA_STORE).")


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
    except Exception as error:
        if not isinstance(error, BotError) and not _is_ours(error):
            raise
        click.echo(f"Lỗi: {error}", err=True)
        sys.exit(1)
    sys.exit(0)


def _is_ours(error: Exception) -> bool:
    from knowledge.errors import KnowledgeError

    return isinstance(error, KnowledgeError)


def settings_for(store: Path | None) -> Settings:
    """Give the settings; a store named on the command line wins and holds only what was put into it."""
    settings = read_settings()
    return replace(settings, store=store, documents=None) if store else settings


@click.group(help="Trợ lý thi đua, khen thưởng.")
def commands() -> None:
    """Hold the commands."""


@commands.command(help="Chạy trợ lý (Rasa và máy chủ) cho tới khi bấm Ctrl-C.")
@STORE
def serve(store: Path | None) -> None:
    """Train when needed, start both processes and serve."""
    import uvicorn

    from bot.app import create_app, open_library
    from bot.training import train

    settings = settings_for(store)
    click.echo("Đang chuẩn bị…", err=True)
    train(settings)
    app = create_app(settings, open_library(settings))
    click.echo(f"Trợ lý chạy tại {settings.address} (sẵn sàng khi {settings.address}/ready trả về 200)", err=True)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="error", ws="none")


@commands.command(help="Hỏi một câu; không có câu nào thì đọc mỗi dòng một câu từ đầu vào.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi câu trả lời một dòng JSON.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Hỏi cho ngày này.")
@click.option("--conversation", default=None, help="Mã hội thoại, để hỏi tiếp câu trước.")
@STORE
@click.argument("question", nargs=-1)
def ask(as_json: bool, as_of: Any, conversation: str | None, store: Path | None, question: tuple[str, ...]) -> None:
    """Ask through a running server, else through one started for the purpose."""
    from bot.client import Client

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
    from bot.client import Client

    with Client(settings_for(store), own=store is not None, announce=_announce) as client:
        talk = client.new_conversation()
        while line := click.prompt("Anh/chị", default="", show_default=False).strip():
            for answer in client.ask(talk, line, None):
                click.echo(_readable(answer))


@commands.command(name="train", help="Huấn luyện hội thoại (bỏ qua nếu không có gì đổi).")
def train_command() -> None:
    """Train the dialogue."""
    from bot.training import train

    click.echo(train(read_settings()))


@commands.command(name="eval", help="Chạy tệp câu hỏi đánh giá; in câu nào hỏng và vì sao.")
@click.option("--json", "as_json", is_flag=True)
@STORE
@click.argument("file", type=click.Path(path_type=Path))
def evaluate(as_json: bool, store: Path | None, file: Path) -> None:
    """Ask every question of a file and score the answers."""
    from bot.client import Client
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


@commands.group(help="Thêm, xem, kiểm tra và bỏ văn bản.")
def index() -> None:
    """Hold the commands on documents."""


@index.command(help="Đọc tệp hoặc thư mục vào kho.")
@click.option("--id", "document_id", default=None, help="Mã văn bản (mặc định: tên tệp).")
@STORE
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def add(document_id: str | None, store: Path | None, paths: tuple[Path, ...]) -> None:
    """Index files; the exit code is 0 only when every one was read."""
    from bot.app import open_library
    from indexer.pipeline import add_all, files

    settings = replace(settings_for(store), documents=None)
    named = list(files(list(paths)))
    if document_id and len(named) != 1:
        raise click.UsageError("--id chỉ dùng khi thêm đúng một tệp.")
    library = open_library(settings)
    with click.progressbar(length=len(named), label="Đang đọc", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        outcomes = add_all(library, named, document_id, lambda _: bar.update(1))
    for outcome in outcomes:
        state = {"indexed": "đã đọc", "unchanged": "không đổi", "failed": "HỎNG"}[outcome.state]
        click.echo(f"{state:<10} {outcome.path}  {outcome.document_id or outcome.reason}")
    if not outcomes:
        raise click.ClickException("Không có tệp nào đọc được ở đó.")
    if any(outcome.state == "failed" for outcome in outcomes):
        sys.exit(1)


@index.command(name="list", help="Liệt kê văn bản trong kho.")
@STORE
def list_documents(store: Path | None) -> None:
    """List the documents."""
    for document in _store(store).documents():
        years = ", ".join(map(str, document.years))
        click.echo(
            "\t".join([document.id, document.number or "-", document.place or "-", years or "-", document.title])
        )


@index.command(help="In thông tin và dữ kiện của một văn bản, kèm bằng chứng.")
@STORE
@click.argument("document_id")
def show(document_id: str, store: Path | None) -> None:
    """Show what was read from a document, for a person to check."""
    held = _store(store)
    document = held.document(document_id)
    for name in (
        "title",
        "kind",
        "number",
        "authority",
        "place",
        "years",
        "issued",
        "signer",
        "effective_from",
        "effective_to",
        "publisher",
        "published",
        "source_title",
        "by_hand",
    ):
        click.echo(f"{name}: {getattr(document, name) if getattr(document, name) else '-'}")
    for fact in (fact for fact in held.facts() if fact.document_id == document_id):
        told = " | ".join(part for part in (fact.name, fact.value, *fact.details.values()) if part)
        click.echo(f"\n[{fact.kind}] {told}\n  {fact.start}–{fact.end}: “{document.text[fact.start : fact.end]}”")


@index.command(help="Chứng minh kho lành lặn: vị trí, bằng chứng, vectơ.")
@STORE
def check(store: Path | None) -> None:
    """Check the store."""
    from bot.app import open_library

    faults = open_library(replace(settings_for(store), documents=None)).check()
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("Kho lành lặn.")


@index.command(help="Bỏ một văn bản khỏi kho.")
@STORE
@click.argument("document_id")
def remove(document_id: str, store: Path | None) -> None:
    """Remove a document."""
    _store(store).remove(document_id)
    click.echo(f"Đã bỏ {document_id}.")


@index.command(help="Tính lại vectơ của mọi đoạn bằng bộ mã hoá hiện dùng.")
@STORE
def rebuild(store: Path | None) -> None:
    """Embed everything anew."""
    from bot.app import open_library

    click.echo(f"Đã tính lại {open_library(replace(settings_for(store), documents=None)).rebuild()} đoạn.")


def _store(store: Path | None) -> Any:
    from knowledge.store import Store

    return Store(settings_for(store).store)


if __name__ == "__main__":
    main()
