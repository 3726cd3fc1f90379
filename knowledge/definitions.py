"""What an abbreviation or a short name stands for, in the documents' own words; and where a former place is now."""

from __future__ import annotations

import re

from knowledge.drafts import Context, Draft
from knowledge.phrasing import say, upper_first
from knowledge.scope import Scope
from knowledge.text import fold, folded_tokens
from knowledge.vocabulary import Place


def defined(context: Context) -> Draft | None:
    """Tell what the short name in a question stands for; every document that says so is cited."""
    asked = fold(context.question.typed)
    facts = [
        fact
        for fact in context.snapshot.facts
        if fact.kind in ("index", "definition") and _named(fact.details.get("short", ""), asked)
    ]
    facts = [fact for fact in facts if _nothing_else(context, fact.details["short"])]
    if not facts:
        return _term(context, asked)
    longest = max(len(fact.details["short"]) for fact in facts)
    facts = [fact for fact in facts if len(fact.details["short"]) == longest or len(facts) == 1] or facts
    wordings = list(dict.fromkeys(fact.name[0].upper() + fact.name[1:] for fact in facts))
    short = facts[0].details["short"]
    lines = [say("definition", short=short, name=wordings[0])]
    lines += [f"Có văn bản ghi: {wording}." for wording in wordings[1:]]
    return Draft("\n".join(lines), facts, [(short, fact.name, i) for i, fact in enumerate(facts)])


def _named(short: str, asked: str) -> bool:
    """Tell whether a question names the short form, or the first word of one like "Par Index"."""
    forms = {fold(short), fold(short).removesuffix(" index")}
    return any(form and re.search(rf"\b{re.escape(form)}\b", asked) for form in forms)


def _nothing_else(context: Context, short: str) -> bool:
    """ "UBND là gì" asks for a meaning; "Chủ tịch UBND tên là gì" does not."""
    known = set(folded_tokens(f"{short} chỉ số đề án chương trình từ chữ cụm"))
    return all(fold(word) in known for word in context.question.content)


def _term(context: Context, asked: str) -> Draft | None:
    for term, means in context.words.terms.items():
        if re.search(rf"\b{re.escape(fold(term))}\b", asked) and _nothing_else(context, term):
            return Draft(say("term", short=term, name=means))
    return None


def place_now(context: Context, carried: Place | None) -> Draft | None:
    """Tell which province a place belongs to since districts ended and provinces merged on 2025-07-01."""
    places = context.question.places or ((carried,) if carried else ())
    told = [place for place in places if place.now]
    if not told:
        return None
    lines = []
    for place in told:
        now = place.now or ""
        name = upper_first(place.full_name)
        if place.province is None and fold(now) == fold(place.full_name):
            lines.append(say("unchanged", place=name))
        else:
            lines.append(_moved(context, place, now[0].lower() + now[1:]))
        if place.communes:
            lines.append(say("communes", communes=", ".join(place.communes)))
    return Draft("\n".join(lines), scope=Scope(told[0]))


def _moved(context: Context, place: Place, now: str) -> str:
    name = upper_first(place.full_name)
    above = context.words.place(place.province) if place.province else None
    if above is None:
        return say("former", place=name, now=now)
    return say("former_district", place=name, province=above.full_name, now=now)
