"""What a person may do to a draft, each as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class CorrectMetadata:
    """Set fields of the metadata, as typed."""

    fields: Mapping[str, str]


@dataclass(frozen=True)
class SettleDoubt:
    """Strike out a doubt that was looked into."""

    doubt: str


@dataclass(frozen=True)
class ConfirmFacts:
    """Tell proposals from now on; facts by their number."""

    numbers: tuple[int, ...]


@dataclass(frozen=True)
class CorrectFact:
    """Set what a fact says, as typed."""

    number: int
    fields: Mapping[str, str]


@dataclass(frozen=True)
class AddFact:
    """Add a fact, as typed."""

    fields: Mapping[str, str]


@dataclass(frozen=True)
class TakeOutFact:
    """Take a fact out."""

    number: int


Edit = CorrectMetadata | SettleDoubt | ConfirmFacts | CorrectFact | AddFact | TakeOutFact
