"""`thidua status | export | backup | restore | migrate | move`: what an operator does."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.ask import announce
from bot.commands.parameters import ASKED_AFTER_MOVE, MIN_ALIKE, STATUS_TIMEOUT

if TYPE_CHECKING:
    from bot.operations.health import HealthReport
    from bot.operations.report.writing import Writing
    from bot.settings import Settings
    from bot.storage.assistants import SeenAssistant
    from database import Database
    from knowledge.library import Library
    from knowledge.storage import Store

APPS = click.Choice(["telegram", "zalo", "zalo-bot"])


@click.command(
    help="Xem từng phần của trợ lý đang chạy: tốt, có lỗi hay tắt, từ bao lâu; "
    "mọi trợ lý cùng cơ sở dữ liệu; máy viết hôm nay."
)
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
def status(as_json: bool) -> None:
    """Print what `/ready` tells, and who else is there.

    The exit code is 0 only when questions can be answered here.
    """
    from bot.commands.report.text import NO_WRITER, assistant_lines, status_lines, writer_line
    from bot.settings import read_settings

    settings = read_settings()
    report, model = _health_report(settings.address), settings.writer.model
    assistants, writing = _kept(settings)
    if as_json:
        body = _status_body(report, assistants)
        body["writer"] = {"model": model, "today": writing and asdict(writing)} if model else None
        click.echo(json.dumps(body, ensure_ascii=False))
    else:
        lines = status_lines(report) if report else []
        lines.append(writer_line(model, writing) if model else NO_WRITER)
        lines += assistant_lines(assistants) if assistants is not None else []
        for line in lines:
            click.echo(line)
    if report is None:
        raise click.ClickException(f"Không có trợ lý nào trả lời tại {settings.address}.")
    if not report.ready:
        sys.exit(1)


def _health_report(address: str) -> HealthReport | None:
    """Return what the assistant at an address tells of itself; None where none answers."""
    import httpx
    from pydantic import TypeAdapter

    from bot.operations.health import HealthReport

    try:
        response = httpx.get(f"{address}/ready", timeout=STATUS_TIMEOUT, trust_env=False)
        return TypeAdapter(HealthReport).validate_python(response.json())
    except (httpx.HTTPError, ValueError):
        return None


def _kept(settings: Settings) -> tuple[list[SeenAssistant] | None, Writing | None]:
    """Return the assistants on a shared database, and what the writer did today.

    None where there is none, or nothing can be read. It may run every half minute, as anyone, before
    an assistant ever did: nothing is made or changed.
    """
    from bot.storage.opening import open_as_it_is
    from database import DatabaseError, reason_of

    if not (settings.database or settings.writer.url):
        return None, None
    try:
        database = open_as_it_is(settings)
    except (DatabaseError, OSError) as error:
        unknown = "còn trợ lý nào khác" if settings.database else "máy viết đã làm gì hôm nay"
        announce(f"Không biết {unknown}: {reason_of(error)}")
        return None, None
    if database is None:
        return None, None
    with closing(database):
        return _seen_assistants(database), _written_today(database)


def _seen_assistants(database: Database) -> list[SeenAssistant] | None:
    from sqlalchemy.exc import SQLAlchemyError

    from bot.storage.assistants import AssistantTable
    from database import reason_of

    try:
        return AssistantTable(database).all() if database.is_shared else None
    except SQLAlchemyError as error:
        announce(f"Không biết còn trợ lý nào khác: {reason_of(error)}")
        return None


def _written_today(database: Database) -> Writing | None:
    from sqlalchemy.exc import SQLAlchemyError

    from bot.operations.report.writing import writing_of_day
    from bot.vietnam_time import today
    from database import reason_of

    try:
        return writing_of_day(database, today())
    except SQLAlchemyError as error:
        announce(f"Không biết máy viết đã làm gì hôm nay: {reason_of(error)}")
        return None


def _status_body(
    report: HealthReport | None, assistants: list[SeenAssistant] | None
) -> dict[str, object]:
    body = asdict(report) if report else {"ready": False, "parts": {}}
    if assistants is not None:
        body["assistants"] = [{**asdict(one), "is_alive": one.is_alive} for one in assistants]
    return body


@click.command(
    help="In mọi thứ đang lưu về một cuộc trò chuyện (JSON): "
    "mã của trang web, hoặc --app và mã người dùng."
)
@click.option("--app", type=APPS, help="CONVERSATION là mã người dùng của ứng dụng này.")
@click.argument("conversation")
def export(app: str | None, conversation: str) -> None:
    """Show a person what is kept of them."""
    from bot.commands.conversation_records import app_conversation, export_conversation
    from bot.settings import read_settings

    settings = read_settings()
    name = app_conversation(settings, app, conversation) if app else conversation
    click.echo(json.dumps(export_conversation(settings, name), ensure_ascii=False, indent=1))


@click.command(
    name="backup",
    help="Sao lưu tri thức, tin nhắn, đánh giá và mã truy cập "
    "vào một thư mục mới, cả khi đang chạy.",
)
@click.argument("path", type=click.Path(path_type=Path))
def backup_all(path: Path) -> None:
    """Copy all that is kept."""
    from bot.operations.backup import backup
    from bot.settings import read_settings
    from knowledge.storage import copy_store

    for name in backup(read_settings(), path, copy_store):
        click.echo(name)


@click.command(
    name="restore",
    help="Đưa bản sao lưu trở lại, cả khi đang chạy; những gì khác tri thức chỉ khi không còn.",
)
@click.argument("path", type=click.Path(path_type=Path, exists=True))
def restore_all(path: Path) -> None:
    """Put a copy back."""
    from bot.operations.backup import file_names, restore
    from bot.settings import read_settings
    from knowledge.storage import prepare_copy, replace_store

    restored = restore(read_settings(), path, prepare_copy, replace_store)
    for name in restored:
        click.echo(name)
    for name in file_names(path):
        if name not in restored:
            announce(f"{name}: không đưa lại, vì ở đây đang có dữ liệu ấy hoặc tệp không có gì.")


@click.command(help="Đưa các bảng trên PostgreSQL (THIDUA_DATABASE) về đúng phiên bản này.")
def migrate() -> None:
    """Do the steps that are missing; those of a file of this machine are done when it is opened."""
    from bot.errors import InvalidSetting
    from bot.settings import read_settings
    from bot.storage.opening import migrate_conversations
    from knowledge.storage import migrate as migrate_knowledge

    address = read_settings().database.get_secret_value()
    if not address:
        raise InvalidSetting("THIDUA_DATABASE chưa đặt: tệp ở máy này tự lên phiên bản khi mở.")
    migrate_conversations(address)
    migrate_knowledge(address)
    for name in ("conversations", "knowledge"):
        click.echo(f"{name}: đúng phiên bản.")


@click.command(
    help="Chuyển mọi thứ đang lưu (văn bản, tin nhắn, nhật ký, đánh giá, mã truy cập) đến một "
    "PostgreSQL trống (postgresql://…), hoặc từ THIDUA_DATABASE về một thư mục. Dừng trợ lý trước; "
    "bị ngắt thì chạy lại để làm tiếp."
)
@click.option("--to", "target", required=True, help="Địa chỉ PostgreSQL hoặc thư mục.")
def move(target: str) -> None:
    """Copy everything, compare it, and ask both the same questions."""
    from bot.settings import read_settings
    from bot.storage.moving import move_conversations, write_secret
    from bot.storage.opening import migrate_conversations, open_at, open_conversations
    from knowledge.storage import Store, claim_target, move_store

    settings, copied = read_settings(), Counter[str]()
    documents, conversations = _places(target)
    if "://" in target:
        migrate_conversations(target)
    with closing(Store(settings.knowledge)) as source:
        claim_target(source, documents)
        with (
            closing(open_conversations(settings)) as kept,
            closing(open_at(conversations)) as there,
        ):
            move_conversations(kept, there, lambda name, rows: copied.update({name: rows}))
            if not there.is_shared:
                with kept.reading() as seen:
                    write_secret(seen, Path(target))
        move_store(source, documents, lambda name, rows: copied.update({name: rows}))
        for name, rows in copied.items():
            click.echo(f"{name}: {rows} dòng")
        with closing(Store(documents)) as moved:
            _compare_answers(source, moved, settings.encoder)


def _places(target: str) -> tuple[str, str]:
    """Return where documents and where conversations go."""
    if "://" in target:
        return target, target
    return str(Path(target) / "knowledge.db"), str(Path(target) / "conversations.db")


def _compare_answers(source: Store, moved: Store, encoder: str) -> None:
    from knowledge.library import Library
    from knowledge.search import open_encoder

    opened = open_encoder(encoder)
    libraries = Library(source, opened), Library(moved, opened)
    asked = _questions(source)
    alike = sum(_first(libraries[0], text) == _first(libraries[1], text) for text in asked)
    announce(f"{alike}/{len(asked)} câu hỏi thử tìm thấy cùng một đoạn.")
    if alike < MIN_ALIKE * len(asked):
        raise click.ClickException("Nơi đến trả lời khác nguồn: chưa nên dùng.")


def _questions(store: Store) -> list[str]:
    """Return the first words of passages spread over all that is searched."""
    keys = store.spread_ids(ASKED_AFTER_MOVE)
    passages = store.passages_of(keys)
    return [" ".join(passages[key].text.split()[:12]) for key in keys if key in passages]


def _first(library: Library, text: str) -> object:
    return [hit.passage for hit in library.search(text, limit=1)]


COMMANDS = (status, export, backup_all, restore_all, migrate, move)
