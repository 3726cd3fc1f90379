"""Which award comes before which: read from the rules on what one must have had before.

>>> [step.award.id for step in steps_before(catalogue().awards["cstd-bo-tinh"], date(2026, 11, 21))]
['cstd-co-so']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from knowledge.language import fold
from knowledge.law.award_finder import award_finder
from knowledge.law.catalogue import catalogue
from knowledge.law.model import Award, Rule

#: The rules that name what comes before: how often it must have been had, and the criteria.
NAMING_RULES = ("prior", "criteria")
#: "Như Tập thể lao động xuất sắc": an award that another one is like is no step to it.
LIKE = "nhu"


@dataclass(frozen=True)
class Step:
    """An award beside another on the ladder, and the rule that says so."""

    award: Award
    rule: Rule


def steps_before(award: Award, day: date) -> list[Step]:
    """Return the awards that lead to one on a day, for the same kind of recipient, each once."""
    steps: dict[str, Step] = {}
    for rule in catalogue().rules_of(award.id, NAMING_RULES, day):
        for named in _awards_named(rule.says):
            is_another = named.id != award.id and set(named.recipients) & set(award.recipients)
            if is_another:
                steps.setdefault(named.id, Step(named, rule))
    return list(steps.values())


def steps_after(award: Award, day: date) -> list[Step]:
    """Return the awards that one leads to on a day, in the order of the catalogue."""
    return [
        Step(other, step.rule)
        for other in catalogue().awards.values()
        for step in steps_before(other, day)
        if step.award.id == award.id
    ]


@cache
def _awards_named(text: str) -> tuple[Award, ...]:
    """Return the awards that a rule names as had before; cached: all rules are read for each award."""
    return tuple(_had_before(text))


def _had_before(text: str) -> Iterator[Award]:
    for mention in award_finder().mentions(text):
        before = fold(text[: mention.start]).split()
        if len(mention.awards) == 1 and before[-1:] != [LIKE]:
            yield catalogue().awards[mention.awards[0]]
