"""A replica is asked only where it knows every change, and the primary where it fails."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy import text

from database import Database, Reader, open_database
from tests.servers import new_database

POSITION = text("SELECT max(number) FROM changes")
NAME = text("SELECT name FROM place")
PRIMARY, REPLICA = [("primary",)], [("replica",)]


@dataclass
class Pair:
    """Two databases that tell of themselves which they are; neither follows the other."""

    server: str
    primary: Database
    replica: Database
    replica_address: str

    def change(self, database: Database, number: int) -> None:
        with database.writing() as connection:
            connection.execute(text("INSERT INTO changes VALUES (:number)"), {"number": number})

    def reader(self) -> Reader:
        reader = Reader(self.primary, self.replica_address, POSITION)
        assert reader.is_following()
        return reader


@pytest.fixture
def pair(postgresql: str) -> Iterator[Pair]:
    addresses = [new_database(postgresql) for _ in range(2)]
    primary, replica = map(open_database, addresses)
    pair = Pair(postgresql, primary, replica, addresses[1])
    for database, name in ((primary, "primary"), (replica, "replica")):
        with database.writing() as connection:
            connection.execute(text("CREATE TABLE changes (number int)"))
            connection.execute(text("CREATE TABLE place (name text)"))
            connection.execute(text("INSERT INTO place VALUES (:name)"), {"name": name})
        pair.change(database, 1)
    yield pair
    primary.close()
    replica.close()


def asked(reader: Reader) -> list[tuple[str]]:
    """Return which of the two a question is asked of."""
    with reader.one_question():
        return [tuple(row) for row in reader.rows(NAME)]


def test_a_replica_that_knows_every_change_is_asked(pair: Pair) -> None:
    reader = pair.reader()
    assert asked(reader) == REPLICA
    assert [tuple(row) for row in reader.rows(NAME)] == PRIMARY
    reader.close()


def test_a_replica_that_lags_is_asked_again_when_it_has_caught_up(pair: Pair) -> None:
    reader = pair.reader()
    pair.change(pair.primary, 2)
    before = asked(reader), reader.is_following()
    pair.change(pair.replica, 2)
    assert before == (PRIMARY, False)
    assert (asked(reader), reader.is_following()) == (REPLICA, True)
    reader.close()


def test_a_question_stays_where_it_began(pair: Pair) -> None:
    reader = pair.reader()
    with ThreadPoolExecutor(1) as other, reader.one_question():
        pair.change(pair.primary, 2)
        assert asked(reader) == REPLICA
        assert other.submit(asked, reader).result() == PRIMARY
    reader.close()


def test_a_replica_that_fails_is_left_alone_until_it_is_found_well(pair: Pair) -> None:
    reader = pair.reader()
    with reader.one_question():
        assert [tuple(row) for row in reader.rows(NAME)] == REPLICA
        _rename(pair, "changes", "gone")
        _rename(pair, "place", "away")
        assert [tuple(row) for row in reader.rows(NAME)] == PRIMARY
    _rename(pair, "gone", "changes")
    _rename(pair, "away", "place")
    before = asked(reader)
    assert (before, reader.is_following(), asked(reader)) == (PRIMARY, True, REPLICA)
    reader.close()


def test_a_replica_whose_connections_are_cut_is_done_without(pair: Pair) -> None:
    reader = pair.reader()
    with reader.one_question():
        with psycopg.connect(pair.server, autocommit=True) as administrator:
            administrator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [pair.replica_address.partition("@/")[2].partition("?")[0]],
            )
        assert [tuple(row) for row in reader.rows(NAME)] == PRIMARY
    reader.close()


def test_a_replica_that_is_not_there_is_done_without(pair: Pair) -> None:
    reader = Reader(pair.primary, "postgresql://nobody@127.0.0.1:1/none", POSITION)
    assert (reader.is_following(), asked(reader)) == (False, PRIMARY)


def test_a_replica_is_asked_only_once_it_was_found_well(pair: Pair) -> None:
    reader = Reader(pair.primary, pair.replica_address, POSITION)
    assert asked(reader) == PRIMARY
    assert (reader.is_following(), asked(reader)) == (True, REPLICA)
    reader.close()


def _rename(pair: Pair, before: str, after: str) -> None:
    with pair.replica.writing() as connection:
        connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))
