"""Which facts of a topic the rest of a question is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from knowledge.answering.draft import Context
from knowledge.answering.parameters import MIN_FACT_COVERAGE, PERSON_CONTEXT, PERSON_MARGIN
from knowledge.language import fold
from knowledge.model import Fact
from knowledge.understanding import Scope, Topic

#: "Phó Chủ tịch" holds the words of "Chủ tịch" and is another office.
DEPUTY = "pho "
POSTS = ("bi thu", "chu tich", "giam doc", "truong ban", "bo truong")
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


def select_facts(context: Context, topic: Topic, facts: list[Fact]) -> list[Fact]:
    """Keep the facts that the rest of the question is about."""
    question = context.question
    facts = _by_launcher(context, topic, facts)
    facts = _by_rank(context, topic, facts)
    if question.ordinals and topic.topic == "content":
        counted = [fact for fact in facts if fact.details.part]
        return [f for f in counted if f.details.part in question.ordinals] if counted else facts
    if question.period:
        facts = [f for f in facts if question.period in (f.details.period, f.name)]
    if topic.topic == "person" and question.content_words:
        return _people(context, facts)
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


def _people(context: Context, facts: list[Fact]) -> list[Fact]:
    """Keep the people whose name and post the question holds, the best covered ones."""
    words = context.question.content_words
    asked = fold(" ".join(words))
    post = next((post for post in POSTS if post in asked), None)
    scored = []
    for fact in facts:
        if post and DEPUTY not in f"{asked} " and _is_deputy(fact, post):
            continue
        own = context.coverage(words, f"{fact.name} {fact.details.role}")
        around = context.coverage(words, context.snapshot.evidence_text(fact))
        score = PERSON_CONTEXT * around if not post else 0.0
        score = own if own >= MIN_FACT_COVERAGE else score
        if score >= MIN_FACT_COVERAGE:
            scored.append((score, fact))
    best = max((score for score, _ in scored), default=0.0)
    return [fact for score, fact in scored if score >= best - PERSON_MARGIN]


def _is_deputy(fact: Fact, post: str) -> bool:
    """Whether a person holds a post only as its deputy, or not at all."""
    role = fold(fact.details.role)
    return role.count(post) == role.count(DEPUTY + post)


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
    deputies = asked.count(DEPUTY + "truong") + asked.count("cum pho")
    heads = sum(asked.count(word) for word in ("truong cum", "cum truong", "truong khoi"))
    heads -= deputies
    if deputies and heads > 0:
        return facts
    wants_deputies = heads <= 0
    return [f for f in facts if fold(f.details.role).startswith(DEPUTY) == wants_deputies]
