"""Who holds the office that a question names: neither a namesake's deputy nor another place's head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.dated.days import days_named, digits_of
from knowledge.answering.draft import Context
from knowledge.answering.parameters import MIN_FACT_COVERAGE
from knowledge.language import Place, fold, fold_word
from knowledge.model import Fact
from knowledge.understanding import Office, offices

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


def holders(context: Context, place: Place | None, facts: Sequence[Fact]) -> list[Fact] | None:
    """Return the people who hold the office that a question names; None where it names none."""
    named = offices().named_in(fold(context.question.text))
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
    named = offices().level_of(context.question.text)
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
    question = context.question
    said = offices().holding.union(named.name.split())
    words = (word for word in question.content_words if fold_word(word) not in said)
    rest = [word for word in words if word not in digits_of(days_named(question))]
    if rest:
        return context.coverage(rest, f"{fact.name} {body}") >= MIN_FACT_COVERAGE
    own = offices().of_place.get(named.post)
    return own is None or place is None or bool(own.search(fold(body)))
