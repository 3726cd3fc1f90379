"""The values that knowledge is made of: frozen, without behaviour beyond reading themselves.

Offsets (`start`, `end`) count characters of `Document.text`, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Status = Literal["answered", "clarify", "not_found", "form", "chat", "unavailable"]
PassageKind = Literal["heading", "paragraph", "item", "row", "boilerplate"]


@dataclass(frozen=True)
class Document:
    """One issued text, or an article about one."""

    id: str
    title: str
    text: str
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
    #: The file or address it was read from, and what of it may have been read wrongly.
    file: str | None = None
    doubts: tuple[str, ...] = ()
    #: Counts the documents of a store in the order they first came; a replaced one keeps its place.
    added: int = 0
    checksum: str = ""

    def in_force(self, day: date) -> bool:
        """Tell whether nothing says that the text did not hold on a day; `effective_to` is the first day it did not."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day < self.effective_to)


@dataclass(frozen=True)
class Passage:
    """What is searched: one block of a document that stands alone and remembers where it stood.

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


@dataclass(frozen=True)
class Fact:
    """One thing a document says, with the evidence for it.

    `kind` is a key of `indexer/rules`; `name` is what is said, `value` how much or which;
    `start`..`end` is the sentence or row that says it.
    """

    document_id: str
    kind: str
    name: str
    start: int
    end: int
    value: str = ""
    place: str | None = None
    year: int | None = None
    details: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Hit:
    """A passage that search found, best first; `score` orders one result list and means nothing beyond it."""

    document: Document
    passage: Passage
    score: float


@dataclass(frozen=True)
class Subject:
    """What a conversation is about: the last place, year and topic that were named.

    When the last question was about the law, `aspect` tells what it asked and `award` of which awards ("ldtt,cstt").
    """

    place: str | None = None
    year: int | None = None
    topic: str | None = None
    award: str | None = None
    aspect: str | None = None


@dataclass(frozen=True)
class Citation:
    """Where a person finds the words: `quote` stands verbatim at `start:end` of the stored text.

    A text that is known only by its rules has no quote, no offsets and no page here; `source_url` may tell where it is.
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
    """What every layer passes on unchanged and channels render; `about` tells how the question was understood."""

    status: Status
    text: str
    as_of: date
    citations: tuple[Citation, ...] = ()
    facts: tuple[AnswerFact, ...] = ()
    buttons: tuple[Button, ...] = ()
    about: Subject = Subject()

    def as_json(self) -> dict[str, Any]:
        """Give the answer as the JSON object of the architecture page."""
        return {
            "status": self.status,
            "text": self.text,
            "citations": [vars(citation) for citation in self.citations],
            "facts": [vars(fact) for fact in self.facts],
            "buttons": [vars(button) for button in self.buttons],
            "about": {name: value for name, value in vars(self.about).items() if value is not None},
            "as_of": self.as_of.isoformat(),
        }
