"""The awards of the national law, by kind, all or those that a name means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from knowledge.answering import capitalize_first
from knowledge.language import fold, one_line
from knowledge.law.award_finder import award_finder
from knowledge.law.catalogue import catalogue
from knowledge.law.composers.rules import recipient_names
from knowledge.law.model import Award


@dataclass(frozen=True)
class AwardLine:
    """One award in a list: its name on the day, its level, and whom it is for."""

    id: str
    name: str
    level: str
    recipients: str


@dataclass(frozen=True)
class AwardGroup:
    """The awards of one kind, in the order of the law."""

    kind: str
    awards: tuple[AwardLine, ...]


def award_groups(day: date, typed: str = "") -> tuple[AwardGroup, ...]:
    """Return the awards by kind under their names of a day; with `typed` those that it may mean.

    What is typed may be an abbreviation ("cstđcs"), a former or another name, or part of one.
    """
    awards = _named(typed) if one_line(typed) else catalogue().awards.values()
    grouped = groupby(awards, key=lambda award: award.kind)
    return tuple(
        AwardGroup(capitalize_first(kind), tuple(_line(award, day) for award in members))
        for kind, members in grouped
    )


def _named(typed: str) -> Iterable[Award]:
    meant = {award for mention in award_finder().mentions(typed) for award in mention.awards}
    part = fold(one_line(typed))
    return [
        award
        for award in catalogue().awards.values()
        if award.id in meant or any(part in fold(name) for name in _names(award))
    ]


def _names(award: Award) -> tuple[str, ...]:
    former = (award.former.name,) if award.former else ()
    return (award.name, award.short, award.kind, *award.also, *former)


def _line(award: Award, day: date) -> AwardLine:
    whom = recipient_names(award.recipients) + (" nước ngoài" if award.foreign else "")
    return AwardLine(award.id, award.name_on(day), award.level, whom)
