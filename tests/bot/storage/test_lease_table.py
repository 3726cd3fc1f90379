"""Numbers drawn in a database: one at a time has its turn, in order; what runs out never comes back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update

from bot.storage.lease_table import LeaseTable
from bot.storage.tables import LEASES
from database import Database

Open = Callable[[], Database]


@pytest.fixture
def tables(open_again: Open) -> tuple[LeaseTable, LeaseTable]:
    """The leases as two processes see them."""
    return LeaseTable(open_again()), LeaseTable(open_again())


def let_run_out(database: Database, number: int) -> None:
    with database.writing() as connection:
        connection.execute(update(LEASES).where(LEASES.c.id == number).values(until=1.0))


def test_who_draws_first_has_it_and_the_others_follow_in_order(
    tables: tuple[LeaseTable, LeaseTable],
) -> None:
    ours, theirs = tables
    first, second, third = (
        ours.draw("dialogue", "c"),
        theirs.draw("dialogue", "c"),
        ours.draw("dialogue", "c"),
    )
    assert theirs.draw_first("dialogue", "c") is None
    for number in (first, second, third):
        turns = [ours.is_first(each, "dialogue", "c") for each in (first, second, third)]
        assert turns == [each == number for each in (first, second, third)]
        theirs.give_back(number)
    assert ours.draw_first("dialogue", "c") is not None


def test_things_of_another_kind_or_name_do_not_wait(tables: tuple[LeaseTable, LeaseTable]) -> None:
    ours, theirs = tables
    assert ours.draw_first("inbox", "c")
    assert theirs.draw_first("inbox", "d")
    assert theirs.draw_first("dialogue", "c")
    assert theirs.draw_first("inbox", "c") is None


def test_what_runs_out_is_taken_over_and_never_comes_back(
    open_again: Open, tables: tuple[LeaseTable, LeaseTable]
) -> None:
    ours, theirs = tables
    killed = ours.draw_first("inbox", "c")
    waiting = theirs.draw("inbox", "c")
    assert killed
    assert ours.renew([killed, waiting]) == {killed, waiting}
    let_run_out(open_again(), killed)
    assert theirs.is_first(waiting, "inbox", "c")
    assert ours.renew([killed]) == set()
    theirs.give_back(waiting)
    assert theirs.draw_first("inbox", "c")


def test_of_many_at_once_one_has_it_and_each_number_is_its_own(open_again: Open) -> None:
    tables = [LeaseTable(open_again()) for _ in range(4)]
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda n: tables[n % 4].draw_first("inbox", "c"), range(24)))
        drawn = list(threads.map(lambda n: tables[n % 4].draw("dialogue", "c"), range(24)))
    assert sum(number is not None for number in taken) == 1
    assert len(set(drawn)) == 24
    assert [number for number in drawn if tables[0].is_first(number, "dialogue", "c")] == [
        min(drawn)
    ]


def test_what_has_run_out_is_dropped(conversations: Database) -> None:
    table = LeaseTable(conversations)
    for _ in range(3):
        let_run_out(conversations, table.draw("inbox", "c"))
    table.draw("inbox", "c")
    with conversations.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(LEASES)) == 1
