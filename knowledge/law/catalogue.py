"""What the law says, as data with dates: loaded once from `data/law/`.

Every rule is one statement in our own words with the text and article it rests on, the days it holds, how far it was
verified and where it was read. Days are half-open: a rule holds from `start` on and no longer on `end`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Literal

from knowledge.gazetteer import load_yaml

State = Literal["verified", "partly", "unverified"]
Who = Literal["individual", "collective", "household"]
WHO: tuple[Who, ...] = ("individual", "collective", "household")
RULE_FILES = ("criteria", "conferring", "procedure", "general")
#: The first day of the oldest law that is known here.
FIRST_DAY = date(2004, 7, 1)


@dataclass(frozen=True)
class Span:
    """Half-open days; an open end is not known to end, an open start is not known."""

    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Statement:
    """Words that rest on a place of a legal text."""

    text: str
    place: str
    says: str = ""


@dataclass(frozen=True)
class LegalText:
    """A law, decree, circular or decision; relations are ids of other texts."""

    id: str
    kind: str
    number: str
    title: str
    issued: date | None
    span: Span
    state: State
    held: bool
    amends: str | None
    amended_by: str | None
    implements: str | None
    replaces: tuple[str, ...]
    replaced_by: str | None
    in_force_by: Statement | None
    ended_by: Statement | None
    ends_by: Statement | None
    transition: Statement | None
    note: str

    @property
    def name(self) -> str:
        """Kind and number: "Nghị định 152/2025/NĐ-CP"."""
        return f"{self.kind} {self.number}"


@dataclass(frozen=True)
class Award:
    """A title of emulation or a form of commendation; `article` is that of the Law of 2022."""

    id: str
    name: str
    short: str
    kind: str
    level: str
    who: tuple[Who, ...]
    foreign: bool
    article: str
    state: State
    also: tuple[str, ...]
    wrong: tuple[str, ...]
    former: str | None
    former_until: date | None

    def named(self, day: date) -> str:
        """Give the short name it had on a day."""
        return self.former if self.former and self.former_until and day < self.former_until else self.short


@dataclass(frozen=True)
class Family:
    """Awards that share a name until level or class is said."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One statement of the law about some awards, or about all when `awards` is empty."""

    about: str
    says: str
    awards: tuple[str, ...]
    who: Who | None
    text: str | None
    place: str
    span: Span
    state: State
    sources: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Multiple:
    """How many times the base salary an award brings; `times` is none where the text sets no money for it."""

    award: str
    who: Who
    times: Decimal | None
    at_most: bool
    text: str
    place: str
    span: Span
    state: State
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Salary:
    """The base salary in đồng a month."""

    vnd: int
    text: str
    span: Span
    state: State
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Period:
    """One period of a national movement and the text that carries it."""

    span: Span
    plan: str | None


@dataclass(frozen=True)
class Movement:
    """A movement for the whole country."""

    id: str
    name: str
    launcher: str
    launched: date | None
    periods: tuple[Period, ...]
    state: State
    note: str
    keywords: tuple[str, ...]
    url: str | None


