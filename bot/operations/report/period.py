"""Periods, days and weeks as Vietnam has them: UTC+7 all year, a week from its Monday."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.errors import InvalidPeriod, InvalidSetting
from bot.operations.parameters import DAY, MAX_DAILY, MAX_DAY_INTERVALS, MAX_DAYS, MAX_PERIODS
from bot.vietnam_time import VIETNAM, day_of

Grain = Literal["day", "week"]
UNITS = {"h": "hours", "d": "days", "w": "weeks"}
EPOCH = date(1970, 1, 1)
#: Days of an interval, and days by which its count is ahead of 1970-01-01, a Thursday.
DAYS_OF: dict[Grain, int] = {"day": 1, "week": 7}
DAYS_AHEAD: dict[Grain, int] = {"day": 0, "week": 3}


@dataclass(frozen=True)
class Period:
    """The time from `start` on and before `end`, both in seconds since 1970."""

    start: float
    end: float

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return day_of(self.start)

    @property
    def last_day(self) -> date:
        """The last day of which something belongs to it."""
        return max(self.first_day, day_of(self.end - 0.001))


def days_between(first: date, last: date, today: date) -> Period:
    """Return the period of these days and all between, as far as they have come.

    Raise InvalidPeriod for one that ends before it begins, has not begun, or is too long.
    """
    last = min(last, today)
    if first > last:
        raise InvalidPeriod("Ngày đầu phải trước ngày cuối và không sau hôm nay.")
    if (last - first).days >= MAX_DAYS:
        raise InvalidPeriod(f"Một báo cáo gồm nhiều nhất {MAX_DAYS} ngày.")
    return Period(_midnight(first), _midnight(last) + DAY)


def last_days(count: int, today: date) -> Period:
    """Return the last so many days, today among them."""
    return days_between(today - timedelta(days=count - 1), today, today)


def period_since(since: str, now: datetime) -> Period:
    """Return the period from "7d", "24h" or "4w" ago until now. Raise InvalidSetting."""
    return Period(moment_before(now, since).timestamp(), now.timestamp())


def moment_before(now: datetime, since: str) -> datetime:
    """Return the moment "7d", "24h" or "4w" before now; raise InvalidSetting for anything else."""
    count, unit = since[:-1], since[-1:]
    is_number = count.isascii() and count.isdigit() and len(count) <= 6
    if unit not in UNITS or not is_number or not 0 < int(count) <= MAX_PERIODS:
        message = f"--since phải là số giờ, ngày hoặc tuần như 24h, 7d, 4w, không phải {since!r}."
        raise InvalidSetting(message)
    return now - timedelta(**{UNITS[unit]: int(count)})


def chosen_grain(wanted: Grain | None, period: Period) -> Grain:
    """Return how a period is divided: as is wanted, else as can be read in a chart.

    Raise InvalidPeriod for more days than are told one by one.
    """
    days = (period.last_day - period.first_day).days + 1
    if wanted == "day" and days > MAX_DAY_INTERVALS:
        raise InvalidPeriod(f"Quá {MAX_DAY_INTERVALS} ngày thì anh/chị xem theo tuần.")
    return wanted or ("day" if days <= MAX_DAILY else "week")


def interval_number(day: date, grain: Grain) -> int:
    """Return the number of the day or week that a day belongs to, as `counting` numbers them."""
    return ((day - EPOCH).days + DAYS_AHEAD[grain]) // DAYS_OF[grain]


def intervals_of(
    period: Period, grain: Grain, oldest: date | None
) -> Iterator[tuple[int, date, date]]:
    """Yield the number, first and last day of each interval, cut off where the period is.

    None is before the oldest day of which something is kept: what was erased is not zero.
    """
    first_day = max(period.first_day, oldest or period.last_day)
    first, last = (interval_number(day, grain) for day in (first_day, period.last_day))
    for number in range(first, last + 1):
        begins = EPOCH + timedelta(days=number * DAYS_OF[grain] - DAYS_AHEAD[grain])
        ends = begins + timedelta(days=DAYS_OF[grain] - 1)
        yield number, max(begins, period.first_day), min(ends, period.last_day)


def iso_moment(seconds: float) -> str:
    """Return a moment as "2026-11-22 15:53:45"."""
    return datetime.fromtimestamp(seconds, VIETNAM).strftime("%Y-%m-%d %H:%M:%S")


def format_moment(iso: str) -> str:
    """Return "2026-11-22 15:53:45" as "15:53 22/11/2026", a day alone as "22/11/2026"."""
    return datetime.fromisoformat(iso).strftime("%H:%M %d/%m/%Y" if ":" in iso else "%d/%m/%Y")


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).timestamp()
