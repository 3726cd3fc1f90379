"""Several places or years beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answering.composers.selection import facts_in_scope, select_facts
from knowledge.answering.composers.wording import fact_item
from knowledge.answering.draft import Context, Draft, StatedFact
from knowledge.answering.phrasing import bullet_list, message, scope_heading
from knowledge.model import Fact
from knowledge.understanding import Scope, Topic


def compose_comparison(context: Context, topic: Topic, scopes: list[Scope]) -> Draft | None:
    """Return the facts of a topic in each scope; one without any is said to be missing.

    None when no scope has any, or when the column next to a fact is of the year of one without.
    """
    sides = [
        (scope, select_facts(context, topic, facts_in_scope(context, topic.facts, scope)))
        for scope in scopes
    ]
    if _is_in_next_column(context, sides):
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


def _is_in_next_column(context: Context, sides: Sequence[tuple[Scope, list[Fact]]]) -> bool:
    """Whether the heads of a row that is told name the year of a side without facts."""
    missing = {scope.year for scope, facts in sides if not facts}
    snapshot = context.snapshot
    told = (snapshot.passage_at(f.document_id, f.start) for _, facts in sides for f in facts)
    rows = (passage for passage in told if passage and passage.kind == "row")
    return any(missing & set(snapshot.years_above(row)) for row in rows)


def _write_side(topic: Topic, heading: str, facts: list[Fact]) -> str:
    if not facts:
        return f"{heading}: {message('themes_none')}."
    items = list(dict.fromkeys(fact_item(topic, fact) for fact in facts))
    if len(items) == 1:
        return f"{heading}: {items[0]}."
    return f"{heading} ({len(items)}):\n{bullet_list(items)}"


def scopes_of_all_years(context: Context, topic: Topic, scope: Scope) -> list[Scope]:
    """Return one scope for each year in which a place has facts of a topic."""
    facts = facts_in_scope(context, topic.facts, scope)
    years = sorted({year for fact in facts if (year := context.snapshot.year_of(fact))})
    return [Scope(scope.place, year) for year in years]
