"""A library that searches in a real standby: never behind, and not lost without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from knowledge.library import Library
from knowledge.model import Document, Passage
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.servers import PostgresqlPair
from tests.waiting import until


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[PostgresqlPair]:
    with closing(PostgresqlPair(tmp_path / "pair")) as pair:
        yield pair


def put(library: Library, name: str) -> None:
    line = f"Chủ đề thi đua của {name}."
    passage = Passage(name, 0, 0, len(line), "paragraph", line)
    library.add(Document(name, name, text=line, checksum=name), [passage], [])


def found(library: Library) -> set[str]:
    return {hit.document.id for hit in library.search("chủ đề thi đua")}


def is_standby_asked(library: Library) -> bool:
    with library.reader.one_question():
        return bool(library.reader.rows(text("SELECT pg_is_in_recovery()"))[0][0])


def tell_standby(pair: PostgresqlPair, statement: str) -> None:
    with psycopg.connect(pair.standby.address, autocommit=True) as connection:
        connection.execute(statement.encode())


def test_a_standby_is_searched_while_it_knows_every_document(pair: PostgresqlPair) -> None:
    address = pair.address()
    with closing(Store(address, pair.standby_address(address))) as store:
        library = Library(store, SeededEncoder())
        put(library, "a")
        until(library.reader.is_following)
        assert is_standby_asked(library)
        assert found(library) == {"a"}

        tell_standby(pair, "SELECT pg_wal_replay_pause()")
        put(library, "b")
        assert not is_standby_asked(library)
        assert found(library) == {"a", "b"}

        tell_standby(pair, "SELECT pg_wal_replay_resume()")
        until(library.reader.is_following)
        assert is_standby_asked(library)
        assert found(library) == {"a", "b"}

        pair.standby.kill()
        assert found(library) == {"a", "b"}
        assert not is_standby_asked(library)
