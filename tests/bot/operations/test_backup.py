"""Copies taken and put back while the assistant serves: nothing is lost, nothing comes back that was erased."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.inbox import Inbox
from bot.dialogue.tracker_store import TrackerStore, open_trackers
from bot.errors import InvalidBackup
from bot.operations.backup import MANIFEST, backup, restore
from bot.operations.feedback import Feedback, FeedbackLog
from bot.operations.machine_secret import conversation_secret
from bot.settings import ROOT, Settings
from bot.storage.moving import COPIED
from bot.storage.opening import open_conversations, open_file
from bot.storage.tables import EVENTS, MESSAGES
from database import OutdatedTables, checksum, open_database
from indexer.pipeline import index_source
from knowledge.errors import StoreError
from knowledge.library import Library
from knowledge.model import Document, Fact, Passage
from knowledge.search import SeededEncoder
from knowledge.storage import Store, copy_store, prepare_copy, replace_store
from knowledge.storage.moving import TABLES
from knowledge.storage.rows import document_row, fact_row, passage_row
from knowledge.storage.schema import passage_terms
from knowledge.storage.sqlite_history import MIGRATIONS
from tests.servers import new_database, ready_database
from tests.upgrade.test_upgrade import STATE
from tests.waiting import until

TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt {}%.\n"
VOTE = Feedback("c", "up", "", "hỏi", "đáp", "answered")
EVENT = {"sender_id": "c", "type_name": "user", "timestamp": 1.5, "data": '{"event": "user"}'}
Place = Callable[[str], Settings]


@pytest.fixture
def place(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """Makes a place of its own where nothing is kept yet: files, or PostgreSQL."""

    def make(engine: str) -> Settings:
        var = tmp_path / uuid4().hex
        var.mkdir()
        own = settings.replace(var=var, store=var / "knowledge.db", trackers=var / "trackers.db")
        if engine == "files":
            return own
        address = ready_database(request.getfixturevalue("postgresql"))
        return own.replace(database=SecretStr(address))

    return make


@pytest.fixture
def files(place: Place) -> Settings:
    return place("files")


@pytest.fixture(params=["files", "postgresql"])
def own(request: pytest.FixtureRequest, place: Place) -> Settings:
    """A place on either engine."""
    return place(request.param)


@pytest.fixture
def library(own: Settings) -> Iterator[Library]:
    with closing(Store(own.knowledge)) as store:
        yield Library(store, SeededEncoder())


def engine_of(settings: Settings) -> str:
    return "postgresql" if settings.database else "files"


def take(settings: Settings, copy: Path) -> list[str]:
    return backup(settings, copy, copy_store)


def put_back(settings: Settings, copy: Path) -> list[str]:
    return restore(settings, copy, prepare_copy, replace_store)


def index_text(library: Library, folder: Path, name: str, share: int) -> None:
    path = folder / f"{name}.txt"
    path.write_text(TEXT.format(share), encoding="utf-8")
    assert index_source(library, path).state in ("indexed", "replaced")


def shares(library: Library) -> list[str]:
    return sorted(
        hit.passage.text for hit in library.search("che phủ rừng") if "%" in hit.passage.text
    )


def serve(settings: Settings) -> bytes:
    """Keep messages, a vote and an event of Rasa's as an assistant does; return its secret."""
    with closing(open_conversations(settings)) as database:
        for key in ("0", "1"):
            Inbox(database).accept("telegram", key, "c", "chưa trả lời", {})
        FeedbackLog(database).add(VOTE)
        with (
            closing(open_trackers(settings.trackers, database)) as trackers,
            trackers.writing() as connection,
        ):
            EVENTS.create(connection)
            connection.execute(insert(EVENTS), [EVENT])
        return conversation_secret(settings.var, database)


def test_a_serving_library_answers_from_what_was_put_back(
    own: Settings, library: Library, tmp_path: Path
) -> None:
    index_text(library, tmp_path, "a", 41)
    before = shares(library)
    assert "knowledge.db" in take(own, tmp_path / "copy")
    library.remove("a")
    # These get the numbers of passages that the copy's next documents would get.
    index_text(library, tmp_path, "b", 77)
    assert shares(library) != before
    assert "knowledge.db" in put_back(own, tmp_path / "copy")
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
        take(own, tmp_path / f"copy{number}")
    writer.join()
    for number in range(5):
        # Nothing lies beside a file that belongs to it.
        assert not list((tmp_path / f"copy{number}").glob("*-wal"))
        with closing(Store(tmp_path / f"copy{number}" / "knowledge.db")) as copy:
            assert Library(copy, SeededEncoder()).check() == []
            assert "first" in copy.document_ids()
    assert len(library.documents()) == 41


