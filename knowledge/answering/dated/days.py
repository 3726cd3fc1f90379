"""Which day documents speak for, and which time a question asks about."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date

from knowledge.answering.draft import Context
from knowledge.language import dates_in, fold, months_in
from knowledge.model import Fact, Metadata
from knowledge.understanding import FIRST_CAMPAIGN_YEAR, Question


def day_of(document: Metadata) -> date | None:
    """Return the day on which a document was issued or published."""
    return document.issued or document.published


def days_named(question: Question) -> list[date]:
    """Return the days that a question names, else the last days of the months."""
    days = [one.day for one in dates_in(question.text)] or months_in(fold(question.text))
    return [day for day in days if day.year >= FIRST_CAMPAIGN_YEAR]


def digits_of(days: Iterable[date]) -> set[str]:
    """Return the numbers by which days are written."""
    numbers = {number for day in days for number in (day.day, day.month, day.year)}
    return {*map(str, numbers), *(f"{number:02}" for number in numbers)}


def years_asked(context: Context) -> range:
    """Return the years that a question asks about, without any that of today.

    One that goes on about a question of an earlier year asks of that year, unless it says "now".
    """
    question, today = context.question, context.as_of
    if period := question.period:
        first, last = sorted(map(int, period.split("-")))
        return range(first, last + 1)
    before = () if "now" in question.modes else context.asked.years
    named = [day.year for day in days_named(question)]
    years = named or question.years or before or (today.year,)
    return range(min(years), max(years) + 1)


def time_asked(context: Context) -> date:
    """Return the last day of what a question asks about, today where that is not over yet."""
    if days := days_named(context.question):
        return days[-1]
    years = years_asked(context)
    return context.as_of if context.as_of.year in years else date(years[-1], 12, 31)


def latest(
    context: Context, facts: Sequence[Fact], key: Callable[[Fact], Hashable] = lambda _: None
) -> list[Fact]:
    """Return of the facts with one key those of the newest day that is not after the time asked about.

    Where all are later, those of the earliest. A document without a day is older than any.
    """
    until = time_asked(context)
    days = {fact.document_id: _day_to_sort_by(context, fact) for fact in facts}
    best: dict[Hashable, date] = {}
    for fact in facts:
        day, other = days[fact.document_id], best.get(key(fact))
        if other is None or _comes_before(day, other, until):
            best[key(fact)] = day
    return [fact for fact in facts if days[fact.document_id] == best[key(fact)]]


def _day_to_sort_by(context: Context, fact: Fact) -> date:
    document = context.snapshot.documents[fact.document_id]
    return day_of(document) or date.min


def _comes_before(day: date, other: date, until: date) -> bool:
    """Whether a day says more of `until` than another one."""
    if (day <= until) != (other <= until):
        return day <= until
    return day > other if day <= until else day < other
