"""The movements that documents launch: each with the places and years that have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.answering import document_label, message
from knowledge.language import fold, folded_tokens
from knowledge.model import Fact
from knowledge.reading.documents import full_name
from knowledge.reading.pagination import Page, page_of
from knowledge.reading.parameters import MOVEMENTS_PER_PAGE
from knowledge.snapshot import Snapshot


@dataclass(frozen=True)
class MovementMention:
    """Where a movement is carried out, in which year, and the words of which document say so."""

    place: str
    year: int | None
    label: str
    url: str


@dataclass(frozen=True)
class ListedMovement:
    """A movement: who launched it and for which period as far as a text says so; empty for none."""

    name: str
    launcher: str
    period: str
    mentions: tuple[MovementMention, ...]
    ask: str


def list_movements(
    snapshot: Snapshot, place: str | None, year: int | None, typed: str, number: int
) -> Page[ListedMovement]:
    """Return a page of movements, those in most documents first.

    `typed` is part of a name, with or without marks.
    """
    part = _key(typed)
    by_name: dict[str, list[Fact]] = {}
    for fact in snapshot.facts:
        if fact.kind == "movement" and _is_within(snapshot, fact, place, year):
            by_name.setdefault(_key(fact.name), []).append(fact)
    groups = [facts for key, facts in by_name.items() if part in key]
    groups.sort(key=lambda facts: (-len({f.document_id for f in facts}), fold(facts[0].name)))
    return page_of(groups, number, MOVEMENTS_PER_PAGE, lambda one: _listed(snapshot, one))


def movement_years(snapshot: Snapshot) -> tuple[int, ...]:
    """Return the years that have movements, the newest first."""
    years = {snapshot.year_of(fact) for fact in snapshot.facts if fact.kind == "movement"}
    return tuple(sorted((year for year in years if year), reverse=True))


def _is_within(snapshot: Snapshot, fact: Fact, place: str | None, year: int | None) -> bool:
    of_place = place is None or place == (fact.place or snapshot.documents[fact.document_id].place)
    return of_place and (year is None or snapshot.year_of(fact) == year)


def _key(name: str) -> str:
    """Return what is the same in all manners of writing a name: its words."""
    return " ".join(folded_tokens(name))


def _listed(snapshot: Snapshot, facts: Iterable[Fact]) -> ListedMovement:
    facts = list(facts)
    mentions = dict.fromkeys(_mention(snapshot, fact) for fact in facts)
    # Of one passage that names it twice the first is enough.
    by_place = {(one.place, one.year, one.label): one for one in reversed(mentions)}
    # As most texts write it.
    name = Counter(fact.name for fact in facts).most_common(1)[0][0]
    return ListedMovement(
        name=name,
        launcher=next((f.details.launcher for f in facts if f.details.launcher), ""),
        period=next((f.details.period for f in facts if f.details.period), ""),
        mentions=tuple(
            sorted(by_place.values(), key=lambda one: (-(one.year or 0), fold(one.place)))
        ),
        ask=message("ask_movement", name=name),
    )


def _mention(snapshot: Snapshot, fact: Fact) -> MovementMention:
    document = snapshot.documents[fact.document_id]
    passage = snapshot.passage_at(fact.document_id, fact.start)
    anchor = f"#p{passage.number}" if passage else ""
    return MovementMention(
        place=full_name(snapshot, fact.place or document.place),
        year=snapshot.year_of(fact),
        label=document_label(document),
        url=f"/documents/{document.id}{anchor}",
    )
