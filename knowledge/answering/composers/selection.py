"""Which facts of a topic the rest of a question is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from knowledge.answering.dated import asked_of_office, bare_name, holders, latest
from knowledge.answering.draft import Context
from knowledge.answering.parameters import MIN_FACT_COVERAGE, PERSON_CONTEXT, PERSON_MARGIN
from knowledge.answering.premises import asks_yes_no
from knowledge.language import Place, fold, folded_tokens
from knowledge.model import Fact
from knowledge.understanding import Scope, Topic

#: Who heads a group, and that head's deputy.
HEAD = re.compile(r"(?<!pho )\b(?:truong (?:cum|khoi)|(?:cum|khoi) truong)\b")
DEPUTY_HEAD = re.compile(r"\b(?:pho (?:truong )?(?:cum|khoi)|(?:cum|khoi) pho)\b")
#: Launchers of the whole country.
CENTRAL = ("thu tuong", "chinh phu", "trung uong")


def facts_in_scope(context: Context, kinds: Sequence[str], scope: Scope) -> list[Fact]:
    """Return the facts of these kinds that speak of the scope's place and year."""
    return context.snapshot.facts_of(kinds, scope.place, scope.year)


def group_by_scope(context: Context, facts: Sequence[Fact]) -> dict[Scope, list[Fact]]:
    """Return scope → the facts about its place and year, in order of appearance."""
    groups: dict[Scope, list[Fact]] = {}
    for fact in facts:
        place = context.snapshot.gazetteer.place_named(fact.place)
        groups.setdefault(Scope(place, context.snapshot.year_of(fact)), []).append(fact)
    return groups


def signers_of(context: Context, documents: Collection[str]) -> list[Fact]:
    """Return who signed the documents with these ids."""
    facts = context.snapshot.facts
    return [fact for fact in facts if fact.kind == "signer" and fact.document_id in documents]


def select_facts(
    context: Context, topic: Topic, facts: list[Fact], place: Place | None = None
) -> list[Fact]:
    """Keep the facts that the rest of the question is about; `place` is the one asked about."""
    question = context.question
    facts = _by_launcher(context, topic, facts)
    facts = _by_rank(context, topic, facts)
    if question.ordinals and topic.topic == "content":
        counted = [fact for fact in facts if fact.details.part]
        return [f for f in counted if f.details.part in question.ordinals] if counted else facts
    if question.period:
        facts = [f for f in facts if question.period in (f.details.period, f.name)]
    if topic.topic == "person" and asked_of_office(context).content_words:
        return _people(context, place, facts)
    return _about_focus(context, topic, facts) if question.focus else facts


def _about_focus(context: Context, topic: Topic, facts: list[Fact]) -> list[Fact]:
    named = [f for f in facts if context.is_named(f"{f.name} {f.value}")]
    if topic.narrow != "context":
        return named or [f for f in facts if context.is_named(_surroundings(context, f))]
    return [f for f in facts if context.is_named(_surroundings(context, f))] or named


def _surroundings(context: Context, fact: Fact) -> str:
    """Return the words around a fact: its sentence, the part it opens, the heading above it."""
    passage = context.snapshot.passage_at(fact.document_id, fact.start)
    heading = passage.nearest_heading if passage else ""
    opens_part = fact.kind in ("content", "index") and passage and passage.label
    part = context.snapshot.part_text(passage) if passage and opens_part else ""
    sentence = part or context.snapshot.evidence_text(fact)
    return f"{heading} {fact.value} {fact.details.role} {sentence}"


def _people(context: Context, place: Place | None, facts: list[Fact]) -> list[Fact]:
    """Keep the people whom the question names, by name or office, as the latest text tells of them.

    None is kept of whom it is claimed that they hold an office which no text gives them.
    """
    question = asked_of_office(context)
    asked = f" {' '.join(folded_tokens(question.text))} "
    named = [f for f in facts if f" {' '.join(folded_tokens(bare_name(f)))} " in asked]
    held = holders(context, place, named or facts)
    is_claimed = "holder" in question.modes and asks_yes_no(question)
    if held is None or (named and not is_claimed):
        found = held or named or _best_covered(context, facts)
        return latest(context, found, lambda fact: fold(bare_name(fact)))
    return latest(context, held, lambda fact: place is None and fact.place)


def _best_covered(context: Context, facts: list[Fact]) -> list[Fact]:
    """Return the people whose name and post the question holds, or the words around them."""
    words = context.question.content_words
    scored = []
    for fact in facts:
        own = context.coverage(words, f"{fact.name} {fact.details.role}")
        around = PERSON_CONTEXT * context.coverage(words, context.snapshot.evidence_text(fact))
        score = own if own >= MIN_FACT_COVERAGE else around
        if score >= MIN_FACT_COVERAGE:
            scored.append((score, fact))
    best = max((score for score, _ in scored), default=0.0)
    return [fact for score, fact in scored if score >= best - PERSON_MARGIN]


def _by_launcher(context: Context, topic: Topic, facts: list[Fact]) -> list[Fact]:
    """Keep the movements launched as asked: "do tỉnh phát động", "của Thủ tướng"."""
    if topic.topic != "movement":
        return facts
    modes = context.question.modes
    if "own_launcher" in modes and "pm_launcher" not in modes:
        own = [f for f in facts if f.details.launcher and not _is_central(f)]
        return own or [f for f in facts if f.place and fold(f.place) in fold(f.name)]
    if "pm_launcher" in modes and "own_launcher" not in modes:
        return [fact for fact in facts if _is_central(fact)]
    return facts


def _is_central(fact: Fact) -> bool:
    return any(word in fold(fact.details.launcher) for word in CENTRAL)


def _by_rank(context: Context, topic: Topic, facts: list[Fact]) -> list[Fact]:
    """Heads and deputies of a group are different offices; both are kept when both are asked."""
    if topic.topic != "leader":
        return facts
    asked = fold(context.question.text)
    deputies, heads = bool(DEPUTY_HEAD.search(asked)), bool(HEAD.search(asked))
    if deputies == heads:
        return facts
    return [f for f in facts if bool(DEPUTY_HEAD.search(fold(f.details.role))) == deputies]
