"""The answer that every layer passes on: made by the knowledge, carried by Rasa, shown by a channel.

The same names, in the same order, stand in the JSON that Rasa sends and `/api/messages` returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.vietnam_time import today

Status = Literal["answered", "nearest", "clarify", "not_found", "form", "chat", "unavailable"]
#: A position in a text, or in a list, counted from 0.
Index = Annotated[int, Field(ge=0, lt=2**31)]


class AnswerPart(BaseModel):
    """Base of the values below: immutable; unknown JSON names are ignored."""

    model_config = ConfigDict(frozen=True)


class Citation(AnswerPart):
    """Where the words stand: `quote` is the stored text at `start:end`.

    A text that is known only by its rules has an empty `quote` and `url`; `source_url` may name
    its source.
    """

    document_id: str
    title: str
    number: str | None
    place: str
    quote: str
    start: Index
    end: Index
    url: str
    source_url: str | None


class AnswerFact(AnswerPart):
    """A name and value that the text states; `citation` is an index into the citations."""

    name: str
    value: str
    citation: Index


class Button(AnswerPart):
    """A next question on offer: `payload` is the text that is sent when it is pressed."""

    title: str
    payload: str


class Answer(AnswerPart):
    """One answer, true for the day `as_of`.

    `about` holds how the question was understood (topic, place, year …), without empty entries.
    """

    status: Status
    text: str
    citations: tuple[Citation, ...]
    facts: tuple[AnswerFact, ...]
    buttons: tuple[Button, ...]
    about: Mapping[str, str | int]
    as_of: date

    def as_json(self) -> dict[str, Any]:
        """Return the answer as a JSON object."""
        return self.model_dump(mode="json")


def plain_answer(status: Status, text: str, as_of: date | None) -> Answer:
    """Return an answer that is only a sentence; `as_of` is today where None."""
    return Answer(
        status=status,
        text=text,
        citations=(),
        facts=(),
        buttons=(),
        about={},
        as_of=as_of or today(),
    )
