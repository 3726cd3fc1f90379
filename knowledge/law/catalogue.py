"""What the law says, as data with dates: loaded once from `data/law/`.

Every rule is one statement in our own words with the text and article it rests on, the days it
holds, how far it was verified and where it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, TypeVar

from pydantic import TypeAdapter

from knowledge.data import load_yaml
from knowledge.law.model import (
    Award,
    BaseSalary,
    Family,
    LegalText,
    Movement,
    Multiple,
    Recipient,
    Rule,
)

T = TypeVar("T")
RULE_FILES = ("criteria", "conferring", "procedure", "general")


class Catalogue:
    """All of it, with the ways to look it up."""

    def __init__(self) -> None:
        awards = load_yaml("law/awards.yaml")
        self.awards = {award.id: award for award in _awards(awards["awards"])}
        self.families = TypeAdapter(tuple[Family, ...]).validate_python(awards["families"])
        #: Class ("nhất") → how people write it ("1", "I").
        self.ranks: dict[str, list[str]] = awards["ranks"]
        self.texts = {text.id: text for text in _load("law/texts.yaml", LegalText)}
        self.salaries = _load("law/salaries.yaml", BaseSalary)
        self.multiples = tuple(_multiples(load_yaml("law/rewards.yaml")))
        self.rules = tuple(_rules())
        self.movements = _movements(load_yaml("law/movements.yaml"))
        self._sources: dict[str, Any] = load_yaml("law/sources.yaml")

    def rules_of(
        self, award: str, about: Iterable[str], day: date, recipient: Recipient | None = None
    ) -> list[Rule]:
        """Return the rules on one award that hold on a day.

        `recipient` leaves out the rules meant for others.
        """
        wanted = set(about)
        return [
            rule
            for rule in self._by_award.get(award, ())
            if rule.about in wanted
            and rule.span.holds(day)
            and (recipient is None or rule.recipient in (None, recipient))
        ]

    def general_rules(self, about: Iterable[str], day: date) -> list[Rule]:
        """Return the rules for all awards that hold on a day."""
        wanted = set(about)
        general = (rule for rule in self.rules if not rule.awards and rule.about in wanted)
        return [rule for rule in general if rule.span.holds(day)]

    @cached_property
    def _by_award(self) -> dict[str, list[Rule]]:
        by_award: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for award in rule.awards:
                by_award.setdefault(award, []).append(rule)
        return by_award

    def source_url(self, sources: Iterable[str]) -> str | None:
        """Return the first address among the places where something was read."""
        urls = (self._sources[key]["url"] for key in sources)
        return next((url for url in urls if url), None)

    def source(self, key: str) -> tuple[str, str]:
        """Return the name of a place where something was read, and its address, "" for none."""
        found = self._sources[key]
        return found["name"], found["url"] or ""

    def texts_in_force(self, kind: str, day: date) -> list[LegalText]:
        """Return the texts of a kind that hold on a day, the oldest first."""
        return [t for t in self.texts.values() if t.kind == kind and t.span.holds(day)]


@cache
def catalogue() -> Catalogue:
    """Return the catalogue, loaded on first use."""
    return Catalogue()


def catalogue_wordings() -> list[str]:
    """Return every statement and name of the catalogue: the spelling corrector learns from them."""
    laws = catalogue()
    wordings = [name for award in laws.awards.values() for name in (award.name, *award.also)]
    for aspect in load_yaml("law/aspects.yaml"):
        wordings += [aspect["noun"], *aspect["examples"]]
    for movement in laws.movements:
        wordings += [movement.name, *movement.keywords]
    for rule in laws.rules:
        wordings += [rule.says, *rule.keywords]
    return wordings


def _with_span(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its `from` and `to` as a span."""
    return {**row, "span": {"start": row.get("from"), "end": row.get("to")}}


def _load(name: str, kind: type[T]) -> tuple[T, ...]:
    adapter = TypeAdapter(kind)
    return tuple(adapter.validate_python(_with_span(row)) for row in load_yaml(name))


def _awards(rows: list[dict[str, Any]]) -> tuple[Award, ...]:
    named = [{"short": row["name"], **row} for row in rows]
    return TypeAdapter(tuple[Award, ...]).validate_python(named)


def _movements(rows: list[dict[str, Any]]) -> tuple[Movement, ...]:
    dated = [{**row, "periods": [_with_span(period) for period in row["periods"]]} for row in rows]
    return TypeAdapter(tuple[Movement, ...]).validate_python(dated)


def _rules() -> Iterator[Rule]:
    """Yield rules; what a group says once holds for each rule that does not say otherwise."""
    adapter = TypeAdapter(Rule)
    for name in RULE_FILES:
        for group in load_yaml(f"law/rules/{name}.yaml"):
            shared = {key: value for key, value in group.items() if key != "rules"}
            for row in group["rules"]:
                yield adapter.validate_python(_with_span({**shared, **row}))


def _multiples(tables: dict[str, Any]) -> Iterator[Multiple]:
    """Yield multiples; `of_individual` is a factor on what an individual gets by the same text."""
    adapter = TypeAdapter(Multiple)
    for text, table in tables.items():
        individual: dict[str, Decimal] = {}
        for row in table["rows"]:
            for award in row["awards"]:
                times = _times(row, individual.get(award, Decimal(0)))
                if row["who"] == "individual" and times is not None:
                    individual[award] = times
                shared = {"text": text, "state": table["state"], "sources": table["source"]}
                values = {**shared, "at_most": False, **row, "recipient": row["who"]}
                multiple = {**values, "award": award, "times": times}
                yield adapter.validate_python(multiple | {"span": _with_span(table)["span"]})


def _times(row: dict[str, Any], individual: Decimal) -> Decimal | None:
    if "of_individual" in row:
        return individual * Decimal(str(row["of_individual"]))
    return Decimal(str(row["times"])) if row.get("times") is not None else None
