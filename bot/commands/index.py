"""`thidua index add | watch | list | show | check | remove | rebuild`: the documents in the store."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.store import STORE, open_library, settings_for

if TYPE_CHECKING:
    from indexer.watching.watch_run import WatchResult
    from knowledge.library import Library
    from knowledge.storage import Fault, Store

#: What `show` tells of a document, in this order.
SHOWN_FIELDS = (
    "title", "kind", "number", "authority", "place", "years", "issued", "signer", "effective_from",
    "effective_to", "publisher", "published", "source_title", "source_url", "file", "by_hand",
    "doubts",
)  # fmt: skip

#: Who stands in the audit trail for a change by command.
OPERATOR = "thidua index"


@click.group(help="Thêm, xem, kiểm tra và bỏ văn bản.")
def index() -> None:
    """The commands on documents."""


@index.command(help="Đọc tệp, thư mục hoặc địa chỉ http(s) vào kho.")
@click.option(
    "--id", "document_id", metavar="ID", default=None, help="Mã văn bản (mặc định: tên tệp)."
)
@click.option("--private", is_flag=True, help="Cho phép địa chỉ trỏ tới máy trong mạng nội bộ.")
@STORE
@click.argument("paths", nargs=-1, required=True)
def add(document_id: str | None, private: bool, store: Path | None, paths: tuple[str, ...]) -> None:
    """Index files; the exit code is 0 only when every one was read."""
    from rich.console import Console

    from indexer.pipeline import index_sources, list_sources
    from indexer.progress import open_reporter

    found = list(list_sources(paths))
    if document_id and len(found) != 1:
        raise click.UsageError("--id chỉ dùng khi thêm đúng một tệp.")
    if not found:
        raise click.ClickException("Không có tệp nào đọc được ở đó.")
    with open_reporter(len(found), Console(highlight=False)) as reporter:
        results = index_sources(
            _library(store),
            paths,
            document_id,
            on_result=reporter.show_result,
            on_stage=reporter.show_stage,
            allow_private=private,
        )
    reporter.show_summary(results)
    if any(result.state == "failed" for result in results):
        sys.exit(1)


@index.command(help="Xem lại các địa chỉ và thư mục đến hạn trong một danh sách; thêm bản mới.")
@click.option("--all", "everything", is_flag=True, help="Xem mọi nguồn, kể cả chưa đến hạn.")
@STORE
@click.argument("path", metavar="FILE.yaml", type=click.Path(path_type=Path))
def watch(everything: bool, store: Path | None, path: Path) -> None:
    """Visit the watched sources that are due; the exit code is 0 only when none of them failed."""
    from rich.console import Console

    from indexer.errors import IndexingError
    from indexer.watching.watch_report import result_line, show_summary

    try:
        results = _visit_sources(path, store, everything, lambda one: click.echo(result_line(one)))
    except IndexingError as error:
        raise click.ClickException(str(error)) from error
    show_summary(results, Console(highlight=False, stderr=True))
    if any(result.state == "failed" for result in results):
        sys.exit(1)


def _visit_sources(
    path: Path, store: Path | None, everything: bool, on_result: Callable[[WatchResult], None]
) -> list[WatchResult]:
    from indexer.watching.admission import Admission, Pace
    from indexer.watching.visits import open_visits, visit_log_path
    from indexer.watching.watch_list import read_watch_list
    from indexer.watching.watch_run import WatchRun

    watch_list = read_watch_list(path)
    admission = Admission(Pace(time.monotonic, time.sleep))
    with open_visits(visit_log_path(settings_for(store).store), watch_list.path) as visits:
        run = WatchRun(_library(store), watch_list, visits, admission, partial(datetime.now, UTC))
        return run.visit_due(on_result, everything)


@index.command(name="list", help="Liệt kê văn bản trong kho.")
@STORE
def list_documents(store: Path | None) -> None:
    """List the documents; of several versions of one text the newest names the older ones."""
    from knowledge.snapshot import document_versions

    documents = _store(store).documents()
    older = document_versions(documents)
    for document in documents:
        years = ", ".join(map(str, document.years))
        names = f"(bản cũ: {', '.join(older[document.id])})" if document.id in older else ""
        number, place = document.number or "-", document.place or "-"
        row = [document.id, number, place, years or "-", document.title, names]
        click.echo("\t".join(row).rstrip("\t"))


@index.command(help="In thông tin và dữ kiện của một văn bản, kèm bằng chứng.")
@STORE
@click.argument("document_id")
def show(document_id: str, store: Path | None) -> None:
    """Show what was read from a document, for a person to check."""
    opened = _store(store)
    document = opened.document(document_id)
    for name in SHOWN_FIELDS:
        click.echo(f"{name}: {getattr(document, name) or '-'}")
    for fact in (fact for fact in opened.facts() if fact.document_id == document_id):
        words = " | ".join(
            part for part in (fact.name, fact.value, *fact.details.as_json().values()) if part
        )
        quote = document.text[fact.start : fact.end]
        mark = (
            f" (đề xuất, {fact.confidence:.0%}: chưa dùng để trả lời)" if fact.is_proposal else ""
        )
        click.echo(f"\n[{fact.kind}]{mark} {words}\n  {fact.start}–{fact.end}: “{quote}”")


@index.command(help="Kiểm tra kho còn nguyên vẹn không: vị trí, bằng chứng, vectơ, dòng thừa.")
@click.option("--repair", is_flag=True, help="Sửa những gì sửa được.")
@STORE
def check(repair: bool, store: Path | None) -> None:
    """Check the store and mend it when asked; the exit code is 0 only when it is sound."""
    library = _library(store)
    faults = library.check()
    for fault in faults:
        click.echo(fault.text)
    if repair and faults:
        _repair(library, faults)
        faults = library.check()
        left = ["Sau khi sửa còn lại:", *(fault.text for fault in faults)]
        click.echo("\n".join(left) if faults else "Đã sửa xong.")
    elif not faults:
        click.echo("Kho lành lặn.")
    if faults:
        sys.exit(1)


def _repair(library: Library, faults: list[Fault]) -> None:
    """Mend from the store, then from the files that the documents were read from."""
    from indexer.pipeline import reindex_document

    for document_id in library.repair(faults):
        result = reindex_document(library, document_id)
        if result.state == "failed":
            click.echo(f"{document_id}: không đọc lại được: {result.reason}")


@index.command(help="Bỏ hẳn một văn bản: cả các bản cũ, tệp và bản thảo ở trang quản trị.")
@STORE
@click.argument("document_id")
def remove(document_id: str, store: Path | None) -> None:
    """Remove a document, and with an article the issued text read from the same page.

    Nothing of it stays: its versions go, and the files and drafts of the console.
    """
    from indexer.document_reader import ATTACHED_MARK
    from indexer.pipeline import find_attached, find_document

    opened = _store(store)
    held = find_document(opened, document_id)
    attached = find_attached(opened, document_id, held.file) if held else None
    for removed in filter(None, (attached, document_id)):
        opened.remove(removed)
        click.echo(f"Đã bỏ {removed}.")
    # An issued text that was only a draft has no document to be found by.
    below = f"{document_id}{ATTACHED_MARK}"
    is_others = find_document(opened, below) is not None
    if store is None:
        _forget_files(document_id, () if is_others else (below,))


def _forget_files(document_id: str, attached: Sequence[str]) -> None:
    """Erase the drafts and files of a document and of what is attached to it, and write it down."""
    from bot.accounts.actions import Action
    from bot.accounts.audit import AuditTrail
    from bot.documents.draft_table import DraftTable
    from bot.documents.upload_table import UploadTable
    from bot.storage.opening import open_conversations

    with closing(open_conversations(settings_for(None))) as database:
        for forgotten in (document_id, *attached):
            DraftTable(database).forget(forgotten)
            UploadTable(database).forget(forgotten)
        AuditTrail(database).record(OPERATOR, Action.DOCUMENT_REMOVED, document_id)


@index.command(help="Tính lại vectơ của mọi đoạn bằng bộ mã hóa hiện dùng.")
@STORE
def rebuild(store: Path | None) -> None:
    """Embed everything anew."""
    click.echo(f"Đã tính lại {_library(store).rebuild()} đoạn.")


def _library(store: Path | None) -> Library:
    return open_library(settings_for(store), with_starter_documents=False)


def _store(store: Path | None) -> Store:
    from knowledge.storage import Store

    return Store(settings_for(store).knowledge)


COMMANDS = (index,)
