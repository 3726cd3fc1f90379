"""Answers across documents: several places or years beside each other, and which places do a thing."""

from __future__ import annotations

from knowledge.drafts import Context, Draft
from knowledge.evidence import FACT_THRESHOLD
from knowledge.lists import grouped, item, narrow, tell
from knowledge.model import Fact
from knowledge.phrasing import bullets, of, say, upper_first
from knowledge.scope import Scope, facts_in, year_of
from knowledge.text import fold
from knowledge.vocabulary import Topic

#: The share of a movement's name that must be named before two names count as one movement.
SAME_NAME = 0.9


def compared(context: Context, topic: Topic, scopes: list[Scope]) -> Draft | None:
    """Set the facts of a topic in several places or years side by side; a missing one is said to be missing."""
    lines: list[str] = []
    kept: list[Fact] = []
    found = 0
    named: list[tuple[str, str, int]] = []
    for scope in scopes:
        facts = narrow(context, topic, facts_in(context.snapshot, scope, topic.facts))
        about = upper_first(of(scope.place, scope.year).removeprefix("của "))
        if not facts:
            lines.append(f"{about}: {say('themes_none')}.")
            continue
        found += 1
        items = list(dict.fromkeys(item(topic, fact) for fact in facts))
        lines.append(f"{about}: {items[0]}." if len(items) == 1 else f"{about} ({len(items)}):\n{bullets(items)}")
        named += [(f"{topic.noun} – {about}", fact.name, len(kept) + index) for index, fact in enumerate(facts)]
        kept += facts
    if not found:
        return None
    return Draft(say("compare", noun=topic.noun) + "\n" + "\n".join(lines), kept, named, scope=scopes[-1])


def all_years(context: Context, topic: Topic, scope: Scope) -> list[Scope]:
    """Give the years for which a place has facts of a topic, for "so sánh" without years."""
    facts = facts_in(context.snapshot, scope, topic.facts)
    years = sorted({year for fact in facts if (year := year_of(context.snapshot, fact))})
    return [Scope(scope.place, year) for year in years]


def which_places(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Tell which places have what was asked: a movement by its name, a theme by its words."""
    if not context.question.focus:
        return None
    facts = facts_in(context.snapshot, scope.open_place, topic.facts)
    weigh, question = context.snapshot.evidence, context.question
    scored = [(weigh.coverage(question.focus, f"{fact.name} {fact.value}", question.marked), fact) for fact in facts]
    best = max((score for score, _ in scored), default=0.0)
    if best < FACT_THRESHOLD:
        return None
    least = SAME_NAME if best >= SAME_NAME else best - 0.05
    found = [fact for score, fact in scored if score >= least]
    groups = grouped(context, found)
    items = [
        f"{_name(group)}: {'; '.join(dict.fromkeys(item(topic, fact) for fact in members))}"
        for group, members in groups.items()
    ]
    head = say("places_of", count=len(groups), noun=topic.noun)
    if len(groups) == 1:
        group, members = next(iter(groups.items()))
        return Draft(tell(context, topic, group, members), members, scope=group, place=group.place)
    return Draft(head + "\n" + bullets(items), found, _named(found))


def _name(scope: Scope) -> str:
    return upper_first(of(scope.place, scope.year).removeprefix("của "))


def _named(facts: list[Fact]) -> list[tuple[str, str, int]]:
    return [(fact.place or "", fact.name, index) for index, fact in enumerate(facts)]


def campaigns(context: Context, scope: Scope) -> Draft | None:
    """List the campaigns held, of one year when it is given, each with what launched it."""
    facts = facts_in(context.snapshot, scope, ("theme", "launch", "issued"))
    groups = grouped(context, facts)
    if not groups:
        return None
    items, kept = [], []
    for group, members in sorted(groups.items(), key=lambda pair: (pair[0].year or 0, _name(pair[0]))):
        theme = next((fact for fact in members if fact.kind == "theme"), None)
        issued = next((fact for fact in members if fact.kind == "issued"), None)
        kept.append(issued or theme or members[0])
        said = f" – chủ đề “{theme.name}”" if theme else f" – {issued.name}" if issued else ""
        items.append(f"{_name(group)}{said}")
    year = f" năm {scope.year}" if scope.year else ""
    return Draft(say("campaigns", year=year) + "\n" + bullets(items), kept, scope=scope)


def members(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """List the provinces of a group, those that lead it among them; a province stands for the group it is in."""
    named = {fact.place for fact in facts_in(context.snapshot, scope, topic.facts)}
    if len(named) != 1:
        return None
    facts = [fact for fact in facts_in(context.snapshot, scope.open_place, topic.facts) if fact.place in named]
    names: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda fact: fact.kind != "leader"):
        names.setdefault(fold(fact.name), fact)
    kept = list(names.values())
    group = kept[0].place or ""
    listed = ", ".join(fact.name for fact in kept)
    text = say("members", name=group, count=len(kept), list=listed)
    stated = [("thành viên", fact.name, index) for index, fact in enumerate(kept)]
    return Draft(text, kept, stated, scope=Scope(context.words.place(group), scope.year))
