"""What these pages ask of the knowledge, which they do not import: `bot/assembly/office.py` gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Source:
    """Where an answer's words come from: a quote of a stored document, or a web address.

    `key` names a quote in a form, with what it says: words that have changed since are noticed.
    """

    key: str = ""
    title: str = ""
    place: str = ""
    quote: str = ""
    address: str = ""
    url: str = ""


@dataclass(frozen=True)
class AnswerFields:
    """What staff fill in; `id` "" stands for a new answer, `revision` is that which was shown."""

    id: str = ""
    revision: int = 0
    wordings: tuple[str, ...] = ()
    text: str = ""
    quotes: tuple[str, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()
    holds_from: date | None = None
    holds_to: date | None = None
    expires: date | None = None
    office: str = ""


@dataclass(frozen=True)
class OfficeAnswer:
    """An answer as these pages show it.

    `standing` is "told", or why it is not told today; `is_ending` that it soon is not any more.
    """

    fields: AnswerFields
    state: str
    standing: str
    is_ending: bool
    author: str
    approver: str
    approved: date | None
    last_day: date | None
    sources: tuple[Source, ...]

    @property
    def id(self) -> str:
        """The id of the answer."""
        return self.fields.id


class OfficeAnswers(Protocol):
    """The office's own answers. What cannot be done raises InvalidMessage with a sentence."""

    def all(self) -> Sequence[OfficeAnswer]:
        """Return every answer."""
        ...

    def get(self, answer_id: str) -> OfficeAnswer:
        """Return one answer."""
        ...

    def save(self, fields: AnswerFields, author: str) -> OfficeAnswer:
        """Keep a draft."""
        ...

    def approve(self, answer_id: str, revision: int, approver: str, name: str) -> OfficeAnswer:
        """Let an answer be told; `approver` is an account, `name` whom people are told."""
        ...

    def withdraw(self, answer_id: str, revision: int) -> OfficeAnswer:
        """Tell an answer no more."""
        ...

    def nearest(self, question: str) -> Sequence[Source]:
        """Return the passages nearest to a question."""
        ...

    def quoted(self, keys: Sequence[str]) -> Sequence[Source]:
        """Return the passages that keys of a form name, those that still say the same."""
        ...
