"""A database, whichever engine holds it: transactions, migrations, what cannot be opened."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from database import (
    Database,
    DatabaseBusy,
    DatabaseUnavailable,
    NewerTables,
    OutdatedTables,
    Tables,
    UnusableAddress,
    open_database,
    reason_of,
    require_current,
    upgrade,
)
from tests.servers import new_database

STEPS = Path(__file__).parent / "steps"
NOTES = Tables("notes", STEPS)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address)
    yield database
    database.close()


def add(database: Database, note: str) -> None:
    with database.writing() as connection:
        connection.execute(text("INSERT INTO notes (text) VALUES (:note)"), {"note": note})


def add_and_fail(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("INSERT INTO notes (text) VALUES ('a')"))
        raise ZeroDivisionError


def notes(database: Database) -> list[str]:
    with database.reading() as connection:
        return [row[0] for row in connection.execute(text("SELECT text FROM notes"))]


def test_statements_that_share_a_connection_see_what_others_write_meanwhile(
    database: Database,
) -> None:
    upgrade(database, NOTES)
    count = text("SELECT count(*) FROM notes")
    with database.one_connection():
        before = database.scalar(count)
        add(database, "a")
        assert (before, database.scalar(count)) == (0, 1)


def test_a_thread_shares_its_connection_with_none(postgresql: str) -> None:
    database, connection = open_database(new_database(postgresql)), text("SELECT pg_backend_pid()")
    with ThreadPoolExecutor(1) as other, database.one_connection(), database.one_connection():
        mine = {database.scalar(connection) for _ in range(3)}
        theirs = other.submit(database.scalar, connection).result()
    database.close()
    assert len(mine) == 1
    assert theirs not in mine


def test_a_question_that_ends_leaves_a_write_in_memory_alone() -> None:
    database = open_database(":memory:")
    upgrade(database, NOTES)

    def ask_nothing() -> None:
        with database.one_connection():
            pass

    with ThreadPoolExecutor(1) as other, database.writing() as connection:
        connection.execute(text("INSERT INTO notes (text) VALUES ('a')"))
        other.submit(ask_nothing).result()
    assert notes(database) == ["a"]
    database.close()


def test_what_fails_half_way_is_not_kept(database: Database) -> None:
    upgrade(database, NOTES)
    with pytest.raises(ZeroDivisionError):
        add_and_fail(database)
    assert notes(database) == []


def test_a_reader_sees_one_moment(database: Database) -> None:
    upgrade(database, NOTES)
    with database.reading() as connection:
        before = connection.execute(text("SELECT count(*) FROM notes")).scalar_one()
        add(database, "a")
        assert connection.execute(text("SELECT count(*) FROM notes")).scalar_one() == before
    assert notes(database) == ["a"]


def test_writers_in_several_threads_wait_for_each_other(database: Database) -> None:
    upgrade(database, NOTES)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: add(database, str(number)), range(20)))
    assert len(notes(database)) == 20


def test_what_need_not_be_on_disk_is_written_all_the_same(database: Database) -> None:
    upgrade(database, NOTES)
    with database.writing(is_durable=False) as connection:
        connection.execute(text("INSERT INTO notes (text) VALUES ('a')"))
    assert notes(database) == ["a"]
    if not database.is_postgresql:
        with database.reading() as connection:
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2


def test_a_file_is_written_at_once_or_not_at_all(tmp_path: Path) -> None:
    ours, theirs = open_database(tmp_path / "s.db"), open_database(tmp_path / "s.db")
    upgrade(ours, NOTES)
    for other, error in ((ours, DatabaseBusy), (theirs, SQLAlchemyError)):
        with other.writing(), pytest.raises(error), ours.writing_within(0.0):
            pytest.fail("did not wait")
    with ours.writing_within(0.0) as connection:
        connection.execute(text("INSERT INTO notes (text) VALUES ('a')"))
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 1
    assert notes(theirs) == ["a"]
    with ours.reading() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() > 0
    for database in (ours, theirs):
        database.close()


def test_a_server_is_waited_for(postgresql: str) -> None:
    database = open_database(new_database(postgresql))
    upgrade(database, NOTES)
    with database.writing(), database.writing_within(0.0) as connection:
        connection.execute(text("INSERT INTO notes (text) VALUES ('a')"))
    assert notes(database) == ["a"]
    database.close()


def test_an_error_quotes_nothing_that_was_to_be_kept(database: Database) -> None:
    upgrade(database, NOTES)
    with database.writing() as connection:
        connection.execute(text("CREATE UNIQUE INDEX once ON notes (text)"))
    add(database, "số 0912")
    with pytest.raises(SQLAlchemyError) as raised:
        add(database, "số 0912")
    assert "0912" not in reason_of(raised.value)
    assert "unique" in reason_of(raised.value).lower()
    assert "parameters hidden" in str(raised.value)


def test_tables_that_are_behind_are_named_with_the_command(database: Database) -> None:
    with pytest.raises(OutdatedTables, match="thidua migrate"):
        require_current(database, NOTES)
    upgrade(database, NOTES)
    require_current(database, NOTES)


def test_tables_of_a_newer_program_are_refused(database: Database, tmp_path: Path) -> None:
    upgrade(database, NOTES)
    older = Tables("notes", tmp_path / "steps")
    older.steps.mkdir()
    shutil.copy(STEPS / "0001_make_notes.py", older.steps)
    with pytest.raises(NewerTables, match="0002"):
        require_current(database, older)
    with pytest.raises(NewerTables, match="0002"):
        upgrade(database, older)


def test_two_migrations_at_once_are_done_once(address: str) -> None:
    databases = [open_database(address) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda database: upgrade(database, NOTES), databases))
    require_current(databases[0], NOTES)
    for database in databases:
        database.close()


def test_a_step_that_fails_leaves_the_tables_as_they_were(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE notes (text TEXT, author TEXT)"))
    with pytest.raises(Exception, match="already exists"):
        upgrade(database, NOTES)
    with pytest.raises(OutdatedTables):
        require_current(database, NOTES)


@pytest.mark.parametrize(
    ("address", "error", "sentence"),
    [
        ("postgresql://somebody:hush@127.0.0.1:1/thidua", DatabaseUnavailable, "refused"),
        ("postgresql://[", UnusableAddress, "viết sai"),
        # SQLite would make files of these names where the program stands.
        ("javascript:alert(1)", UnusableAddress, "không phải"),
        ("https://a.vn/ x", UnusableAddress, "không phải"),
        ("mysql://thidua@db/thidua", UnusableAddress, "không phải"),
        ("/proc/nowhere/s.db", DatabaseUnavailable, "Không mở được"),
    ],
)
def test_what_cannot_be_opened_is_told_in_a_sentence(
    address: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence) as told:
        open_database(address)
    assert "hush" not in str(told.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(b"not a database" * 100)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        open_database(tmp_path / "s.db")
