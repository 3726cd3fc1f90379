"""Several places or years beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from knowledge.answering.composers.selection import facts_in_scope, select_facts
from knowledge.answering.composers.wording import fact_item
from knowledge.answering.draft import Context, Draft, StatedFact
from knowledge.answering.phrasing import bullet_list, message, scope_heading
from knowledge.language import years_in
from knowledge.model import Fact
from knowledge.understanding import Scope, Topic


def compose_comparison(context: Context, topic: Topic, scopes: list[Scope]) -> Draft | None:
    """Return the facts of a topic in each scope; one without any is said to be missing.

    None when no scope has any, or when a fact stands beside the year of one without.
    """
    sides = [
        (
            scope,
            select_facts(context, topic, facts_in_scope(context, topic.facts, scope), scope.place),
        )
        for scope in scopes
    ]
    if _stands_beside(context, sides):
        return None
    lines: list[str] = []
    shown: list[Fact] = []
    stated: list[StatedFact] = []
    for scope, facts in sides:
        heading = scope_heading(scope)
        lines.append(_write_side(topic, heading, facts))
        label = f"{topic.noun} – {heading}"
        stated += [StatedFact(label, f.name, len(shown) + i) for i, f in enumerate(facts)]
        shown += facts
    if not shown:
        return None
    text = message("compare", noun=topic.noun) + "\n" + "\n".join(lines)
    return Draft(text, shown, stated, scope=scopes[-1])


def _stands_beside(context: Context, sides: Sequence[tuple[Scope, list[Fact]]]) -> bool:
    """Whether what is told stands beside the year of a side without facts.

    In a column headed "Thực hiện 2023", or in the same paragraph.
    """
    missing = {scope.year for scope, facts in sides if not facts}
    snapshot = context.snapshot
    told = (snapshot.passage_at(f.document_id, f.start) for _, facts in sides for f in facts)
    return any(
        missing & {*snapshot.years_above(passage), *years_in(passage.text)}
        for passage in told
        if passage
    )


def _write_side(topic: Topic, heading: str, facts: list[Fact]) -> str:
    if not facts:
        return f"{heading}: {message('themes_none')}."
    items = list(dict.fromkeys(fact_item(topic, fact) for fact in facts))
    if len(items) == 1:
        return f"{heading}: {items[0]}."
    return f"{heading}:\n{bullet_list(items)}"


def join_sides(sides: Sequence[Draft | None]) -> Draft:
    """Return the drafts for several places one below the other; what is not known of one is said."""
    told = [side for side in sides if side]
    lines = [side.text for side in told]
    if len(told) < len(sides):
        lines.append(message("side_missing"))
    shown = [fact for side in told for fact in side.facts]
    firsts = accumulate((len(side.facts) for side in told), initial=0)
    stated = [
        replace(one, fact=one.fact + first)
        for side, first in zip(told, firsts, strict=False)
        for one in side.stated
    ]
    return Draft(
        "\n".join(lines),
        shown,
        stated,
        citations=tuple(dict.fromkeys(c for side in told for c in side.citations)),
        figures=[figure for side in told for figure in side.figures],
        notices=tuple(dict.fromkeys(notice for side in told for notice in side.notices)),
        scope=told[-1].scope,
    )


def scopes_of_all_years(context: Context, topic: Topic, scope: Scope) -> list[Scope]:
    """Return one scope for each year in which a place has facts of a topic."""
    facts = facts_in_scope(context, topic.facts, scope)
    years = sorted({year for fact in facts if (year := context.snapshot.year_of(fact))})
    return [Scope(scope.place, year) for year in years]