def test_a_copy_of_a_server_is_of_one_moment(place: Place, tmp_path: Path) -> None:
    """Before each document a message comes: no moment knows more of one than that."""
    own, is_done = place("postgresql"), threading.Event()

    def write() -> None:
        with (
            closing(open_conversations(own)) as database,
            closing(Store(own.knowledge)) as store,
        ):
            inbox, library, number = Inbox(database), Library(store, SeededEncoder()), 0
            while not is_done.is_set():
                inbox.accept("telegram", str(number), "c", "tin", {})
                index_text(library, tmp_path, f"d{number}", number % 100)
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            take(own, tmp_path / f"copy{number}")
    finally:
        is_done.set()
        writer.join()
    for number in range(4):
        folder = tmp_path / f"copy{number}"
        with (
            closing(Store(folder / "knowledge.db")) as store,
            closing(open_file(folder / "conversations.db")) as database,
        ):
            ahead = Inbox(database).waiting() - len(store.document_ids())
            assert ahead in (0, 1)


@pytest.mark.parametrize("source", ["files", "postgresql"])
@pytest.mark.parametrize("target", ["files", "postgresql"])
def test_a_copy_is_put_back_on_either_engine(
    place: Place, tmp_path: Path, source: str, target: str
) -> None:
    old, new = place(source), place(target)
    secret = serve(old)
    with closing(Store(old.knowledge)) as store:
        index_text(Library(store, SeededEncoder()), tmp_path, "a", 41)
        take(old, tmp_path / "copy")
        every = ["conversations.db", "knowledge.db", "secret", "trackers.db"]
        assert sorted(put_back(new, tmp_path / "copy")) == every
        with closing(Store(new.knowledge)) as restored:
            for table in TABLES:
                assert checksum(restored.database, table) == checksum(store.database, table)
            assert shares(Library(restored, SeededEncoder())) == ["Tỷ lệ che phủ rừng đạt 41%."]
            assert restored.version[0] != store.version[0]
            if target == "postgresql":
                # Of the title, which is no passage of its own, nothing is looked for.
                assert len(restored.database.rows(select(passage_terms))) == restored.state.texts
    with closing(open_conversations(old)) as before, closing(open_conversations(new)) as after:
        for table in COPIED:
            assert checksum(after, table) == checksum(before, table)
        assert conversation_secret(new.var, after) == secret
        # A number that was given is not given again.
        assert Inbox(after).accept("telegram", "2", "d", "hai", {}) == 3
        with closing(open_trackers(new.trackers, after)) as trackers:
            assert TrackerStore(trackers).export("c") == [{"event": "user"}]
            with trackers.writing() as connection:
                connection.execute(insert(EVENTS), [EVENT])


def test_messages_and_votes_are_put_back_only_where_they_are_gone(
    own: Settings, place: Place, tmp_path: Path
) -> None:
    serve(own)
    take(own, tmp_path / "copy")
    with closing(open_conversations(own)) as database:
        FeedbackLog(database).forget("c")
        Inbox(database).accept("telegram", "2", "c", "mới", {})
        assert put_back(own, tmp_path / "copy") in ([], ["knowledge.db"])
        assert Inbox(database).waiting() == 3
        assert FeedbackLog(database).all() == []
    lost = place(engine_of(own))
    assert "conversations.db" in put_back(lost, tmp_path / "copy")
    with closing(open_conversations(lost)) as database:
        assert Inbox(database).open_conversations() == ["c"]
        assert FeedbackLog(database).all() == [VOTE]


def test_a_server_that_has_served_gets_no_one_s_words_back(place: Place, tmp_path: Path) -> None:
    """Also where the only person has had all erased: the secret shows that it was in use."""
    own, used = place("postgresql"), place("postgresql")
    serve(own)
    take(own, tmp_path / "copy")
    with closing(open_conversations(used)) as database:
        conversation_secret(used.var, database)
        assert put_back(used, tmp_path / "copy") == ["knowledge.db"]
        assert database.rows(select(MESSAGES)) == []


@pytest.mark.parametrize("target", ["files", "postgresql"])
def test_a_copy_of_the_files_of_before_is_put_back_and_taken_over(
    files: Settings, place: Place, tmp_path: Path, target: str
) -> None:
    for name in ("inbox", "feedback"):
        with closing(sqlite3.connect(files.var / f"{name}.db")) as db:
            db.executescript((STATE / f"{name}.sql").read_text(encoding="utf-8"))
    assert take(files, tmp_path / "copy") == ["feedback.db", "inbox.db"]
    new = place(target)
    assert sorted(put_back(new, tmp_path / "copy")) == ["feedback.db", "inbox.db"]
    with closing(open_conversations(new)) as database:
        assert Inbox(database).waiting() == 1
        assert len(FeedbackLog(database).all()) == 1
    # What was taken over is not put back beside what took it over.
    assert put_back(new, tmp_path / "copy") == []
    assert "conversations.db" in take(new, tmp_path / "next")


