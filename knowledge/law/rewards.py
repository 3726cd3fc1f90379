"""Reward money: so many times the base salary on the day of the decision, rounded up to ten thousand đồng.

Decree 152/2025/NĐ-CP, articles 49 to 55.

>>> money = rewards("ldtt", "individual", date(2026, 11, 21))[0]
>>> money.exact, money.rounded
(759000, 760000)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.law.catalogue import WHO, Multiple, Salary, Who, catalogue

ROUNDED_TO = 10_000


@dataclass(frozen=True)
class Reward:
    """The money for one award and kind of recipient on a day."""

    multiple: Multiple
    salary: Salary

    @property
    def exact(self) -> int:
        """The product in đồng, before rounding."""
        return int((self.multiple.times or Decimal(0)) * self.salary.vnd)

    @property
    def rounded(self) -> int:
        """The product rounded up to ten thousand đồng."""
        return -(-self.exact // ROUNDED_TO) * ROUNDED_TO

    @property
    def verified(self) -> bool:
        """Whether both multiple and salary were read in a source."""
        return self.multiple.state == self.salary.state == "verified"


def salary_on(day: date) -> Salary | None:
    """Give the base salary of a day, nothing where it is not known."""
    return next((salary for salary in catalogue().salaries if salary.span.holds(day)), None)


def multiples_on(award: str, day: date) -> list[Multiple]:
    """Give the multiples of an award on a day; one without `times` says that the text sets no money for it."""
    return [row for row in catalogue().multiples if row.award == award and row.span.holds(day)]


def rewards(award: str, who: Who | None, day: date) -> list[Reward]:
    """Give the money on a day, for one kind of recipient or for each; nothing where it is not known."""
    salary = salary_on(day)
    rows = [row for row in multiples_on(award, day) if row.times is not None and who in (None, row.who)]
    rows.sort(key=lambda row: WHO.index(row.who))
    return [Reward(row, salary) for row in rows] if salary else []


def days_of_change(year: int) -> list[date]:
    """Give the days of a year from which other money holds: its first day, and those of a new salary or decree."""
    starts = {salary.span.start for salary in catalogue().salaries} | {row.span.start for row in catalogue().multiples}
    return sorted({date(year, 1, 1), *(day for day in starts if day and day.year == year)})


def dong(amount: int) -> str:
    """Write an amount as Vietnamese texts do: 2.530.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def times(value: Decimal) -> str:
    """Write a multiple as the decree does: 4,5; 12,0; 2,25."""
    return f"{value.normalize():.2f}".removesuffix("0").replace(".", ",")
