"""Facts of one kind: themes, contents, movements, targets, indices, honours, people…"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answering.composers.selection import (
    facts_in_scope,
    group_by_scope,
    select_facts,
)
from knowledge.answering.composers.wording import (
    ask_which_scope,
    name_and_value,
    verdict_on_count,
    write_facts,
)
from knowledge.answering.dated import bare_name, with_body
from knowledge.answering.draft import Context, Draft, StatedFact
from knowledge.answering.parameters import MAX_GROUPS
from knowledge.answering.phrasing import bullet_list, message
from knowledge.answering.premises import claimed_count, tally_of
from knowledge.language import fold
from knowledge.model import Fact
from knowledge.understanding import Scope, Topic


def compose_facts(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Return the facts of a topic in a scope; None when none is about what was asked."""
    facts = facts_in_scope(context, topic.facts, scope)
    if topic.narrow != "scope" or scope.place is None:
        facts = select_facts(context, topic, facts)
    if not facts:
        return None
    groups = group_by_scope(context, facts)
    if len(groups) > 1 and not context.question.focus:
        if scope.place is None or len(groups) > MAX_GROUPS:
            return ask_which_scope(topic, list(groups))
    texts: list[str] = []
    shown: list[Fact] = []
    for group, members in groups.items():
        distinct = _each_name_once(members)
        texts.append(write_facts(context, topic, group, distinct))
        shown += distinct
    stated = [StatedFact(*name_and_value(topic, f), index) for index, f in enumerate(shown)]
    only = next(iter(groups)) if len(groups) == 1 else scope
    is_claimed = claimed_count(context.question, topic.counted) is not None
    tally = tally_of(context.snapshot, topic, shown) if is_claimed else None
    verdict = verdict_on_count(context.question, topic.counted, tally, topic.noun)
    place = only.place or scope.place
    return Draft("\n\n".join(texts), shown, stated, scope=only, place=place, verdict=verdict)


def _each_name_once(facts: Sequence[Fact]) -> list[Fact]:
    distinct: dict[str, Fact] = {}
    for fact in facts:
        distinct.setdefault(fold(f"{fact.name}{fact.value}"), fact)
    return list(distinct.values())


def compose_people(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Return people with their posts, each once, whichever document names them."""
    facts = select_facts(context, topic, facts_in_scope(context, topic.facts, scope), scope.place)
    if not facts:
        return None
    posts: dict[str, list[str]] = {}
    for fact in facts:
        role = with_body(context, fact, fact.details.role)
        posts.setdefault(bare_name(fact), []).append(role)
    lines = [f"{name} – {max(roles, key=len)}" for name, roles in posts.items()]
    head = message("list_found", noun=topic.noun)
    text = f"{lines[0]}." if len(lines) == 1 else f"{head}\n{bullet_list(lines)}"
    stated = [StatedFact(f.name, f.details.role, index) for index, f in enumerate(facts)]
    groups = list(group_by_scope(context, facts))
    only = groups[0] if len(groups) == 1 else scope
    # The head of a province stays the province's, though a text on its group tells it.
    told = Scope(scope.place or only.place, only.year)
    return Draft(text, facts, stated, scope=told, place=scope.place)
