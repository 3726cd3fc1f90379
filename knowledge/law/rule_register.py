"""The door to the rules of the law: how sure each is, and that a person has verified it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from knowledge.errors import InvalidAnswer
from knowledge.language import normalize, one_line
from knowledge.law.catalogue import catalogue
from knowledge.law.composers.rules import RECIPIENT_NAMES
from knowledge.law.model import BaseSalary, Multiple, Rule, Span, State
from knowledge.law.question import aspects
from knowledge.law.rewards import format_dong, format_multiple
from knowledge.law.verification import Entry, rule_id
from knowledge.office import RuleVerification
from knowledge.storage import Store, VerificationTable
from knowledge.web_address import NOT_AN_ADDRESS, is_source_address

#: Letters of a name or an article, and of an address.
MAX_NAME = 200
SALARY = "base_salary"


@dataclass(frozen=True)
class RegisteredRule:
    """A rule as people look it up: what it says, of which awards, where it stands, how sure it is.

    `state` is that of the catalogue; `verification` what a person has said since, if anything.
    """

    id: str
    about: str
    awards: tuple[str, ...]
    says: str
    text: str
    place: str
    span: Span
    state: State
    sources: tuple[tuple[str, str], ...]
    verification: RuleVerification | None = None

    @property
    def is_verified(self) -> bool:
        """Whether it is told without the line that it must be checked."""
        return self.state == "verified" or self.verification is not None


class RuleRegister:
    """The rules of the law with what people have verified in a store."""

    def __init__(self, store: Store) -> None:
        self._table = VerificationTable(store)

    def all(self) -> list[RegisteredRule]:
        """Return every rule, multiple and base salary, in the catalogue's order."""
        held = self._held()
        return [_registered(rule, entry, held.get(rule)) for rule, entry in _entries().items()]

    def get(self, rule: str) -> RegisteredRule:
        """Return one rule; raise InvalidAnswer where there is none."""
        return _registered(rule, _entry(rule), self._held().get(rule))

    def _held(self) -> dict[str, RuleVerification]:
        return {one.rule: one for one in self._table.all() if one.is_valid}

    def verify(self, rule: str, verifier: str, place: str, address: str, day: date) -> None:
        """Say that a person has compared a rule with its source. Raise InvalidAnswer.

        `place` is the article as read, `address` where it was read, "" for a text on paper.
        """
        _entry(rule)
        place, verifier = one_line(normalize(place)), one_line(normalize(verifier))
        address = address.strip()
        if not place or not verifier or max(len(place), len(verifier)) > MAX_NAME:
            raise InvalidAnswer("Phải ghi điều khoản đã đối chiếu và tên người đối chiếu.")
        if address and not is_source_address(address):
            raise InvalidAnswer(NOT_AN_ADDRESS)
        self._table.put(RuleVerification(rule, verifier, place, address, day))

    def take_back(self, rule: str, verifier: str, day: date) -> None:
        """Let a rule be as sure as the catalogue has it. Raise InvalidAnswer."""
        if self.get(rule).verification is None:
            raise InvalidAnswer("Quy định này chưa có ai đối chiếu.")
        self._table.put(RuleVerification(rule, verifier, "", "", day, is_valid=False))


@cache
def _entries() -> dict[str, Entry]:
    laws = catalogue()
    entries: Iterator[Entry] = iter((*laws.rules, *laws.multiples, *laws.salaries))
    return {rule_id(entry): entry for entry in entries}


def _entry(rule: str) -> Entry:
    if (entry := _entries().get(rule)) is None:
        raise InvalidAnswer("Không có quy định nào mang mã này.")
    return entry


def _registered(rule: str, entry: Entry, verification: RuleVerification | None) -> RegisteredRule:
    laws = catalogue()
    about, awards, says = _told(entry)
    text = laws.texts[entry.text].name if entry.text else ""
    return RegisteredRule(
        id=rule,
        about=aspects()[about].noun if about in aspects() else about,
        awards=tuple(laws.awards[award].short for award in awards),
        says=says,
        text=text,
        place="" if isinstance(entry, BaseSalary) else entry.place,
        span=entry.span,
        state=entry.state,
        sources=tuple(laws.source(key) for key in entry.sources),
        verification=verification,
    )


def _told(entry: Entry) -> tuple[str, tuple[str, ...], str]:
    """Return what an entry is about, the awards it is of, and what it says."""
    if isinstance(entry, Rule):
        return entry.about, entry.awards, entry.says
    if isinstance(entry, BaseSalary):
        return SALARY, (), f"{format_dong(entry.vnd)} một tháng"
    return "money", (entry.award,), _multiple_line(entry)


def _multiple_line(entry: Multiple) -> str:
    who = RECIPIENT_NAMES[entry.recipient]
    if entry.times is None:
        return f"{who}: không ấn định mức tiền"
    at_most = "không quá " if entry.at_most else ""
    return f"{who}: {at_most}{format_multiple(entry.times)} lần mức lương cơ sở"
