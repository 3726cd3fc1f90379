"""What the console shows of a document and of its versions: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Sign = Literal["same", "added", "removed"]
State = Literal["published", "withdrawn"]


@dataclass(frozen=True)
class FieldView:
    """A field of the metadata: its name, what it is called, its value as typed."""

    name: str
    label: str
    value: str
    by_hand: bool


@dataclass(frozen=True)
class DetailView:
    """A detail that facts of a kind may have: its name, what it is called, its value as typed."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class FactView:
    """A fact; `start`..`end` is its evidence in the text, `percent` how sure its reading is."""

    number: int
    kind: str
    kind_name: str
    name: str
    value: str
    place: str
    year: str
    details: tuple[DetailView, ...]
    quote: str
    start: int
    end: int
    percent: int
    is_proposal: bool
    by_hand: bool
    is_typed: bool

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """What is known of it beside its name and value, each with what it is called."""
        details = ((one.label, one.value) for one in self.details)
        told = (("nơi", self.place), ("năm", self.year), *details)
        return tuple((label, value) for label, value in told if value)


@dataclass(frozen=True)
class DocumentView:
    """A document as it was read and corrected."""

    id: str
    title: str
    place: str | None
    years: tuple[int, ...]
    fields: tuple[FieldView, ...]
    doubts: tuple[str, ...]
    facts: tuple[FactView, ...]
    text: str


@dataclass(frozen=True)
class PartView:
    """Words that came, went or stayed."""

    sign: Sign
    text: str


@dataclass(frozen=True)
class LineView:
    """A line that came, went or stayed."""

    sign: Sign
    parts: tuple[PartView, ...]


@dataclass(frozen=True)
class DifferenceView:
    """What differs between two versions; `fields` are label, before, after."""

    fields: tuple[tuple[str, str, str], ...]
    added: tuple[FactView, ...]
    removed: tuple[FactView, ...]
    hunks: tuple[tuple[LineView, ...], ...]

    @property
    def are_none(self) -> bool:
        """Whether both say the same."""
        return not (self.fields or self.added or self.removed or self.hunks)


@dataclass(frozen=True)
class VersionView:
    """A version; `at` is 0 where that is not known, `by` empty for the command line."""

    number: int
    at: float
    by: str
    edited_by: str
    note: str
    withdrawn_at: float | None
    withdrawn_by: str
    withdrawn_note: str
    is_present: bool
    is_kept: bool


@dataclass(frozen=True)
class LastChange:
    """Who last published or withdrew a document, and when; empty and 0 where that is not known."""

    at: float
    by: str


@dataclass(frozen=True)
class ListedDocument:
    """A document that is published or was withdrawn."""

    id: str
    title: str
    number: str
    place: str | None
    years: tuple[int, ...]
    state: State


@dataclass(frozen=True)
class Picture:
    """A page as a JPEG, and how many pages its file has."""

    content: bytes
    page_count: int


@dataclass(frozen=True)
class Edited:
    """A draft after an edit: packed, its row's columns, and the fields that changed, for the trail."""

    packed: bytes
    title: str
    place: str | None
    years: tuple[int, ...]
    before: Mapping[str, object]
    after: Mapping[str, object]
    #: Of what places facts came about which the facts before said nothing there.
    fact_places: frozenset[str | None] = frozenset()


@dataclass(frozen=True)
class ReadDocument:
    """A document that was read from a file, packed."""

    id: str
    packed: bytes
    title: str
    place: str | None
    years: tuple[int, ...]
