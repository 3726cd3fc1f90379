"""What a writer is given and gives back: values without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Source:
    """A passage or fact that a sentence may rest on.

    `number` is what the writer names it by: its place among the answer's citations, from 1. `where`
    are the words around it: document, number, place, years, heading.
    """

    number: int
    text: str
    where: str
    in_force: bool


@dataclass(frozen=True)
class WritingRequest:
    """A question, personal data masked, the day it is answered for and what answers it."""

    question: str
    day: date
    sources: tuple[Source, ...]

    def source(self, number: int) -> Source | None:
        """Return the source of a number; None where there is none."""
        return next((one for one in self.sources if one.number == number), None)


@dataclass(frozen=True)
class WrittenSentence:
    """A sentence by a writer, and the numbers of the sources that it says it rests on."""

    text: str
    sources: tuple[int, ...]
