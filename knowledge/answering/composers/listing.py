"""Across places: which of them have a thing, which campaigns are held, who belongs to a group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.citations import cite_span, document_label
from knowledge.answering.composers.selection import facts_in_scope, group_by_scope
from knowledge.answering.composers.wording import fact_item, verdict_on_count, write_facts
from knowledge.answering.draft import Context, Draft, StatedFact
from knowledge.answering.parameters import FACT_MARGIN, MIN_FACT_COVERAGE, SAME_MOVEMENT
from knowledge.answering.phrasing import (
    bullet_list,
    capitalize_first,
    message,
    scope_heading,
)
from knowledge.answering.premises import Tally
from knowledge.language import NUMBER_WORDS, fold, gazetteer, one_line
from knowledge.model import Citation, Fact
from knowledge.understanding import Scope, Topic

#: What members of a group are called.
MEMBERS = ("tinh", "don vi", "thanh vien")
#: What follows their number where all of a group are counted: "7 tỉnh trong Cụm".
IN_GROUP = r"(?:trong |cua |thuoc )?(?:cum|khoi)\b"
#: What stands between the names of a list.
SEPARATORS = re.compile(r"[,;.\s]|\bvà\b")


def compose_places(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Return which places have what was asked: a movement by its name, a theme by its words."""
    focus = context.question.focus
    if not focus:
        return None
    facts = facts_in_scope(context, topic.facts, scope.without_place)
    scored = [(context.coverage(focus, f"{f.name} {f.value}"), f) for f in facts]
    best = max((score for score, _ in scored), default=0.0)
    if best < MIN_FACT_COVERAGE:
        return None
    least = SAME_MOVEMENT if best >= SAME_MOVEMENT else best - FACT_MARGIN
    shown = [fact for score, fact in scored if score >= least]
    groups = group_by_scope(context, shown)
    if len(groups) == 1:
        group, members = next(iter(groups.items()))
        text = write_facts(context, topic, group, members)
        return Draft(text, members, scope=group, place=group.place)
    items = [
        f"{scope_heading(group)}: "
        + "; ".join(dict.fromkeys(fact_item(topic, fact) for fact in members))
        for group, members in groups.items()
    ]
    head = message("places_of", noun=topic.noun)
    stated = [StatedFact(fact.place or "", fact.name, i) for i, fact in enumerate(shown)]
    return Draft(head + "\n" + bullet_list(items), shown, stated)


def compose_campaigns(context: Context, scope: Scope) -> Draft | None:
    """Return the campaigns that are held, of one year when it is given, with their themes."""
    facts = facts_in_scope(context, ("theme", "launch", "issued"), scope)
    groups = group_by_scope(context, facts)
    if not groups:
        return None
    by_year = sorted(groups.items(), key=lambda g: (g[0].year or 0, scope_heading(g[0])))
    items, shown = [], []
    for group, members in by_year:
        theme = next((fact for fact in members if fact.kind == "theme"), None)
        issued = next((fact for fact in members if fact.kind == "issued"), None)
        shown.append(issued or theme or members[0])
        about = f" – {issued.name}" if issued else ""
        about = f" – chủ đề “{theme.name}”" if theme else about
        items.append(f"{scope_heading(group)}{about}")
    year = f" năm {scope.year}" if scope.year else ""
    text = message("campaigns", year=year) + "\n" + bullet_list(items)
    return Draft(text, shown, scope=scope)


def compose_members(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Return the members of a group, its leaders among them.

    A province stands for the group it is in; None when several groups are meant, or only leaders are
    known: they are not all.
    """
    groups = {fact.place for fact in facts_in_scope(context, topic.facts, scope)}
    if len(groups) != 1:
        return None
    everywhere = facts_in_scope(context, topic.facts, scope.without_place)
    members = [fact for fact in everywhere if fact.place in groups]
    if len({fact.details.place for fact in members if fact.kind == "member"}) != 1:
        return None
    distinct: dict[str, Fact] = {}
    for fact in sorted(members, key=lambda fact: fact.kind != "leader"):
        distinct.setdefault(fold(fact.name), fact)
    shown = list(distinct.values())
    group = shown[0].place or ""
    names = ", ".join(fact.name for fact in shown)
    are_provinces = all(gazetteer().place_named(fact.name) for fact in shown)
    kind = "members" if are_provinces else "members_units"
    if not _are_all(context, shown):
        kind = "members_read"
    text = message(kind, name=group, count=len(shown), list=names)
    stated = [StatedFact("thành viên", fact.name, i) for i, fact in enumerate(shown)]
    scope = Scope(context.snapshot.gazetteer.place_named(group), scope.year)
    tally = Tally(len(shown)) if kind != "members_read" else None
    verdict = verdict_on_count(context.question, MEMBERS, tally, "đơn vị thành viên")
    return Draft(text, shown, stated, scope=scope, verdict=verdict)


def _are_all(context: Context, members: Sequence[Fact]) -> bool:
    """Whether a text says that these are all: by their number, or in a list that ends with them."""
    said = next(fact for fact in members if fact.kind == "member")
    words = [word for word, number in NUMBER_WORDS.items() if number == len(members)]
    number = rf"\b(?:0?{'|'.join([str(len(members)), *words])}) (?:{'|'.join(MEMBERS)}) "
    if re.search(number + IN_GROUP, fold(context.snapshot.document(said.document_id).text)):
        return True
    sentence = one_line(context.snapshot.evidence_text(said))
    names = [fact.name for fact in members]
    if not all(name in sentence for name in names):
        return False
    rest = sentence[min(map(sentence.index, names)) :]
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    return not SEPARATORS.sub("", rest)


def compose_documents(context: Context) -> Draft:
    """Return the documents that are held, each cited by its first passage."""
    documents = list(context.snapshot.documents.values())
    items = [capitalize_first(document_label(document)) for document in documents]
    text = message("documents", count=len(items)) + "\n" + bullet_list(items)
    citations = tuple(_opening(context, document.id) for document in documents)
    return Draft(text, citations=citations)


def _opening(context: Context, document_id: str) -> Citation:
    first = context.snapshot.text_of(document_id).passages[0]
    return cite_span(context.snapshot, document_id, first.start, first.end)
