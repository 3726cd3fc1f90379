"""What a question names: two questions that name other things are not the same, however alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge.answering import resolve_years
from knowledge.language import dates_in, fold
from knowledge.law import parse_law_question
from knowledge.model import Subject
from knowledge.understanding import Question

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NEGATION = re.compile(r"\b(?:khong|chua|ko|chang|cha)\b(?! (?:a|vay|the|nhi|nua)?\W*$)")
#: What asks for a yes or no at the end: "… có được không?" denies nothing.
ASKING = re.compile(r"\b(?:khong|ko|k|hong|hem|chua)\b[\w\s]{0,12}\W*$")
#: Ways of asking after which another thing is wanted.
TELLING_MODES = frozenset(("compare", "which_places", "summarize", "follow_up"))


@dataclass(frozen=True)
class Signature:
    """The names in a question, and the kind of thing that it asks for.

    `places` are names of places, `topics` those of campaigns, `aspects` what is asked of the law,
    `texts` numbers of documents and ids of legal texts, `numbers` all other figures.
    """

    places: frozenset[str]
    years: frozenset[int]
    period: str | None
    topics: tuple[str, ...]
    awards: frozenset[str]
    unknown_award: str | None
    aspects: tuple[str, ...]
    recipient: str | None
    texts: frozenset[str]
    numbers: frozenset[str]
    days: frozenset[date]
    answer_type: str | None
    modes: frozenset[str]
    is_denied: bool

    def agrees(self, other: Signature) -> bool:
        """Whether nothing that one question names is other than what the other names.

        Places are compared by whoever knows where an answer holds.
        """
        return (
            (self.years, self.period, self.days) == (other.years, other.period, other.days)
            and (self.awards, self.unknown_award) == (other.awards, other.unknown_award)
            and (self.texts, self.numbers) == (other.texts, other.numbers)
            and (self.recipient, self.modes) == (other.recipient, other.modes)
            and self.is_denied == other.is_denied
            and self.answer_type in (None, other.answer_type)
            and _is_alike(self.topics, other.topics)
            and _is_alike(self.aspects, other.aspects)
        )


def read_signature(question: Question, subject: Subject, as_of: date) -> Signature:
    """Return what a question names, on a day and in a conversation."""
    law = parse_law_question(question, as_of)
    dated = resolve_years(question, subject, as_of)
    answer_type = question.answer_type
    return Signature(
        places=frozenset(p.name for p in (*question.places, *question.ambiguous_places)),
        years=frozenset(dated.years or _year_spoken_of(question, subject)),
        period=question.period,
        topics=tuple(topic.topic for topic in question.topics),
        awards=frozenset(award for mention in law.mentions for award in mention.awards),
        unknown_award=law.unknown_award and fold(law.unknown_award),
        aspects=tuple(aspect.aspect for aspect in law.aspects),
        recipient=law.recipient,
        texts=frozenset((*question.document_numbers, *(text.id for text in law.texts))),
        numbers=_numbers(question),
        days=frozenset(mention.day for mention in dates_in(question.text, as_of.year)),
        answer_type=answer_type.type if answer_type else None,
        modes=question.modes & TELLING_MODES,
        is_denied=_is_denied(fold(question.text)),
    )


def _year_spoken_of(question: Question, subject: Subject) -> tuple[int, ...]:
    """Return the year that a question on a campaign goes on about: it names neither place nor year."""
    goes_on = bool(question.topics) and not question.places
    return (subject.year,) if goes_on and subject.year else ()


def _numbers(question: Question) -> frozenset[str]:
    """Return the figures of a question, "05" as "5"; years are named apart."""
    years = {str(year) for year in question.years}
    found = {number.lstrip("0") or "0" for number in NUMBER.findall(question.text)}
    return frozenset(found - years)


def _is_denied(folded: str) -> bool:
    return bool(NEGATION.search(ASKING.sub("", folded)))


def _is_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two questions ask for the same first thing, or both for none."""
    return one[:1] == other[:1]
