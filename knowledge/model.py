"""The values that knowledge is made of: frozen, without behaviour beyond reading themselves.

Offsets (`start`, `end`) count characters of `Document.text`, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

Status = Literal["answered", "nearest", "clarify", "not_found", "form", "chat", "unavailable"]
#: Statuses of an answer that tells what a text says, be it only as the nearest passage.
TELLING: tuple[Status, ...] = ("answered", "nearest")
PassageKind = Literal["heading", "paragraph", "item", "row", "boilerplate"]
#: The type of a day, for classes with a field that is itself called `date`.
Day = date
#: A fact less likely to be right is a proposal: kept to be confirmed, told by no answer. Chosen on
#: `tests/gold/tune`.
MIN_TOLD = 0.7


@dataclass(frozen=True)
class Metadata:
    """What is known of one issued text, or of an article about one, without its words."""

    id: str
    title: str
    kind: str | None = None
    number: str | None = None
    authority: str | None = None
    place: str | None = None
    years: tuple[int, ...] = ()
    issued: date | None = None
    publisher: str | None = None
    published: date | None = None
    source_title: str | None = None
    source_url: str | None = None
    signer: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    #: The fields that staff entered by hand.
    by_hand: tuple[str, ...] = ()
    #: The file or address it was read from, and what of it may have been misread.
    file: str | None = None
    doubts: tuple[str, ...] = ()
    #: The order in which documents first came to a store; a new version keeps its place.
    added: int = 0
    checksum: str = ""

    def in_force(self, day: date) -> bool:
        """Whether nothing says that the text did not hold on a day.

        `effective_to` is the first day on which it no longer holds.
        """
        started = self.effective_from is None or self.effective_from <= day
        return started and (self.effective_to is None or day < self.effective_to)


@dataclass(frozen=True)
class Document(Metadata):
    """One issued text, or an article about one, whole."""

    text: str = field(kw_only=True)


@dataclass(frozen=True)
class StoredDocument(Metadata):
    """What a store tells of a document without reading its text.

    `revision` is the number of the change that brought it. Its passages have the ids
    `first_passage` to `last_passage`; `length` are the letters of its text and `opening` its first
    ones. `about_places` are the names of the places it is about,
    `about_years` the years it speaks of. `commune_kind` is the kind of commune ("xã") that `place`
    is, empty where it is none.
    """

    revision: int = 0
    first_passage: int = 0
    last_passage: int = 0
    length: int = 0
    opening: str = ""
    about_places: frozenset[str] = frozenset()
    about_years: frozenset[int] = frozenset()
    commune_kind: str = ""

    @property
    def passage_ids(self) -> range:
        """The ids of its passages."""
        return range(self.first_passage, self.last_passage + 1)


#: Stands between the headings above a passage.
HEADING_SEPARATOR = " › "


@dataclass(frozen=True)
class Passage:
    """What is searched: one block of a document that stands alone and remembers its place.

    `number` counts the blocks of the document from 0 and is the anchor `#p<number>` of its page;
    `label` names the provision it belongs to ("mục 2", "Một là"); `heading` the headings above it.
    """

    document_id: str
    number: int
    start: int
    end: int
    kind: PassageKind
    text: str
    label: str = ""
    heading: str = ""
    level: int = 0
    places: tuple[str, ...] = ()

    @property
    def headings(self) -> list[str]:
        """The headings above it, the outermost first."""
        return self.heading.split(HEADING_SEPARATOR) if self.heading else []

    @property
    def nearest_heading(self) -> str:
        """The heading directly above it, empty where there is none."""
        return self.heading.rpartition(HEADING_SEPARATOR)[2]


@dataclass(frozen=True)
class FactDetails:
    """What a fact says beside its name and value; the fact's kind decides which fields are set.

    `indexer/rules/fact_kinds.yaml` lists them. `by_hand` is True for a fact entered by staff.
    """

    person: str = ""
    role: str = ""
    place: str = ""
    authority: str = ""
    text_kind: str = ""
    comparator: str = ""
    change: str = ""
    number: str = ""
    unit: str = ""
    date: Day | None = None
    year: int | None = None
    venue: str = ""
    about: str = ""
    period: str = ""
    launcher: str = ""
    part: int | None = None
    label: str = ""
    short: str = ""
    by_hand: bool = False

    def as_json(self) -> dict[str, str]:
        """Return the fields that are set, each as a string; dates as YYYY-MM-DD."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _as_string(value) for name, value in values.items() if value}

    @classmethod
    def from_json(cls, values: Mapping[str, str]) -> FactDetails:
        """Return details from strings, as a store or a rule's named groups hold them.

        Names that no field has are dropped: a store may have been written by another version.
        """
        known = {field.name for field in fields(cls)}
        given: dict[str, Any] = {name: text for name, text in values.items() if name in known}
        for name, convert in (("date", date.fromisoformat), ("year", int), ("part", int)):
            if name in given:
                given[name] = convert(given[name])
        if "by_hand" in given:
            given["by_hand"] = given["by_hand"] == "true"
        return cls(**given)


