"""Copies taken and put back while the assistant serves: nothing is lost, nothing comes back that was erased."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.delivery.inbox import Inbox
from bot.errors import InvalidBackup
from bot.operations.backup import MANIFEST, backup, restore
from bot.operations.feedback import Feedback, FeedbackLog
from bot.settings import Settings
from bot.storage.opening import open_conversations
from indexer.pipeline import index_source
from knowledge.errors import StoreError
from knowledge.library import Library
from knowledge.model import Document, Fact, Passage
from knowledge.search import SeededEncoder
from knowledge.storage import Store, prepare_copy
from knowledge.storage.rows import document_row, fact_row, passage_row
from knowledge.storage.sqlite_history import MIGRATIONS
from tests.upgrade.test_upgrade import STATE

TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt {}%.\n"


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    var = tmp_path / "var"
    return settings.replace(var=var, store=var / "knowledge.db", trackers=var / "trackers.db")


@pytest.fixture
def library(own: Settings) -> Iterator[Library]:
    with closing(Store(own.store)) as store:
        yield Library(store, SeededEncoder())


def index_text(library: Library, folder: Path, name: str, share: int) -> None:
    path = folder / f"{name}.txt"
    path.write_text(TEXT.format(share), encoding="utf-8")
    assert index_source(library, path).state in ("indexed", "replaced")


def shares(library: Library) -> list[str]:
    return sorted(
        hit.passage.text for hit in library.search("che phủ rừng") if "%" in hit.passage.text
    )


def test_a_serving_library_answers_from_what_was_put_back(
    own: Settings, library: Library, tmp_path: Path
) -> None:
    index_text(library, tmp_path, "a", 41)
    before = shares(library)
    assert "knowledge.db" in backup(own, tmp_path / "copy")
    library.remove("a")
    # These get the numbers of passages that the copy's next documents would get.
    index_text(library, tmp_path, "b", 77)
    assert shares(library) != before
    assert restore(own, tmp_path / "copy", prepare_copy) == ["knowledge.db"]
    assert shares(library) == before
    index_text(library, tmp_path, "c", 55)
    assert shares(library) == ["Tỷ lệ che phủ rừng đạt 41%.", "Tỷ lệ che phủ rừng đạt 55%."]
    assert library.check() == []


def test_a_copy_is_whole_while_documents_come_in(
    own: Settings, library: Library, tmp_path: Path
) -> None:
    index_text(library, tmp_path, "first", 1)
    writer = threading.Thread(
        target=lambda: [index_text(library, tmp_path, f"d{n}", n) for n in range(40)]
    )
    writer.start()
    for number in range(5):
        backup(own, tmp_path / f"copy{number}")
    writer.join()
    for number in range(5):
        with closing(Store(tmp_path / f"copy{number}" / "knowledge.db")) as copy:
            assert Library(copy, SeededEncoder()).check() == []
            assert "first" in copy.document_ids()
    assert len(library.documents()) == 41


def test_messages_and_votes_are_put_back_only_where_they_are_gone(
    own: Settings, tmp_path: Path
) -> None:
    vote = Feedback("c", "up", "", "hỏi", "đáp", "answered")
    with closing(open_conversations(own)) as database:
        inbox, log = Inbox(database), FeedbackLog(database)
        inbox.accept("telegram", "1", "c", "chưa trả lời", {})
        log.add(vote)
        (own.var / "secret").write_bytes(b"s")
        assert backup(own, tmp_path / "copy") == ["conversations.db", "secret"]
        log.forget("c")
        inbox.accept("telegram", "2", "c", "mới", {})
        assert restore(own, tmp_path / "copy", prepare_copy) == []
        assert inbox.waiting() == 2
        assert log.all() == []
    for path in own.var.iterdir():
        path.unlink()
    assert restore(own, tmp_path / "copy", prepare_copy) == ["conversations.db", "secret"]
    with closing(open_conversations(own)) as database:
        assert Inbox(database).open_conversations() == ["c"]
        assert FeedbackLog(database).all() == [vote]
    assert (own.var / "secret").read_bytes() == b"s"


def test_a_copy_of_the_files_of_before_is_put_back_and_taken_over(
    own: Settings, tmp_path: Path
) -> None:
    own.var.mkdir()
    for name in ("inbox", "feedback"):
        with closing(sqlite3.connect(own.var / f"{name}.db")) as db:
            db.executescript((STATE / f"{name}.sql").read_text(encoding="utf-8"))
    assert backup(own, tmp_path / "copy") == ["feedback.db", "inbox.db"]
    for path in own.var.iterdir():
        path.unlink()
    assert sorted(restore(own, tmp_path / "copy", prepare_copy)) == ["feedback.db", "inbox.db"]
    with closing(open_conversations(own)) as database:
        assert Inbox(database).waiting() == 1
        assert len(FeedbackLog(database).all()) == 1
    # What was taken over is not put back beside what took it over.
    assert restore(own, tmp_path / "copy", prepare_copy) == []
    assert backup(own, tmp_path / "next") == ["conversations.db"]


def test_what_is_kept_on_postgresql_is_copied_by_other_means(own: Settings, tmp_path: Path) -> None:
    shared = own.replace(database=SecretStr("postgresql://db/thidua"))
    with pytest.raises(InvalidBackup, match="pg_dump"):
        backup(shared, tmp_path / "copy")
    with pytest.raises(InvalidBackup, match="pg_dump"):
        restore(shared, tmp_path / "copy", prepare_copy)


def test_a_copy_overwrites_nothing_and_a_spoilt_one_is_not_put_back(
    own: Settings, library: Library, tmp_path: Path
) -> None:
    index_text(library, tmp_path, "a", 41)
    backup(own, tmp_path / "copy")
    with pytest.raises(InvalidBackup, match="đã có"):
        backup(own, tmp_path / "copy")
    path = tmp_path / "copy" / "knowledge.db"
    path.write_bytes(path.read_bytes()[:-1])
    index_text(library, tmp_path, "a", 43)
    for said in ("bị hỏng: knowledge.db", "không phải bản sao lưu"):
        with pytest.raises(InvalidBackup, match=said):
            restore(own, tmp_path / "copy", prepare_copy)
        (tmp_path / "copy" / MANIFEST).unlink(missing_ok=True)
    assert shares(library) == ["Tỷ lệ che phủ rừng đạt 43%."]


def test_a_list_that_names_files_elsewhere_is_refused(own: Settings, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / MANIFEST).write_text('{"../knowledge.db": "0"}', encoding="utf-8")
    with pytest.raises(InvalidBackup, match="bị hỏng"):
        restore(own, tmp_path / "copy", prepare_copy)


def test_a_copy_of_an_older_program_is_brought_up_to_date_and_one_of_a_newer_is_refused(
    own: Settings, library: Library, tmp_path: Path
) -> None:
    index_text(library, tmp_path, "a", 41)
    document = library.document("a")
    passages, facts = library.passages("a"), library.facts("a")
    for name in ("older", "newer"):
        backup(own, tmp_path / name)
        kept = tmp_path / name / "knowledge.db"
        if name == "older":
            kept.unlink()
            write_fifth(kept, document, passages, facts)
        else:
            with closing(sqlite3.connect(kept)) as db, db:
                db.execute("UPDATE knowledge_version SET version_num = '9999'")
        sums = {"knowledge.db": hashlib.sha256(kept.read_bytes()).hexdigest()}
        (tmp_path / name / MANIFEST).write_text(json.dumps(sums), encoding="utf-8")
    index_text(library, tmp_path, "b", 43)
    with pytest.raises(StoreError, match="mới hơn"):
        restore(own, tmp_path / "newer", prepare_copy)
    assert len(shares(library)) == 2
    restore(own, tmp_path / "older", prepare_copy)
    assert shares(library) == ["Tỷ lệ che phủ rừng đạt 41%."]
    index_text(library, tmp_path, "c", 55)
    assert len(shares(library)) == 2


def write_fifth(path: Path, document: Document, passages: list[Passage], facts: list[Fact]) -> None:
    """Write a store as the program of the fifth step left it."""
    with closing(sqlite3.connect(path)) as db, db:
        for apply in MIGRATIONS[:5]:
            apply(db)
        db.execute("PRAGMA user_version = 5")
        rows = {
            "documents": [document_row(document)],
            "passages": [passage_row(passage) for passage in passages],
            "facts": [fact_row(fact) for fact in facts],
        }
        for table, values in rows.items():
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            known = [name for name in columns if all(name in row for row in values)]
            marks = ", ".join("?" * len(known))
            sql = f"INSERT INTO {table} ({', '.join(known)}) VALUES ({marks})"
            db.executemany(sql, [[row[name] for name in known] for row in values])