class Catalogue:
    """All of it, with the ways to look it up."""

    def __init__(self) -> None:
        rows = load_yaml("law/awards.yaml")
        self.awards: dict[str, Award] = {row["id"]: _award(row) for row in rows["awards"]}
        self.families = tuple(Family(row["name"], tuple(row["members"])) for row in rows["families"])
        self.ranks: dict[str, list[str]] = rows["ranks"]
        self.texts: dict[str, LegalText] = {row["id"]: _text(row) for row in load_yaml("law/texts.yaml")}
        self.salaries = tuple(_salary(row) for row in load_yaml("law/salaries.yaml"))
        self.multiples = tuple(_multiples(load_yaml("law/rewards.yaml")))
        self.rules = tuple(rule for name in RULE_FILES for rule in _rules(load_yaml(f"law/rules/{name}.yaml")))
        self.movements = tuple(_movement(row) for row in load_yaml("law/movements.yaml"))
        self._sources: dict[str, Any] = load_yaml("law/sources.yaml")

    def rules_of(self, award: str, about: Iterable[str], day: date, who: Who | None = None) -> list[Rule]:
        """Give the rules on one award that hold on a day; `who` leaves out those meant for others."""
        wanted = set(about)
        return [
            rule
            for rule in self._by_award.get(award, ())
            if rule.about in wanted and rule.span.holds(day) and (who is None or rule.who in (None, who))
        ]

    def general(self, about: Iterable[str], day: date) -> list[Rule]:
        """Give the rules for all awards that hold on a day."""
        wanted = set(about)
        return [rule for rule in self.rules if not rule.awards and rule.about in wanted and rule.span.holds(day)]

    @cached_property
    def _by_award(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for award in rule.awards:
                found.setdefault(award, []).append(rule)
        return found

    def url(self, sources: Iterable[str]) -> str | None:
        """Give the first address among the places where something was read."""
        return next((self._sources[key]["url"] for key in sources if self._sources[key]["url"]), None)

    def in_force(self, kind: str, day: date) -> list[LegalText]:
        """Give the texts of a kind that hold on a day, the oldest first."""
        return [text for text in self.texts.values() if text.kind == kind and text.span.holds(day)]


def wordings() -> list[str]:
    """Give everything the catalogue says and every name in it: the speller learns from it."""
    held = catalogue()
    names = [name for award in held.awards.values() for name in (award.name, *award.also)]
    names += [wording for row in load_yaml("law/aspects.yaml") for wording in (row["noun"], *row["examples"])]
    names += [word for movement in held.movements for word in (movement.name, *movement.keywords)]
    return names + [wording for rule in held.rules for wording in (rule.says, *rule.keywords)]


@cache
def catalogue() -> Catalogue:
    """Give the catalogue, read on first use."""
    return Catalogue()


def _span(row: dict[str, Any]) -> Span:
    return Span(row.get("from"), row.get("to"))


def _statement(row: dict[str, Any] | None) -> Statement | None:
    return Statement(row["text"], row["place"], row.get("says", "")) if row else None


def _text(row: dict[str, Any]) -> LegalText:
    return LegalText(
        row["id"], row["kind"], row["number"], row["title"], row["issued"], _span(row), row["state"], row["held"],
        row.get("amends"), row.get("amended_by"), row.get("implements"), tuple(row.get("replaces", ())),
        row.get("replaced_by"), _statement(row.get("in_force_by")), _statement(row.get("ended_by")),
        _statement(row.get("ends_by")), _statement(row.get("transition")), row.get("note") or "",
    )  # fmt: skip


def _award(row: dict[str, Any]) -> Award:
    former = row.get("former") or {}
    return Award(
        row["id"], row["name"], row.get("short", row["name"]), row["kind"], row["level"], tuple(row["for"]),
        row.get("foreign", False), row["article"], row["state"], tuple(row["also"]), tuple(row.get("wrong", ())),
        former.get("name"), former.get("until"),
    )  # fmt: skip


def _salary(row: dict[str, Any]) -> Salary:
    return Salary(row["vnd"], row["text"], _span(row), row["state"], tuple(row["source"]))


def _rules(groups: list[dict[str, Any]]) -> Iterator[Rule]:
    """Yield rules; what a group says once holds for each of its rules that does not say otherwise."""
    for group in groups:
        shared = {key: value for key, value in group.items() if key != "rules"}
        for own in group["rules"]:
            row = {**shared, **own}
            yield Rule(
                row["about"], row["says"], tuple(row.get("awards", ())), row.get("for"), row["text"], row["place"],
                _span(row), row["state"], tuple(row["source"]), tuple(row.get("keywords", ())),
            )  # fmt: skip


def _multiples(tables: dict[str, Any]) -> Iterator[Multiple]:
    for text, table in tables.items():
        alone: dict[str, Decimal] = {}
        for row in table["rows"]:
            for award in row["awards"]:
                times = Decimal(str(row["times"])) if row.get("times") is not None else None
                if "of_individual" in row:
                    times = alone[award] * Decimal(str(row["of_individual"]))
                elif row["who"] == "individual" and times is not None:
                    alone[award] = times
                yield Multiple(
                    award, row["who"], times, row.get("at_most", False), text, row["place"], _span(table),
                    row.get("state", table["state"]), tuple(table["source"]),
                )  # fmt: skip


def _movement(row: dict[str, Any]) -> Movement:
    periods = tuple(Period(_span(period), period["plan"]) for period in row["periods"])
    return Movement(
        row["id"], row["name"], row["launcher"], row["launched"], periods, row["state"], row["note"] or "",
        tuple(row["keywords"]), row["url"],
    )  # fmt: skip
