"""What a question names: two questions that name other things are not the same, however alike."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from knowledge.answering import resolve_years
from knowledge.language import dates_in, fold, vocabulary
from knowledge.law import parse_law_question
from knowledge.model import Subject
from knowledge.understanding import Question, topic_catalogue

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: "điểm c khoản 3" is another one than "điểm d".
POINT = re.compile(r"\bdiem [a-z]\b")
#: A word that denies; one that asks for a yes or no at the end ("… có được không?") denies nothing.
NEGATION = re.compile(r"\b(?:khong|chua|ko|chang|cha)\b")
ASKING = re.compile(r"\b(?:khong|ko|k|hong|hem|chua)\b[\w\s]{0,12}\W*$")
#: Ways of asking after which another thing is wanted.
TELLING_MODES = frozenset(("compare", "which_places", "summarize"))
#: What two questions may ask alike, differently, or only one of them; the names of `differences`.
ASKED = ("topics", "aspects", "recipient", "answer_types", "modes", "is_denied")


@dataclass(frozen=True)
class Signature:
    """The names in a question, and the kind of thing that it asks for.

    `places` are names of places, `topics` those of campaigns, `aspects` what is asked of the law,
    `texts` numbers of documents and ids of legal texts, `numbers` all other figures and points.
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
    answer_types: frozenset[str]
    modes: frozenset[str]
    is_denied: bool

    def agrees(self, other: Signature) -> bool:
        """Whether nothing that one question names is other than what the other names.

        Places are compared by whoever knows where an answer holds.
        """
        return (
            (self.years, self.period, self.days) == (other.years, other.period, other.days)
            and (self.texts, self.numbers) == (other.texts, other.numbers)
            and self.unknown_award == other.unknown_award
            and _are_same_awards(self.awards, other.awards)
            and not _clash(self.topics, other.topics)
            and not _clash(self.answer_types, other.answer_types)
            and not (self.awards and _clash(self.aspects, other.aspects))
        )

    def differences(self, other: Signature) -> list[float]:
        """Return for each of ASKED 1 where the other asks for something else, ½ where only one asks."""
        return [
            _difference(getattr(self, name), getattr(other, name), is_whole=name == "modes")
            for name in ASKED
        ]


def read_signature(question: Question, subject: Subject, as_of: date) -> Signature:
    """Return what a question names, on a day and in a conversation."""
    law = parse_law_question(question, as_of)
    dated = resolve_years(question, subject, as_of)
    folded = vocabulary().cue_text(question.text)
    return Signature(
        places=question.place_names,
        years=frozenset(dated.years or _year_spoken_of(question, subject)),
        period=question.period,
        topics=tuple(topic.topic for topic in question.topics),
        awards=frozenset(law.awards or (a for mention in law.mentions for a in mention.awards)),
        unknown_award=law.unknown_award and fold(law.unknown_award),
        aspects=tuple(aspect.aspect for aspect in law.aspects),
        recipient=law.recipient,
        texts=frozenset((*map(fold, question.document_numbers), *(t.id for t in law.texts))),
        numbers=_numbers(question) | frozenset(POINT.findall(folded)),
        days=frozenset(mention.day for mention in dates_in(question.text, as_of.year)),
        answer_types=_answer_types(folded),
        modes=question.modes & TELLING_MODES,
        is_denied=_is_denied(folded),
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


def _answer_types(folded: str) -> frozenset[str]:
    """Return all types of answer that a question asks for: "ai, ngày nào?"."""
    types = topic_catalogue().answer_types
    return frozenset(t.type for t in types if any(cue.search(folded) for cue in t.cues))


def _is_denied(folded: str) -> bool:
    return bool(NEGATION.search(ASKING.sub("", folded)))


def _are_same_awards(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two questions name the same awards, or one the family that the other's belong to."""
    return one == other or bool(one and other and (one < other or other < one))


def _clash(one: Collection[str], other: Collection[str]) -> bool:
    """Whether both name something, and nothing of it is the same."""
    return bool(one and other) and not set(one) & set(other)


def _difference(one: object, other: object, *, is_whole: bool) -> float:
    if one == other:
        return 0.0
    if not one or not other:
        return 0.5
    if isinstance(one, (tuple, frozenset)) and isinstance(other, (tuple, frozenset)):
        return 1.0 if is_whole or _clash(one, other) else 0.0
    return 1.0
