"""Texts: by number, the one that launched a campaign, or those that a campaign names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answering.composers.selection import facts_in_scope, group_by_scope, signers_of
from knowledge.answering.composers.wording import ask_which_scope, signer_line, text_item
from knowledge.answering.draft import Context, Draft, StatedFact
from knowledge.answering.parameters import (
    FACT_MARGIN,
    MAX_INLINE_QUOTE,
    MIN_FACT_COVERAGE,
)
from knowledge.answering.phrasing import bullet_list, message
from knowledge.language import (
    document_numbers_in,
    fold,
    normalize_tones,
    one_line,
)
from knowledge.model import Fact
from knowledge.understanding import Question, Scope, Topic

#: "Ai ký?", also as it is often mistyped ("kí").
SIGNS = re.compile(r"\bk[yi]\b")
LAUNCHING = ("phat dong", "ban hanh ke hoach", "ban hanh chi thi")


def compose_texts(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Return the texts asked about; None when none is."""
    if context.question.document_numbers:
        return compose_numbered_texts(context)
    kinds = context.question.document_kinds
    kind_words = {part for kind in kinds for part in normalize_tones(kind).split()}
    focus = [word for word in context.question.focus if word not in kind_words]
    facts = _texts_asked(context, scope, focus)
    if not facts:
        return None
    groups = group_by_scope(context, facts)
    if len(groups) > 1 and scope.place is None and not focus:
        return ask_which_scope(topic, list(groups))
    return _write_texts(context, facts, scope)


def _texts_asked(context: Context, scope: Scope, focus: Sequence[str]) -> list[Fact]:
    question = context.question
    kinds = question.document_kinds
    issued = facts_in_scope(context, ("issued",), scope)
    named = facts_in_scope(context, ("issued", "legal_text"), scope)
    if kinds:
        named = [f for f in named if any(fold(f.name).startswith(fold(kind)) for kind in kinds)]
    if _is_about_launch(question.text) or not (focus or kinds):
        facts = [fact for fact in issued if not kinds or fact in named] or issued
        return [fact for fact in facts if not focus or _mentions(context, fact, focus)]
    if not focus:
        return named
    if "many" in question.modes:
        return [fact for fact in named if _mentions(context, fact, focus)]
    return _best_named(context, named, focus)


def compose_numbered_texts(context: Context) -> Draft | None:
    """Return the texts with the numbers in the question.

    02/CT-UBND is every office's number, so a place that is named decides.
    """
    wanted = {fold(number) for number in context.question.document_numbers}
    places = {place.name for place in context.question.places}
    snapshot = context.snapshot
    facts = [
        fact
        for fact in snapshot.facts
        if fact.kind in ("issued", "legal_text")
        and any(fold(number) in wanted for number in document_numbers_in(fact.name))
        and (not places or snapshot.places[fact.document_id] & places)
    ]
    facts.sort(key=lambda fact: fact.kind != "issued")
    draft = _write_texts(context, facts, Scope()) if facts else None
    return _with_signers(context, draft) if draft and _asks_signer(context.question) else draft


def _asks_signer(question: Question) -> bool:
    asked = question.answer_type
    return asked is not None and asked.type == "person" and bool(SIGNS.search(fold(question.text)))


def _with_signers(context: Context, draft: Draft) -> Draft | None:
    """Return a draft on texts with who signed them; None where that is not known."""
    documents = {fact.document_id for fact in draft.facts if fact.kind == "issued"}
    if not (signers := signers_of(context, documents)):
        return None
    text = "\n".join([draft.text, *map(signer_line, signers)])
    return replace(draft, text=text, facts=[*draft.facts, *signers])


def _is_about_launch(text: str) -> bool:
    folded = fold(text)
    return any(word in folded for word in LAUNCHING)


def _mentions(context: Context, fact: Fact, focus: Sequence[str]) -> bool:
    details = fact.details
    sentence = context.snapshot.evidence_text(fact)
    text = f"{fact.name} {details.about} {details.authority} {sentence}"
    return context.evidence.names(focus, text, context.question.marked)


def _best_named(context: Context, facts: Sequence[Fact], focus: Sequence[str]) -> list[Fact]:
    """Return the texts whose own name, author or subject is asked; else those in such a sentence."""
    scored = [
        (context.coverage(focus, f"{f.name} {f.details.authority} {f.details.about}"), f)
        for f in facts
    ]
    best = max((score for score, _ in scored), default=0.0)
    if best >= MIN_FACT_COVERAGE:
        return [fact for score, fact in scored if score >= best - FACT_MARGIN]
    return [fact for fact in facts if _mentions(context, fact, focus)]


def _write_texts(context: Context, facts: Sequence[Fact], scope: Scope) -> Draft:
    shown = _each_text_once(facts)
    items = [text_item(fact) for fact in shown]
    head = message("list_found", noun="văn bản")
    text = f"{items[0]}." if len(items) == 1 else f"{head}\n{bullet_list(items)}"
    if len(shown) == 1 and not shown[0].details.about:
        sentence = one_line(context.snapshot.evidence_text(shown[0]))
        text += "\n" + message("said", quote=sentence[:MAX_INLINE_QUOTE])
    stated = [StatedFact("văn bản", fact.name, index) for index, fact in enumerate(shown)]
    groups = group_by_scope(context, shown)
    only = next(iter(groups)) if len(groups) == 1 else scope
    return Draft(text, shown, stated, scope=only, place=only.place)


def _each_text_once(facts: Sequence[Fact]) -> list[Fact]:
    """Drop texts named again; 15/KH-UBND issued by two places is two texts."""
    distinct: dict[tuple[str, str], Fact] = {}
    issued = {_plain_name(fact) for fact in facts if fact.kind == "issued"}
    for fact in facts:
        name = _plain_name(fact)
        if fact.kind == "issued" or name not in issued:
            place = fact.place or "" if fact.kind == "issued" else ""
            distinct.setdefault((name, place), fact)
    return list(distinct.values())


def _plain_name(fact: Fact) -> str:
    return fold(fact.name.replace(" số ", " "))
