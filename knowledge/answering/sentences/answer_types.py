"""Whether a text gives the type of answer that a question asks for: a day, a figure, a person."""

from __future__ import annotations

import re

from knowledge.language import DOCUMENT_NUMBER, YEAR, YEAR_RANGE, dates_in
from knowledge.understanding import Question

#: "8. " before a part is no figure.
PART_NUMBER = re.compile(r"^\s*\d{1,2}\s*[.)]\s")
#: Types of answer that are figures; those that have a feature of their own.
FIGURES = ("number", "rank", "percent", "money")
TYPES = ("reason", "money", "percent", "date", "number", "person", "place")


def type_features(question: Question, text: str) -> list[float]:
    """Return 1 or 0 for whether the type shows, and whether it lacks; 1, -1 or 0 for each of TYPES."""
    given = gives_type(question, text)
    asked = question.answer_type.type if question.answer_type else ""
    sign = {True: 1.0, False: -1.0, None: 0.0}[given]
    own = [sign if name == asked else 0.0 for name in TYPES]
    return [float(given is True), float(given is False), *own]


def gives_type(question: Question, text: str) -> bool | None:
    """Whether a text gives the type of answer asked for; None when the question asks for none.

    A year, a day or a document's number is no figure.
    """
    answer_type = question.answer_type
    if answer_type is None:
        return None
    if answer_type.type in FIGURES:
        for day in reversed(dates_in(text, year=2000)):
            text = text[: day.start] + text[day.end :]
        for pattern in (YEAR_RANGE, YEAR, DOCUMENT_NUMBER, PART_NUMBER):
            text = pattern.sub("", text)
    return bool(answer_type.shows.search(text))