def test_a_copy_overwrites_nothing_and_a_spoilt_one_is_not_put_back(
    own: Settings, library: Library, tmp_path: Path
) -> None:
    index_text(library, tmp_path, "a", 41)
    take(own, tmp_path / "copy")
    with pytest.raises(InvalidBackup, match="đã có"):
        take(own, tmp_path / "copy")
    path = tmp_path / "copy" / "knowledge.db"
    path.write_bytes(path.read_bytes()[:-1])
    index_text(library, tmp_path, "a", 43)
    for said in ("bị hỏng: knowledge.db", "không phải bản sao lưu"):
        with pytest.raises(InvalidBackup, match=said):
            put_back(own, tmp_path / "copy")
        (tmp_path / "copy" / MANIFEST).unlink(missing_ok=True)
    assert shares(library) == ["Tỷ lệ che phủ rừng đạt 43%."]


def test_a_list_that_names_files_elsewhere_is_refused(own: Settings, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / MANIFEST).write_text('{"../knowledge.db": "0"}', encoding="utf-8")
    with pytest.raises(InvalidBackup, match="bị hỏng"):
        put_back(own, tmp_path / "copy")


def test_a_copy_of_an_older_program_is_brought_up_to_date_and_one_of_a_newer_is_refused(
    own: Settings, library: Library, tmp_path: Path
) -> None:
    index_text(library, tmp_path, "a", 41)
    document = library.document("a")
    passages, facts = library.passages("a"), library.facts("a")
    for name in ("older", "newer"):
        take(own, tmp_path / name)
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
        put_back(own, tmp_path / "newer")
    assert len(shares(library)) == 2
    put_back(own, tmp_path / "older")
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


def test_a_restore_that_is_killed_leaves_a_server_as_it_was(
    files: Settings, place: Place, tmp_path: Path
) -> None:
    """Its readers see the old until the end: knowledge and messages come together or not at all."""
    own = place("postgresql")
    serve(files)
    with closing(Store(files.knowledge)) as store:
        index_text(Library(store, SeededEncoder()), tmp_path, "a", 41)
    take(files, tmp_path / "copy")
    address = own.database.get_secret_value()
    with closing(Store(address)) as store, psycopg.connect(address) as other:
        library = Library(store, SeededEncoder())
        index_text(library, tmp_path, "b", 77)
        old = shares(library)
        # The knowledge is replaced by the time it waits for this.
        other.execute("LOCK TABLE votes IN ROW EXCLUSIVE MODE")
        command = [sys.executable, "-m", "bot.cli", "restore", str(tmp_path / "copy")]
        environment = {**os.environ, "THIDUA_DATABASE": address}
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            until(lambda: waiting_for_votes(address))
            # An assistant that serves, and one that starts meanwhile.
            assert shares(library) == old
            with closing(Store(address)) as same:
                assert shares(Library(same, SeededEncoder())) == old
        finally:
            process.kill()
            process.wait()
        other.rollback()
        until(lambda: not transactions(address))
        assert shares(library) == old
        with closing(open_conversations(own)) as database:
            assert database.rows(select(MESSAGES)) == []
        # Nothing is left in its way.
        assert len(put_back(own, tmp_path / "copy")) == 4
        assert shares(library) == ["Tỷ lệ che phủ rừng đạt 41%."]


def waiting_for_votes(address: str) -> bool:
    query = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'votes'::regclass"
    with psycopg.connect(address) as connection:
        return connection.execute(query).fetchone() is not None


def transactions(address: str) -> int:
    """Return how many transactions of others are under way in a database."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    with psycopg.connect(address) as connection:
        return int((connection.execute(query).fetchone() or [0])[0])


def test_a_copy_of_a_server_that_is_broken_off_leaves_nothing(place: Place, tmp_path: Path) -> None:
    own = place("postgresql")
    with closing(open_conversations(own)) as database, database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE votes")
    with pytest.raises(SQLAlchemyError):
        take(own, tmp_path / "copies" / "copy")
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_server_whose_tables_are_not_made_yet_names_the_command(
    files: Settings, tmp_path: Path, postgresql: str
) -> None:
    serve(files)
    take(files, tmp_path / "copy")
    empty = files.replace(database=SecretStr(new_database(postgresql)))
    for work in (
        lambda: take(empty, tmp_path / "other"),
        lambda: put_back(empty, tmp_path / "copy"),
    ):
        with pytest.raises(OutdatedTables, match="thidua migrate"):
            work()
    assert not (tmp_path / "other").exists()


def test_rasa_s_table_is_that_which_rasa_makes(tmp_path: Path) -> None:
    """By the statements of a real Rasa, kept from its file."""
    made = (STATE / "trackers.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(":memory:")) as rasa:
        rasa.executescript(made)
        theirs = described(rasa)
    with closing(open_database(tmp_path / "t.db")) as database, database.writing() as connection:
        EVENTS.create(connection)
    with closing(sqlite3.connect(tmp_path / "t.db")) as ours:
        assert described(ours) == theirs


def described(db: sqlite3.Connection) -> list[object]:
    """Return the columns of `events` (name, type, whether it must be there) and its indexes."""
    columns = [row[1:4] for row in db.execute("PRAGMA table_info(events)")]
    return [columns, [row[1] for row in db.execute("PRAGMA index_list(events)")]]
