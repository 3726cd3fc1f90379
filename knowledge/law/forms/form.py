"""A guided conversation: what is asked, how an answer becomes a value, and what comes out.

Values are kept as strings, one a field; "?" says that the person does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.answering import Context, Draft, message
from knowledge.errors import ImpossibleReport, UnclearReport
from knowledge.law.award_finder import award_finder
from knowledge.law.catalogue import catalogue

UNKNOWN = "?"
Values = Mapping[str, str | None]


@dataclass(frozen=True)
class FormField:
    """One thing asked: its slot, the template of the question, buttons, and how to read an answer.

    `read` takes what was typed and the day, and returns the value; it raises UnclearReport with a
    sentence that asks again.
    """

    slot: str
    ask: str
    choices: tuple[str, ...]
    read: Callable[[str, date], str]


@dataclass(frozen=True)
class Form:
    """A guided conversation: `name` is that of the Rasa form, `starts` what begins it."""

    name: str
    starts: re.Pattern[str]
    fields: tuple[FormField, ...]
    required_slots: Callable[[Values], list[str]]
    compose: Callable[[Context, Values], Draft]

    def field(self, slot: str) -> FormField:
        """Return the field of a slot."""
        return next(field for field in self.fields if field.slot == slot)

    def next_field(self, values: Values) -> FormField | None:
        """Return what is to be asked next, None when all is there."""
        open_slots = (slot for slot in self.required_slots(values) if not values.get(slot))
        return next(map(self.field, open_slots), None)


def read_award(typed: str, day: date) -> str:
    """Return the id of the one award that is named; raise UnclearReport for none or several."""
    mentions = award_finder().mentions(typed)
    certain = list(dict.fromkeys(m.awards[0] for m in mentions if len(m.awards) == 1))
    if len(certain) == 1:
        return certain[0]
    if len(certain) > 1:
        raise ImpossibleReport(message("form_one_award"))
    for mention in mentions:
        awards = catalogue().awards
        names = tuple(awards[award].name_on(day) for award in mention.awards)
        text = message("law_which", name=mention.name, names="; ".join(names))
        raise ImpossibleReport(text, names)
    raise UnclearReport(message("form_no_award"))
