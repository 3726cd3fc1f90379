"""When people of the office are there: hours of the week in Vietnamese time, without holidays.

Written "T2-T6 7:30-11:30 13:30-17:00; T7 8:00-11:30" and "1/1, 2/9, 5/2/2027-11/2/2027": a day
without a year comes every year. Tết, Giỗ Tổ and the days that are moved are another each year (Labour
Code 45/2019/QH14, article 112), so that they are the office's to set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.vietnam_time import VIETNAM

#: Days of the week as `date.weekday` counts them.
WEEKDAYS = {"T2": 0, "T3": 1, "T4": 2, "T5": 3, "T6": 4, "T7": 5, "CN": 6}
WEEKDAY_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
DAYS = re.compile(r"(T[2-7]|CN)(?:-(T[2-7]|CN))?")
HOLIDAY = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4})(?:-(\d{1,2})/(\d{1,2})/(\d{4}))?)?")
#: Days that are looked ahead for the next opening: longer than any holidays.
MAX_CLOSED_DAYS = 31
#: Days of one range of holidays.
MAX_RANGE_DAYS = 60
#: What is wrong with hours or holidays, as a sentence that follows the setting's name.
HOURS_RULE = "phải viết như “T2-T6 7:30-11:30 13:30-17:00; T7 8:00-11:30”."
HOLIDAYS_RULE = "phải viết như “1/1, 2/9, 5/2/2027-11/2/2027”."
#: A year that has 29 February: a day without a year is tried in it.
LEAP_YEAR = 2024


@dataclass(frozen=True)
class Span:
    """A part of a day, from its beginning until before its end."""

    begin: time
    end: time


@dataclass(frozen=True)
class OfficeHours:
    """The spans of each day of the week, Monday first; `yearly` are day and month of holidays."""

    week: tuple[tuple[Span, ...], ...] = ((),) * 7
    yearly: frozenset[tuple[int, int]] = frozenset()
    holidays: frozenset[date] = frozenset()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return any(self.week)

    def are_open(self, moment: float) -> bool:
        """Whether people are there at a moment (seconds since 1970)."""
        now = datetime.fromtimestamp(moment, VIETNAM)
        return any(span.begin <= now.time() < span.end for span in self._spans(now.date()))

    def next_opening(self, moment: float) -> datetime | None:
        """Return when people are there next; None where that is not within a month."""
        now = datetime.fromtimestamp(moment, VIETNAM)
        for days in range(MAX_CLOSED_DAYS + 1):
            day = now.date() + timedelta(days=days)
            for span in self._spans(day):
                begin = datetime.combine(day, span.begin, VIETNAM)
                if begin > now:
                    return begin
        return None

    def _spans(self, day: date) -> tuple[Span, ...]:
        is_holiday = (day.day, day.month) in self.yearly or day in self.holidays
        return () if is_holiday else self.week[day.weekday()]


def parse_office_hours(hours: str, holidays: str = "") -> OfficeHours:
    """Return the hours that two settings say. Raise ValueError, with what is wrong, a sentence."""
    week: list[tuple[Span, ...]] = [()] * 7
    for part in filter(None, map(str.strip, hours.split(";"))):
        days, *spans = part.split()
        for day in _weekdays(days):
            week[day] = tuple(sorted(map(_span, spans), key=lambda span: span.begin))
        if not spans:
            raise ValueError(HOURS_RULE)
    yearly: set[tuple[int, int]] = set()
    single: set[date] = set()
    for part in filter(None, map(str.strip, holidays.split(","))):
        found = HOLIDAY.fullmatch(part)
        if not found:
            raise ValueError(HOLIDAYS_RULE)
        if found[3] is None:
            yearly.add(_yearly(found))
        else:
            single.update(_dates(found))
    return OfficeHours(tuple(week), frozenset(yearly), frozenset(single))


def describe_moment(moment: datetime) -> str:
    """Return "7:30 thứ Hai 07/12"."""
    name = WEEKDAY_NAMES[moment.weekday()]
    return f"{moment.hour}:{moment.minute:02d} {name} {moment:%d/%m}"


def _weekdays(days: str) -> range:
    found = DAYS.fullmatch(days)
    if not found:
        raise ValueError(HOURS_RULE)
    first, last = WEEKDAYS[found[1]], WEEKDAYS[found[2] or found[1]]
    if first > last:
        raise ValueError(HOURS_RULE)
    return range(first, last + 1)


def _span(text: str) -> Span:
    found = SPAN.fullmatch(text)
    if not found:
        raise ValueError(HOURS_RULE)
    try:
        begin = time(int(found[1]), int(found[2]))
        end = time.max if text.endswith("-24:00") else time(int(found[3]), int(found[4]))
    except ValueError as error:
        raise ValueError(HOURS_RULE) from error
    if begin >= end:
        raise ValueError(HOURS_RULE)
    return Span(begin, end)


def _yearly(found: re.Match[str]) -> tuple[int, int]:
    day = _date(LEAP_YEAR, found[2], found[1])
    return day.day, day.month


def _dates(found: re.Match[str]) -> Iterator[date]:
    first = _date(found[3], found[2], found[1])
    last = _date(found[6], found[5], found[4]) if found[4] else first
    if not 0 <= (last - first).days <= MAX_RANGE_DAYS:
        raise ValueError(HOLIDAYS_RULE)
    for days in range((last - first).days + 1):
        yield first + timedelta(days=days)


def _date(year: str | int, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(HOLIDAYS_RULE) from error
