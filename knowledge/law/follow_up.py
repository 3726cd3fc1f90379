"""What a follow-up about the law leaves out: "còn năm 2024?", "thế LĐTT?", "hồ sơ gồm gì?"."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.answering import Context, resolve_years
from knowledge.language import fold
from knowledge.law.award_finder import AwardMention, award_finder
from knowledge.law.catalogue import catalogue
from knowledge.law.model import Award, Recipient
from knowledge.law.parameters import MAX_FOLLOW_UP_WORDS, MAX_LETTERS_AROUND_NAME
from knowledge.law.question import LawQuestion, aspects, lacks_focus, parse_law_question
from knowledge.model import Subject
from knowledge.understanding import Question, content_tokens, topic_catalogue

#: A follow-up that asks of the present day.
NOW = re.compile(r"\b(hien (nay|tai|gio)|bay gio|luc nay)\b")
#: Topics of campaigns that a question about the law may seem to name.
SHARED_TOPICS = {"honour", "principle", "target"}

#: Topics of campaigns that what is asked of an award seems to name: "ai ký quyết định tặng?".
TOPICS_OF_DECISIONS = {"launch", "text", "deadline", "duty"}

RANK = re.compile(r"\bhang (nhat|nhi|ba|mot|hai|tu|bon|dac biet|i{1,3}|iv|\d+)\b")
LEVEL = re.compile(
    r"\bcap (trung uong|nha nuoc|toan quoc|quoc gia|bo|nganh|tinh|thanh pho|huyen|xa|co so)\b"
)
#: What stands before the name of a level or of who confers.
LINK = re.compile(r"\b(cap|cua)\b")
#: "Bộ nào ký?" names no level.
ASKS_WHICH = re.compile(r"\W*(nao|gi|may|ai)\b")
#: Names of recipients at the head of an award's name, and those that are nothing else.
RECIPIENT_HEAD = re.compile(r"^(tap the|don vi|gia dinh) ")
PLAIN_RECIPIENT = re.compile(r"\b(tap the|ca nhan|ho gia dinh)\b")
#: What differs from one recipient to another.
OF_RECIPIENT = {"money", "criteria"}


def complete_follow_up(law: LawQuestion, question: Question, subject: Subject) -> LawQuestion:
    """Return the question with the awards and the aspect that were spoken of before."""
    if not subject.aspect or question.places or law.texts:
        return law
    follows, goes_on = "follow_up" in question.modes, False
    if not law.mentions and subject.award and _goes_on_about_award(law, question):
        law = _turn_to_sibling(replace(law, carried=tuple(subject.award.split(","))), question)
        goes_on = True
    elif follows and subject.award:
        law = _narrow_family(law, question, subject.award.split(",")[0])
    names_award = law.mentions and (follows or _is_only_names(law, question))
    if not law.aspects and (goes_on or names_award):
        law = replace(law, aspects=(aspects()[subject.aspect],))
    return law


def _goes_on_about_award(law: LawQuestion, question: Question) -> bool:
    follows = "follow_up" in question.modes or question.lacks_focus
    of_award = any(not aspect.general for aspect in law.aspects)
    shared = SHARED_TOPICS | (TOPICS_OF_DECISIONS if of_award else set())
    topics = {topic.topic for topic in question.topics} - shared
    ranked = RANK.search(fold(question.text))
    asks = of_award or ranked or (law.recipient is not None and not question.focus)
    short = len(question.content_words) <= MAX_FOLLOW_UP_WORDS or lacks_focus(question, law)
    return bool(follows or (asks and short)) and not topics


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


def _turn_to_sibling(law: LawQuestion, question: Question) -> LawQuestion:
    """Return the question with the award it means in place of the one spoken of before.

    Where no award has the rank or the level, what is not known is named; where several have it,
    they are one name that may mean each of them.
    """
    carried = [catalogue().awards[award] for award in law.carried]
    if named := _named(law, question, carried):
        return replace(law, mentions=(named,), carried=())
    lacking = RANK.search(fold(question.text))
    if not lacking and not law.aspects and any(_family_of(award) for award in carried):
        lacking = LEVEL.search(fold(question.text))
    if lacking:
        return _of_missing(law, question.text, carried[0], lacking.span())
    return _of_recipient(law, question, carried)


def _narrow_family(law: LawQuestion, question: Question, award: str) -> LawQuestion:
    """Return "huân chương hạng Nhì" as of the award spoken of before, where it is of that name."""
    if law.awards or not any(award in mention.awards for mention in law.ambiguous):
        return law
    named = _named(law, question, [catalogue().awards[award]])
    return replace(law, mentions=(named,)) if named else law


def _named(law: LawQuestion, question: Question, carried: list[Award]) -> AwardMention | None:
    """Return the award whose name begins like one spoken of and goes on as the question says."""
    texts = [question.text]
    if len(question.typed) == len(question.text):
        texts.append(question.typed)
    for text in texts:
        completed = [award_finder().completed(text, award.name) for award in carried]
        found = [one for one in completed if one and _is_meant(one, law, question)]
        if found:
            awards = tuple(dict.fromkeys(award for one in found for award in one.awards))
            family = _family_of(catalogue().awards[awards[0]])
            name = found[0].name if len(awards) == 1 else _common_name(awards, family)
            return replace(found[0], name=name, awards=awards)
    return None


def _common_name(awards: tuple[str, ...], otherwise: str) -> str:
    families = (f.name for f in catalogue().families if set(awards) <= set(f.members))
    return next(families, otherwise)


def _is_meant(mention: AwardMention, law: LawQuestion, question: Question) -> bool:
    """Whether words that go on with a name are what is asked about, not part of another question.

    "Hồ sơ trình cấp tỉnh …" and "bộ nào ký" are about the award spoken of before.
    """
    folded = fold(question.text)
    words = folded[mention.start : mention.end]
    if RANK.search(words):
        return True
    if ASKS_WHICH.match(folded[mention.end :]):
        return False
    follows = "follow_up" in question.modes
    is_linked = bool(LINK.search(folded[: mention.end]))
    before = question.text[: mention.start]
    leads = not content_tokens(before, [], topic_catalogue().modes["follow_up"])
    bare = lacks_focus(question, replace(law, mentions=(mention,)))
    return (follows and leads and is_linked) or (bare and (follows or is_linked or not law.aspects))


def _family_of(award: Award) -> str:
    """Return the name that an award shares with the fewest others; empty when it shares none."""
    own = [family for family in catalogue().families if award.id in family.members]
    return min(own, key=lambda family: len(family.members)).name if own else ""


def _of_missing(law: LawQuestion, text: str, award: Award, span: tuple[int, int]) -> LawQuestion:
    """Return a question about a rank or level that no award of this name has: "hạng Tư"."""
    start, end = span
    words, name = text[start:end], _family_of(award) or award.short
    members = next((f.members for f in catalogue().families if f.name == name), (award.id,))
    ranked = [one for one in members if fold(catalogue().awards[one].name).endswith(fold(words))]
    meant = AwardMention(name, tuple(ranked) or members, start=start, end=end)
    unknown = None if ranked else f"{name} {words}"
    return replace(law, mentions=(meant,), carried=(), unknown_award=unknown)


def _of_recipient(law: LawQuestion, question: Question, carried: list[Award]) -> LawQuestion:
    """Return a question about recipients that the award is not for as one of their award.

    Where they have none, it is told whom the award is for.
    """
    who = law.recipient
    if who is None or any(who in award.recipients for award in carried):
        return law
    asked = {aspect.aspect for aspect in law.aspects}
    if asked and not (asked <= OF_RECIPIENT and PLAIN_RECIPIENT.search(fold(question.text))):
        return law
    if not (siblings := _siblings(carried[0], who)):
        return replace(law, aspects=(aspects()["who"], *law.aspects))
    name = f"Danh hiệu {_core(siblings[0].name)}" if len(siblings) > 1 else siblings[0].short
    mention = AwardMention(name, tuple(award.id for award in siblings))
    return replace(law, mentions=(mention,), carried=())


def _siblings(award: Award, who: Recipient) -> list[Award]:
    """Return the awards for others of the same name but for the recipient, else of its end."""
    own = fold(_core(award.name))
    others = [
        (fold(_core(other.name)), other)
        for other in catalogue().awards.values()
        if who in other.recipients
    ]
    same = [other for core, other in others if core == own]
    return same or [o for core, o in others if own.endswith(f" {core}") or core.endswith(f" {own}")]


def _core(name: str) -> str:
    """Return the name of an award without the recipient at its head."""
    head = RECIPIENT_HEAD.match(fold(name))
    return name[head.end() :] if head else name
