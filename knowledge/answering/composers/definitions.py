"""What an abbreviation or short name stands for, and where a former place is now."""

from __future__ import annotations

import re

from knowledge.answering.draft import Context, Draft, StatedFact
from knowledge.answering.phrasing import capitalize_first, message
from knowledge.language import Place, fold, folded_tokens, gazetteer, vocabulary
from knowledge.model import Fact
from knowledge.understanding import Scope

#: Words that may stand beside an abbreviation in a question for its meaning.
FRAME = "chỉ số đề án chương trình từ chữ cụm"


def compose_definition(context: Context) -> Draft | None:
    """Return what the short name in a question stands for, with every document that says so."""
    asked = fold(context.question.typed)
    facts = [
        fact
        for fact in context.snapshot.facts
        if fact.kind in ("index", "definition")
        and _is_asked(fact.details.short, asked)
        and _asks_nothing_else(context, fact.details.short)
    ]
    if not facts:
        return _term(context, asked)
    longest = max(len(fact.details.short) for fact in facts)
    facts = [fact for fact in facts if len(fact.details.short) == longest]
    meanings = list(dict.fromkeys(_capitalized(fact) for fact in facts))
    short = facts[0].details.short
    lines = [message("definition", short=short, name=meanings[0])]
    lines += [f"Có văn bản ghi: {meaning}." for meaning in meanings[1:]]
    stated = [StatedFact(short, fact.name, index) for index, fact in enumerate(facts)]
    return Draft("\n".join(lines), facts, stated)


def _capitalized(fact: Fact) -> str:
    return fact.name[0].upper() + fact.name[1:]


def _is_asked(short: str, asked: str) -> bool:
    """Whether a question names the short form, or the first word of one like "Par Index"."""
    forms = {fold(short), fold(short).removesuffix(" index")}
    return any(form and re.search(rf"\b{re.escape(form)}\b", asked) for form in forms)


def _asks_nothing_else(context: Context, short: str) -> bool:
    """Whether a question is for the meaning: "UBND là gì", not "Chủ tịch UBND tên là gì"."""
    frame = set(folded_tokens(f"{short} {FRAME}"))
    return all(fold(word) in frame for word in context.question.content_words)


def _term(context: Context, asked: str) -> Draft | None:
    for term, meaning in vocabulary().terms.items():
        named = re.search(rf"\b{re.escape(fold(term))}\b", asked)
        if named and _asks_nothing_else(context, term):
            return Draft(message("term", short=term, name=meaning))
    return None


def compose_present_place(context: Context, carried: Place | None) -> Draft | None:
    """Return the province to which places belong since 2025-07-01; None for unknown places."""
    asked = context.question.places or ((carried,) if carried else ())
    places = [place for place in asked if place.now]
    if not places:
        return None
    lines = []
    for place in places:
        lines.append(_present_place(place))
        if place.communes:
            lines.append(message("communes", communes=", ".join(place.communes)))
    return Draft("\n".join(lines), scope=Scope(places[0]))


def _present_place(place: Place) -> str:
    now, name = place.now or "", capitalize_first(place.full_name)
    if place.province is None and fold(now) == fold(place.full_name):
        return message("unchanged", place=name)
    now = now[0].lower() + now[1:]
    province = gazetteer().place_named(place.province)
    if province is None:
        return message("former", place=name, now=now)
    return message("former_district", place=name, province=province.full_name, now=now)