def _as_string(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "true" if value is True else str(value)


@dataclass(frozen=True)
class Fact:
    """One thing a document says, with the evidence for it.

    `kind` is a key of `indexer/rules`; `name` is what is said, `value` how much or which;
    `start`..`end` is the sentence or row that says it. `confidence` is the probability of being
    right, 1 for what a form states or a person has entered.
    """

    document_id: str
    kind: str
    name: str
    start: int
    end: int
    value: str = ""
    place: str | None = None
    year: int | None = None
    details: FactDetails = field(default_factory=FactDetails)
    confidence: float = 1.0

    @property
    def is_proposal(self) -> bool:
        """Whether it is too doubtful to be told."""
        return self.confidence < MIN_TOLD


@dataclass(frozen=True)
class Hit:
    """A passage that search found; `score` orders one result list and means nothing beyond it."""

    document: StoredDocument
    passage: Passage
    score: float


@dataclass(frozen=True)
class Subject:
    """What a conversation is about: the last place, year and topic that were named.

    After a question about the law, `aspect` is what it asked and `award` the ids of the awards it
    asked about ("ldtt,cstt"). `document` is the id of the text that the last answer quoted first,
    `asked` the question that a next one may lean on.
    """

    place: str | None = None
    year: int | None = None
    topic: str | None = None
    award: str | None = None
    aspect: str | None = None
    document: str | None = None
    asked: str | None = None


@dataclass(frozen=True)
class Citation:
    """Where a person finds the words: `quote` stands verbatim at `start:end` of the stored text.

    A text of which only rules are known has no quote, no offsets and no page here; `source_url`
    may say where it is.
    """

    document_id: str
    title: str
    number: str | None
    place: str
    quote: str
    start: int
    end: int
    url: str
    source_url: str | None


@dataclass(frozen=True)
class AnswerFact:
    """A name and a value that the answer states; `citation` is an index into its citations."""

    name: str
    value: str
    citation: int


@dataclass(frozen=True)
class Button:
    """A next question: `payload` is the text that is sent when it is pressed."""

    title: str
    payload: str


@dataclass(frozen=True)
class Answer:
    """What every layer passes on unchanged; `about` is how the question was understood.

    `body` is the part of the text that a writer may word anew: neither notices nor sources. It is
    empty where nothing may be, and is not carried on.
    """

    status: Status
    text: str
    as_of: date
    citations: tuple[Citation, ...] = ()
    facts: tuple[AnswerFact, ...] = ()
    buttons: tuple[Button, ...] = ()
    about: Subject = Subject()
    body: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the answer as the JSON object that HTTP and the channels carry."""
        return {
            "status": self.status,
            "text": self.text,
            "citations": [vars(citation) for citation in self.citations],
            "facts": [vars(fact) for fact in self.facts],
            "buttons": [vars(button) for button in self.buttons],
            "about": {name: value for name, value in vars(self.about).items() if value is not None},
            "as_of": self.as_of.isoformat(),
        }
