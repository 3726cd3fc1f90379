"""What the office itself says: answers of its own, and rules of the law that a person has verified.

Values without behaviour beyond reading themselves, as those of `model.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

CuratedState = Literal["draft", "approved", "withdrawn"]
#: Why an answer of the office is not told on a day.
Silence = Literal["draft", "withdrawn", "not_yet", "over", "expired", "document_gone", "words_gone"]
#: Days before its last one on which an answer of the office is to be looked at again.
REMINDER_DAYS = 30


@dataclass(frozen=True)
class CuratedSource:
    """Where the words of an answer come from: a passage of a stored document, or a web address.

    `quote` stands at `start:end` of the document's text. An address has a `title` or none, and no
    quote.
    """

    document_id: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0
    address: str = ""
    title: str = ""


@dataclass(frozen=True)
class CuratedAnswer:
    """An answer that people of the office have written and approved.

    `wordings` are the questions that it answers. It holds for `places` (names; none: everywhere),
    from `holds_from` to `holds_to`, both days among them, None for an open end; `expires` is the last
    day on which it is told at all. `author` wrote it, `approver`, another person, approved it on
    `approved`: both are names of accounts; people are told `office`, else `approver_name`.
    `revision` is the number of the store's change that brought it, 0 before it is stored.
    """

    id: str
    wordings: tuple[str, ...]
    text: str
    sources: tuple[CuratedSource, ...] = ()
    places: tuple[str, ...] = ()
    holds_from: date | None = None
    holds_to: date | None = None
    expires: date | None = None
    state: CuratedState = "draft"
    author: str = ""
    approver: str = ""
    approver_name: str = ""
    approved: date | None = None
    office: str = ""
    revision: int = 0

    @property
    def signed_by(self) -> str:
        """Whose answer it is, as people are told."""
        return self.office or self.approver_name or self.approver

    @property
    def last_day(self) -> date | None:
        """The last day on which it is told; None where nothing ends it."""
        return min((day for day in (self.holds_to, self.expires) if day), default=None)

    def is_ending(self, day: date) -> bool:
        """Whether it is told on a day and ends within `REMINDER_DAYS`: its reminder is due."""
        last = self.last_day
        is_told = self.silence_on(day) is None
        return is_told and last is not None and last - day <= timedelta(days=REMINDER_DAYS)

    def silence_on(self, day: date) -> Silence | None:
        """Return why it is not told on a day, as far as it says itself; None where it is."""
        if self.state != "approved":
            return self.state
        if self.holds_from and day < self.holds_from:
            return "not_yet"
        if self.expires and day > self.expires:
            return "expired"
        return "over" if self.holds_to and day > self.holds_to else None


@dataclass(frozen=True)
class RuleVerification:
    """That a person has compared a rule of the law with its source.

    `rule` is the id of the rule (`knowledge.law.rule_id`), which changes with its words. `place` is
    the article as read, `address` where; `verifier` who did it on `day`. What was taken back is not
    `is_valid`.
    """

    rule: str
    verifier: str
    place: str
    address: str
    day: date
    is_valid: bool = True
    revision: int = field(default=0, compare=False)
