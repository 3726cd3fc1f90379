"""Who holds the office that a question names: neither a namesake's deputy nor another place's head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.dated.days import days_named, digits_of
from knowledge.answering.draft import Context, Draft
from knowledge.answering.parameters import MIN_FACT_COVERAGE
from knowledge.answering.premises import asks_yes_no
from knowledge.language import Place, fold, fold_word, folded_tokens
from knowledge.model import Citation, Fact
from knowledge.understanding import Office, Question, offices

#: What ends the words on one office of several.
OFFICE_ENDS = re.compile(r"[,;:\n]|\.\s")
#: "Chủ tịch Hội đồng là Thủ tướng": says who holds an office without a name.
HOLDS = re.compile(r"\b(?:la|lam|giu)\b")
#: "Ông Rmah Thuyên": what stands before a name.
HONORIFIC = re.compile(r"^(?:ông|bà|đồng chí|đ/c|anh|chị)\s+", re.IGNORECASE)


def bare_name(fact: Fact) -> str:
    """Return the name of a person without "Ông", "Bà"."""
    return HONORIFIC.sub("", fact.name)


def with_body(context: Context, fact: Fact, role: str) -> str:
    """Return an office with whose it is: of who signs just "Giám đốc" the document tells that."""
    if fact.kind != "signer" or not offices().is_bare(fold(role)):
        return role
    return f"{role} {context.snapshot.documents[fact.document_id].authority or ''}".strip()


def asked_of_office(context: Context) -> Question:
    """Return the question that names an office: with that before it for "thế bây giờ thì sao"."""
    goes_on = not context.question.content_words and "holder" in context.asked.modes
    return context.asked if goes_on else context.question


def may_tell_holder(context: Context, draft: Draft) -> bool:
    """Whether a quotation says who holds the office asked about, if it is asked who holds one.

    It names that office, of the body asked about, and somebody who holds it: neither a deputy's nor
    what the office does.
    """
    question = asked_of_office(context)
    named = offices().named_in(fold(question.text))
    if named is None or "holder" not in question.modes or not _asks_person(question):
        return True
    return any(_tells(context, named, citation) for citation in draft.citations)


def _asks_person(question: Question) -> bool:
    """Whether somebody is asked for, or claimed to hold an office; a group's head may be a unit."""
    if any(topic.topic == "leader" for topic in question.topics[:1]):
        return False
    asked = question.answer_type
    return (asked is not None and asked.type == "person") or asks_yes_no(question)


def _tells(context: Context, named: Office, citation: Citation) -> bool:
    facts = context.snapshot.facts_by_document.get(citation.document_id, ())
    people = (bare_name(fact) for fact in facts if fact.kind in ("person", "signer"))
    told = " ".join(name for name in people if name in citation.quote)
    return any(
        named in offices().all_in(fold(part))
        and (told or HOLDS.search(fold(part)))
        and _covers_body(context, named, f"{told} {part}")
        for part in OFFICE_ENDS.split(citation.quote)
    )


def holders(context: Context, place: Place | None, facts: Sequence[Fact]) -> list[Fact] | None:
    """Return the people who hold the office that a question names; None where it names none."""
    named = offices().named_in(fold(asked_of_office(context).text))
    if named is None:
        return None
    return [fact for fact in facts if _holds(context, place, named, fact)]


def _holds(context: Context, place: Place | None, named: Office, fact: Fact) -> bool:
    parts = re.split(r",\s*", fact.details.role)
    return any(_is_the_office(context, place, named, fact, part) for part in parts)


def _is_the_office(
    context: Context, place: Place | None, named: Office, fact: Fact, part: str
) -> bool:
    """Whether one part of a role ("Chủ tịch UBND tỉnh") is the office named, of the place and body."""
    if offices().named_in(fold(part)) != named or _is_of_another_level(context, place, part):
        return False
    body = with_body(context, fact, part)
    return _names_no_other_place(context, place, body) and _is_of_body(
        context, place, named, fact, body
    )


def _is_of_another_level(context: Context, place: Place | None, part: str) -> bool:
    """Whether an office is of a huyện where one of a tỉnh is asked about."""
    named = offices().level_of(asked_of_office(context).text)
    kind = place.kind if place and place.kind in offices().levels else None
    own, asked = offices().level_of(part), named or kind
    return bool(own and asked) and own != asked


def _names_no_other_place(context: Context, place: Place | None, body: str) -> bool:
    """Whether the first place that an office names, if any, is the one asked about."""
    mentions = context.snapshot.gazetteer.mentions(body) if place else ()
    return not (place and mentions) or place.name in {one.name for one in mentions[0].candidates}


def _is_of_body(
    context: Context, place: Place | None, named: Office, fact: Fact, body: str
) -> bool:
    """Whether an office is of the body asked about, where none is named of the place's own."""
    if _body_words(context, named):
        return _covers_body(context, named, f"{fact.name} {body}")
    own = offices().of_place.get(named.post)
    return own is None or place is None or bool(own.search(fold(body)))


def _body_words(context: Context, named: Office) -> list[str]:
    """Return the words by which a question tells whose office it means."""
    question = asked_of_office(context)
    said = offices().holding.union(named.name.split())
    if question is not context.question:
        # What goes on about an office says nothing of its body: "the", misread as "thể".
        said |= set(folded_tokens(context.question.typed))
    words = (word for word in question.content_words if fold_word(word) not in said)
    return [word for word in words if word not in digits_of(days_named(question))]


def _covers_body(context: Context, named: Office, text: str) -> bool:
    return context.coverage(_body_words(context, named), text) >= MIN_FACT_COVERAGE
