"""The assistants on one database, as each of them and an operator see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.storage.assistants import Assistant, AssistantTable
from bot.storage.parameters import FORGOTTEN_SECONDS, LEASE_SECONDS
from bot.storage.tables import ASSISTANTS
from database import Database

Open = Callable[[], Database]
STATES = {"dialogue": "ok", "knowledge": "ok", "zalo": "off"}
FIRST = Assistant("a:8000", "http://a:8000", "0.2.0 12f4675", True, STATES, 7)
SECOND = replace(FIRST, name="b:8000", ready=False, states={"dialogue": "starting"}, knowledge=0)


@pytest.fixture
def tables(open_again: Open) -> list[AssistantTable]:
    """The table as three processes see it."""
    return [AssistantTable(open_again()) for _ in range(3)]


def let_pass(database: Database, name: str, seconds: float) -> None:
    """As if an assistant had not been seen for so long."""
    with database.writing() as connection:
        chosen = update(ASSISTANTS).where(ASSISTANTS.c.name == name)
        moved = {column: ASSISTANTS.c[column] - seconds for column in ("started", "seen")}
        connection.execute(chosen.values(moved))


def names(table: AssistantTable) -> list[tuple[str, bool]]:
    return [(one.name, one.is_alive) for one in table.all()]


def test_each_sees_all_as_they_last_said(tables: list[AssistantTable]) -> None:
    tables[1].announce(SECOND)
    tables[0].announce(replace(FIRST, ready=False))
    tables[0].announce(FIRST)
    seen = tables[2].all()
    told = [{name: getattr(one, name) for name in vars(FIRST)} for one in seen]
    assert told == [vars(FIRST), vars(SECOND)]
    assert all(0 <= one.unseen_seconds <= one.running_seconds for one in seen)
    tables[0].leave()
    assert names(tables[2]) == [("b:8000", True)]


def test_one_that_goes_on_has_run_since_it_began(
    tables: list[AssistantTable], conversations: Database
) -> None:
    tables[0].announce(FIRST)
    let_pass(conversations, "a:8000", 3600)
    tables[0].announce(FIRST)
    (seen,) = tables[1].all()
    assert seen.running_seconds >= 3600
    assert seen.is_alive


def test_one_that_is_gone_is_told_of_for_a_day(
    tables: list[AssistantTable], conversations: Database
) -> None:
    tables[0].announce(FIRST)
    let_pass(conversations, "a:8000", LEASE_SECONDS + 1)
    tables[1].announce(SECOND)
    assert names(tables[1]) == [("a:8000", False), ("b:8000", True)]
    let_pass(conversations, "a:8000", FORGOTTEN_SECONDS)
    tables[1].announce(SECOND)
    assert names(tables[1]) == [("b:8000", True)]


def test_one_that_was_started_again_stands_there_once(
    tables: list[AssistantTable], conversations: Database
) -> None:
    tables[0].announce(FIRST)
    # Killed a moment ago, it may as well be another of the same name.
    tables[1].announce(FIRST)
    assert names(tables[2]) == [("a:8000", True)] * 2
    let_pass(conversations, "a:8000", LEASE_SECONDS + 1)
    tables[1].announce(FIRST)
    assert names(tables[2]) == [("a:8000", True)]
