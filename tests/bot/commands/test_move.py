"""All that is kept is moved to PostgreSQL and back, checked, and gone on with after a break."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, Update, delete, select

from bot.delivery.inbox import Inbox
from bot.settings import ROOT
from bot.storage.opening import open_at, open_file
from bot.storage.tables import MESSAGES
from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from knowledge.storage.schema import facts, passage_terms, state, vectors
from tests.conftest import STARTER
from tests.servers import new_database


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A folder with the starter documents and a message that is not answered yet."""
    var = tmp_path / "var"
    with closing(Store(var / "knowledge.db")) as store:
        index_sources(Library(store, SeededEncoder()), [STARTER])
    with closing(open_file(var / "conversations.db")) as database:
        assert Inbox(database).accept("memory", "1", "c", "chào", {"person": "c"})
    return var


def move(var: Path, to: str, **settings: str) -> subprocess.CompletedProcess[str]:
    own = {"THIDUA_VAR": str(var), "THIDUA_ENCODER": "seeded", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "move", "--to", to],
        cwd=ROOT,
        env={**os.environ, **own, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def open_message(address: str) -> str:
    with closing(open_at(address)) as database:
        message = Inbox(database).next_open("c")
        return message.text if message else ""


def begin_again(connection: Connection, var: Path) -> None:
    """Say that a move from a folder is under way, as one does until it is done."""
    with closing(Store(str(var / "knowledge.db"))) as source:
        mark = f"moving {source.state.generation} {source.state.revision}"
    connection.execute(state.update().values(generation=mark))


def held(address: str) -> list[object]:
    """Return all that a store holds, but for its vectors' lower half."""
    with closing(Store(address)) as store:
        return [store.documents(), list(store.passages().items()), store.facts(), store.state.texts]


def test_what_is_kept_is_moved_there_and_back(var: Path, postgresql: str, tmp_path: Path) -> None:
    address, back = new_database(postgresql), tmp_path / "back"
    told = move(var, address)
    assert (told.returncode, told.stderr) == (0, "100/100 câu hỏi thử tìm thấy cùng một đoạn.\n")
    assert open_message(address) == "chào"
    assert held(address) == held(str(var / "knowledge.db"))
    with closing(open_at(address)) as database:
        # A number that was copied is not given again.
        assert Inbox(database).accept("memory", "2", "d", "hai", {"person": "d"}) == 2
    back.mkdir()
    told = move(var, str(back), THIDUA_DATABASE=address)
    assert told.returncode == 0, told.stderr
    assert open_message(str(back / "conversations.db")) == "chào"
    assert held(str(back / "knowledge.db")) == held(str(var / "knowledge.db"))


def test_a_move_that_was_broken_off_is_gone_on_with(var: Path, postgresql: str) -> None:
    address, whole = new_database(postgresql), new_database(postgresql)
    assert move(var, whole).returncode == 0
    assert move(var, address).returncode == 0
    # As it stands when it is killed among the vectors.
    with closing(open_at(address)) as database, database.writing() as connection:
        begin_again(connection, var)
        connection.execute(delete(passage_terms))
        connection.execute(delete(vectors).where(vectors.c.passage_id > 50))
        connection.execute(state.update().values(revision=0))
    assert move(var, address).returncode == 0
    assert held(address) == held(whole)
    with closing(open_at(address)) as ours, closing(open_at(whole)) as theirs:
        every = select(passage_terms).order_by("passage_id")
        assert ours.rows(every) == theirs.rows(every)


def test_another_store_s_place_is_left_alone(var: Path, postgresql: str) -> None:
    address = new_database(postgresql)
    assert move(var, address).returncode == 0
    told = move(var, address)
    assert told.returncode == 1
    assert told.stderr == "Lỗi: Nơi đến đã có dữ liệu khác: hãy dùng một cơ sở dữ liệu trống.\n"


@pytest.mark.parametrize(
    ("spoilt", "table"),
    [
        (facts.update().where(facts.c.kind == "theme").values(name="khác"), "facts"),
        (MESSAGES.update().values(text="khác"), "messages"),
    ],
)
def test_what_is_not_what_it_should_be_is_told(
    var: Path, postgresql: str, spoilt: Update, table: str
) -> None:
    address = new_database(postgresql)
    assert move(var, address).returncode == 0
    with closing(open_at(address)) as database, database.writing() as connection:
        begin_again(connection, var)
        connection.execute(spoilt)
    told = move(var, address)
    assert (told.returncode, told.stderr.count(table)) == (1, 1)


def test_an_address_that_is_away_is_told(var: Path) -> None:
    told = move(var, "postgresql://a:hush@127.0.0.1:1/b")
    assert told.returncode == 1
    assert told.stderr.startswith("Lỗi: Không mở được PostgreSQL")
    assert "hush" not in told.stderr
