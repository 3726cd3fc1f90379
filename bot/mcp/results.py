"""What tools return beside their text: values whose schemas are the tools' output schemas.

`hoi` returns the answer of `/api/messages` (bot.dialogue.answers), `danh_hieu` a sheet of the law.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel

from bot.web.responses import DocumentSummary
from knowledge.law import AwardSheet


class FoundPassage(BaseModel):
    """A passage that was found: where it stands in which document, its words, its address."""

    document_id: str
    document: str
    title: str
    number: str | None
    issued: date | None
    place: str
    passage: int
    text: str
    url: str
    source_url: str | None


class Found(BaseModel):
    """Passages, the nearest first; they need not answer what was asked."""

    status: Literal["found", "not_found"]
    passages: list[FoundPassage]


class MarkedPassage(BaseModel):
    """The passage that was asked for; `start` and `end` are its place in the whole text."""

    passage: int
    place: str
    quote: str
    start: int
    end: int


class DocumentPiece(DocumentSummary):
    """A document with the part `start:end` of its text, which has `length` characters.

    `validity` are sentences on the days on which it holds, as of `as_of`.
    """

    as_of: date
    validity: list[str]
    url: str
    length: int
    start: int
    end: int
    text: str
    marked: MarkedPassage | None


class AwardChoice(BaseModel):
    """An award that a name may mean."""

    id: str
    name: str
    level: str
    recipients: str


class AwardAnswer(BaseModel):
    """An award's sheet as of a day, or the awards that are to be chosen from."""

    status: Literal["answered", "clarify"]
    as_of: date
    sheet: AwardSheet | None
    choices: list[AwardChoice]
