"""Tokens of a day: reserved before a call by all assistants together, settled after it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.setting_groups.writer import WriterSettings
from bot.writer.budget import Budget, Reservation
from bot.writer.counts import WriterCounts
from database import Database

#: 23:59:59 of 1 December 2026 in Vietnam, a second before its next day.
LATE = 1_796_144_399.0
DAY, NEXT_DAY = "2026-12-01", "2026-12-02"
Open = Callable[[], Database]


class Clock:
    now = LATE

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def budget(counts: WriterCounts, **settings: int) -> Budget:
    return Budget(counts, WriterSettings(url="http://a.vn", model="m", **settings))


def test_so_many_tokens_a_day_and_no_more(conversations: Database, clock: Clock) -> None:
    counts = WriterCounts(conversations, clock)
    own = budget(counts, tokens_a_day=1000)
    assert own.reserve(1001) is None
    assert own.reserve(600) == Reservation(DAY, 600)
    assert own.reserve(401) is None
    assert own.reserve(400) == Reservation(DAY, 400)
    assert own.reserve(1) is None
    assert counts.of_day(DAY) == {"tokens": 1000}


def test_what_was_not_used_may_be_used_again(conversations: Database, clock: Clock) -> None:
    counts = WriterCounts(conversations, clock)
    own = budget(counts, tokens_a_day=1000, price=20_000)
    reserved = own.reserve(1000)
    assert reserved
    counts.add(own.settle(reserved, 300, 100), reserved.day)
    spent = {"tokens": 400, "tokens_in": 300, "tokens_out": 100, "spend": 8.0}
    assert counts.of_day(DAY) == spent
    assert own.reserve(601) is None
    assert own.reserve(600)


def test_money_is_a_bound_too(conversations: Database, clock: Clock) -> None:
    own = budget(WriterCounts(conversations, clock), price=20_000, spend_a_day=20)
    assert own.reserve(1001) is None
    assert own.reserve(1000)


def test_a_day_begins_at_midnight_of_vietnam(conversations: Database, clock: Clock) -> None:
    counts = WriterCounts(conversations, clock)
    own = budget(counts, tokens_a_day=1000)
    reserved = own.reserve(1000)
    assert reserved
    clock.now += 1
    assert own.reserve(1000) == Reservation(NEXT_DAY, 1000)
    # What a call took counts on the day on which it began.
    counts.add(own.settle(reserved, 1, 1), reserved.day)
    assert counts.of_day(DAY)["tokens"] == 2
    assert counts.of_day(NEXT_DAY) == {"tokens": 1000}


def test_assistants_on_one_database_share_a_day(open_again: Open, clock: Clock) -> None:
    """Many at once take what there is, and no more."""
    budgets = [budget(WriterCounts(open_again(), clock), tokens_a_day=1000) for _ in range(4)]
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda number: budgets[number % 4].reserve(30), range(60)))
    assert sum(one is not None for one in taken) == 33


def test_counts_add_up_and_end_with_their_days(open_again: Open, clock: Clock) -> None:
    ours, theirs = WriterCounts(open_again(), clock), WriterCounts(open_again(), clock)
    ours.add({"asked": 1, "outcome.used": 1})
    theirs.add({"asked": 2, "seconds": 0.5})
    ours.add({"asked": 5}, NEXT_DAY)
    assert theirs.of_day(DAY) == {"asked": 3, "outcome.used": 1, "seconds": 0.5}
    assert ours.expire(LATE) == 0
    assert ours.expire(LATE + 1) == 3
    assert theirs.of_day(DAY) == {}
    assert theirs.of_day(NEXT_DAY) == {"asked": 5}
