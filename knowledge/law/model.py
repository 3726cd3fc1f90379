"""The entries of the catalogue: legal texts, awards, rules, money, national movements.

Days are half-open: an entry holds from `start` on and no longer on `end`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

State = Literal["verified", "partly", "unverified"]
Recipient = Literal["individual", "collective", "household"]
RECIPIENTS: tuple[Recipient, ...] = ("individual", "collective", "household")
#: The first day of the oldest law that is known here.
FIRST_DAY = date(2004, 7, 1)
#: A text that may be left out.
OptionalText = Annotated[str, BeforeValidator(lambda value: value or "")]


@dataclass(frozen=True)
class Span:
    """Half-open days; an open end is not known to end, an open start is not known."""

    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        started = self.start is None or self.start <= day
        return started and (self.end is None or day < self.end)


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
    amends: str | None = None
    amended_by: str | None = None
    implements: str | None = None
    replaces: tuple[str, ...] = ()
    replaced_by: str | None = None
    in_force_by: Statement | None = None
    ended_by: Statement | None = None
    ends_by: Statement | None = None
    transition: Statement | None = None
    note: OptionalText = ""

    @property
    def name(self) -> str:
        """Kind and number: "Nghị định 152/2025/NĐ-CP"."""
        return f"{self.kind} {self.number}"


@dataclass(frozen=True)
class FormerName:
    """The name an award had before a day."""

    name: str
    until: date


@dataclass(frozen=True)
class Award:
    """A title of emulation or a form of commendation; `article` is that of the Law of 2022."""

    id: str
    name: str
    short: str
    kind: str
    level: str
    recipients: Annotated[tuple[Recipient, ...], Field(validation_alias="for")]
    article: str
    state: State
    also: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    foreign: bool = False
    former: FormerName | None = None

    def name_on(self, day: date) -> str:
        """Return the short name it had on a day."""
        return self.former.name if self.former and day < self.former.until else self.short


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
    text: str | None
    place: str
    span: Span
    state: State
    sources: Annotated[tuple[str, ...], Field(validation_alias="source")]
    awards: tuple[str, ...] = ()
    recipient: Annotated[Recipient | None, Field(validation_alias="for")] = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Multiple:
    """How many times the base salary an award brings; None where the text sets no money for it."""

    award: str
    recipient: Recipient
    times: Decimal | None
    at_most: bool
    text: str
    place: str
    span: Span
    state: State
    sources: tuple[str, ...]


@dataclass(frozen=True)
class BaseSalary:
    """The base salary in đồng a month."""

    vnd: int
    text: str
    span: Span
    state: State
    sources: Annotated[tuple[str, ...], Field(validation_alias="source")]


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
    note: OptionalText
    keywords: tuple[str, ...]
    url: str | None
