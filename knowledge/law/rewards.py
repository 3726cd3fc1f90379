"""Reward money: so many times the base salary on the day of the decision, rounded up.

Decree 152/2025/NĐ-CP, articles 49 to 55.

>>> reward = rewards_of("ldtt", "individual", date(2026, 11, 21))[0]
>>> reward.exact, reward.rounded
(759000, 760000)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.law.catalogue import catalogue
from knowledge.law.model import RECIPIENTS, BaseSalary, Multiple, Recipient
from knowledge.law.parameters import REWARD_ROUNDING


@dataclass(frozen=True)
class Reward:
    """The money for one award and kind of recipient on a day, in đồng."""

    multiple: Multiple
    salary: BaseSalary

    @property
    def exact(self) -> int:
        """The product, before rounding."""
        return int((self.multiple.times or Decimal(0)) * self.salary.vnd)

    @property
    def rounded(self) -> int:
        """The product rounded up to ten thousand đồng."""
        return -(-self.exact // REWARD_ROUNDING) * REWARD_ROUNDING

    @property
    def verified(self) -> bool:
        """Whether both multiple and salary were read in a source."""
        return self.multiple.state == self.salary.state == "verified"


def base_salary_on(day: date) -> BaseSalary | None:
    """Return the base salary of a day, None when it is not known."""
    return next((salary for salary in catalogue().salaries if salary.span.holds(day)), None)


def multiples_on(award: str, day: date) -> list[Multiple]:
    """Return the multiples of an award on a day; one without `times` says that no money is set."""
    return [row for row in catalogue().multiples if row.award == award and row.span.holds(day)]


def rewards_of(award: str, recipient: Recipient | None, day: date) -> list[Reward]:
    """Return the money on a day, for one kind of recipient or for each; [] when not known."""
    salary = base_salary_on(day)
    rows = [
        row
        for row in multiples_on(award, day)
        if row.times is not None and recipient in (None, row.recipient)
    ]
    rows.sort(key=lambda row: RECIPIENTS.index(row.recipient))
    return [Reward(row, salary) for row in rows] if salary else []


def days_of_change(year: int) -> list[date]:
    """Return the days of a year from which other money holds, its first day among them."""
    starts = {salary.span.start for salary in catalogue().salaries}
    starts |= {row.span.start for row in catalogue().multiples}
    return sorted({date(year, 1, 1), *(day for day in starts if day and day.year == year)})


def format_dong(amount: int) -> str:
    """Return an amount as Vietnamese texts write it: 2.530.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def format_multiple(value: Decimal) -> str:
    """Return a multiple as the decree writes it: 4,5; 12,0; 2,25."""
    return f"{value.normalize():.2f}".removesuffix("0").replace(".", ",")
