"""The days on which the legal texts of the catalogue hold, and what is answered of one's validity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.answering import Context
from knowledge.language import fold
from knowledge.law.catalogue import catalogue
from knowledge.law.composers.text_validity import compose_validity
from knowledge.law.model import LegalText, State
from knowledge.law.question import LawQuestion


@dataclass(frozen=True)
class TextDays:
    """A legal text with its half-open days; `start` None is not known, `end` None not known to end."""

    name: str
    title: str
    number: str
    start: date | None
    end: date | None
    state: State


def text_days() -> tuple[TextDays, ...]:
    """Return the legal texts in the order of their first days, those without one last."""
    texts = [
        TextDays(text.name, text.title, text.number, text.span.start, text.span.end, text.state)
        for text in catalogue().texts.values()
    ]
    return tuple(sorted(texts, key=lambda text: (text.start is None, text.start or date.max)))


def validity_of(context: Context, number: str | None) -> str:
    """Return what is answered of the validity of the legal text with a number, on the context's day.

    Empty for a number that the catalogue does not know.
    """
    text = _numbered(number)
    if text is None:
        return ""
    law = LawQuestion((), (), None, context.as_of, texts=(text,))
    return compose_validity(context, law).text


def _numbered(number: str | None) -> LegalText | None:
    wanted = fold(number or "")
    return next((t for t in catalogue().texts.values() if fold(t.number) == wanted), None)
