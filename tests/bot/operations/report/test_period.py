"""Periods, and how they are divided: days of Vietnam, weeks from Monday."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.errors import InvalidPeriod, InvalidSetting
from bot.operations.report.period import (
    Grain,
    Period,
    chosen_grain,
    day_of,
    days_between,
    interval_number,
    intervals_of,
    last_days,
    moment_before,
    period_since,
)
from bot.vietnam_time import VIETNAM
from tests.bot.operations.report.records import moment

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("since", "expected"), [("24h", "2026-11-21"), ("7d", "2026-11-15"), ("2w", "2026-11-08")]
)
def test_how_long_ago(since: str, expected: str) -> None:
    assert str(moment_before(datetime(2026, 11, 22, 12), since).date()) == expected


@pytest.mark.parametrize("since", ["", "7", "d", "-1d", "0d", "1y", "７d", "99999999999d", "1.5d"])
def test_a_time_that_is_none_is_refused(since: str) -> None:
    with pytest.raises(InvalidSetting):
        moment_before(datetime(2026, 11, 22), since)


def test_a_period_until_now_ends_now() -> None:
    now = datetime(2026, 11, 22, 15, 30, tzinfo=VIETNAM)
    assert period_since("24h", now) == Period(
        moment("2026-11-21 15:30"), moment("2026-11-22 15:30")
    )


@pytest.mark.parametrize(
    ("first", "last", "starts", "ends"),
    [
        ("2026-11-01", "2026-11-02", "2026-11-01 00:00", "2026-11-03 00:00"),
        ("2026-11-22", "2026-11-22", "2026-11-22 00:00", "2026-11-23 00:00"),
        # What has not come is no part of it.
        ("2026-11-01", "2027-01-01", "2026-11-01 00:00", "2026-11-23 00:00"),
    ],
)
def test_days_are_those_of_vietnam(first: str, last: str, starts: str, ends: str) -> None:
    period = days_between(date.fromisoformat(first), date.fromisoformat(last), TODAY)
    assert period == Period(moment(starts), moment(ends))
    assert (str(period.first_day), period.last_day) == (first, min(date.fromisoformat(last), TODAY))


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-02", "2026-11-01"), ("2026-11-23", "2026-12-01"), ("2010-01-01", "2026-11-22")],
)
def test_days_that_make_no_period_are_refused(first: str, last: str) -> None:
    with pytest.raises(InvalidPeriod):
        days_between(date.fromisoformat(first), date.fromisoformat(last), TODAY)


def test_the_last_seven_days_are_seven_with_today() -> None:
    assert last_days(7, TODAY) == days_between(date(2026, 11, 16), TODAY, TODAY)


@pytest.mark.parametrize(
    ("wanted", "days", "grain"),
    [(None, 7, "day"), (None, 93, "day"), (None, 94, "week"), ("week", 7, "week"), ("day", 366, "day")],
)  # fmt: skip
def test_long_periods_go_by_week_unless_someone_says(
    wanted: Grain | None, days: int, grain: Grain
) -> None:
    assert chosen_grain(wanted, last_days(days, TODAY)) == grain


def test_more_days_than_anyone_reads_are_refused() -> None:
    with pytest.raises(InvalidPeriod):
        chosen_grain("day", last_days(367, TODAY))


@pytest.mark.parametrize(
    ("grain", "first", "last", "oldest", "expected"),
    [
        ("day", "2026-11-20", "2026-11-22", None, ["22–22"]),
        ("day", "2026-11-20", "2026-11-22", "2026-11-01", ["20–20", "21–21", "22–22"]),
        # What was erased is not zero: it is not told.
        ("day", "2026-11-20", "2026-11-22", "2026-11-21", ["21–21", "22–22"]),
        # A Sunday ends a week; weeks are cut off where the period is.
        ("week", "2026-11-13", "2026-11-22", "2026-01-01", ["13–15", "16–22"]),
        ("week", "2026-11-16", "2026-11-17", "2026-01-01", ["16–17"]),
        ("week", "2026-11-15", "2026-11-16", "2026-01-01", ["15–15", "16–16"]),
    ],
)
def test_intervals(grain: Grain, first: str, last: str, oldest: str | None, expected: list[str]) -> None:  # fmt: skip
    period = days_between(date.fromisoformat(first), date.fromisoformat(last), TODAY)
    found = intervals_of(period, grain, date.fromisoformat(oldest) if oldest else None)
    assert [f"{begins.day}–{ends.day}" for _, begins, ends in found] == expected


def test_a_week_has_one_number_from_monday_to_sunday() -> None:
    days = [date(2026, 11, day) for day in range(15, 24)]
    numbers = [interval_number(day, "week") for day in days]
    assert numbers == [numbers[0]] + [numbers[0] + 1] * 7 + [numbers[0] + 2]


def test_a_day_begins_at_midnight_in_vietnam() -> None:
    assert str(day_of(moment("2026-11-22 00:00"))) == "2026-11-22"
    assert str(day_of(moment("2026-11-22 00:00") - 1)) == "2026-11-21"
