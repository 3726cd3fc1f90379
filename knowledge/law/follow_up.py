"""What a follow-up about the law leaves out: "còn năm 2024?", "thế LĐTT?", "hồ sơ gồm gì?"."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.answering import Context, resolve_years
from knowledge.language import fold
from knowledge.law.parameters import MAX_FOLLOW_UP_WORDS, MAX_LETTERS_AROUND_NAME
from knowledge.law.question import LawQuestion, aspects, lacks_focus, parse_law_question
from knowledge.model import Subject
from knowledge.understanding import Question

#: A follow-up that asks of the present day.
NOW = re.compile(r"\b(hien (nay|tai|gio)|bay gio|luc nay)\b")
#: Topics of campaigns that a question about the law may seem to name.
SHARED_TOPICS = {"honour", "principle", "target"}

#: Topics of campaigns that what is asked of an award seems to name: "ai ký quyết định tặng?".
TOPICS_OF_DECISIONS = {"launch", "text", "deadline", "duty"}


def complete_follow_up(law: LawQuestion, question: Question, subject: Subject) -> LawQuestion:
    """Return the question with the awards and the aspect that were spoken of before."""
    if not subject.aspect or question.places or law.texts:
        return law
    if not law.mentions and subject.award and _goes_on_about_award(law, question):
        law = replace(law, carried=tuple(subject.award.split(",")))
    follows = "follow_up" in question.modes
    names_award = law.mentions and (follows or _is_only_names(law, question))
    if not law.aspects and (law.carried or names_award):
        law = replace(law, aspects=(aspects()[subject.aspect],))
    return law


def _goes_on_about_award(law: LawQuestion, question: Question) -> bool:
    follows = "follow_up" in question.modes or question.lacks_focus
    of_award = any(not aspect.general for aspect in law.aspects)
    shared = SHARED_TOPICS | (TOPICS_OF_DECISIONS if of_award else set())
    topics = {topic.topic for topic in question.topics} - shared
    asks = of_award or (law.recipient is not None and not question.focus)
    short = len(question.content_words) <= MAX_FOLLOW_UP_WORDS or lacks_focus(question, law)
    return (follows or (asks and short)) and not topics


def _is_only_names(law: LawQuestion, question: Question) -> bool:
    """Whether a question is no more than the names of awards."""
    named = sum(mention.end - mention.start for mention in law.mentions)
    letters = len(question.text.strip(" ?.!"))
    return named >= letters - MAX_LETTERS_AROUND_NAME


def carry_day(law: LawQuestion, context: Context, subject: Subject) -> LawQuestion:
    """Return a follow-up that names no day with that of the last question that named one.

    "Còn CSTĐ?" after "LĐTT tháng 5/2024 thưởng bao nhiêu?" asks of May 2024 too.
    """
    question, as_of = context.question, context.as_of
    names_day = (law.day, law.year) != (as_of, None) or question.years
    is_now = law.texts or NOW.search(fold(question.text))
    if "follow_up" not in question.modes or names_day or is_now:
        return law
    for typed in reversed((subject.asked or "").split(". ")):
        earlier = replace(question, typed=typed, text=typed, years=())
        before = parse_law_question(resolve_years(earlier, Subject(), as_of), as_of)
        if (before.day, before.year) != (as_of, None):
            return replace(law, day=before.day, year=before.year)
    return law
