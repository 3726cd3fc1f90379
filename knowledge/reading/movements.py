"""The movements that documents launch: each with the places and years that have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from knowledge.answering import document_label, is_joint, message, passage_address
from knowledge.language import fold, folded_tokens
from knowledge.model import Fact
from knowledge.reading.pagination import Page, page_of
from knowledge.reading.parameters import MOVEMENTS_PER_PAGE
from knowledge.reading.shelf import full_name
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


@dataclass(frozen=True)
class _Launch:
    """A fact of a movement, what names it in all manners of writing, and whose and when it is."""

    key: str
    place: str | None
    year: int | None
    fact: Fact


class Movements:
    """The movements of one snapshot; what does not hang on what is asked is made once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def page(
        self, place: str | None, year: int | None, typed: str, number: int
    ) -> Page[ListedMovement]:
        """Return a page of movements, those in most documents first.

        `typed` is part of a name, with or without marks.
        """
        part, groups = _key(typed), self._all
        if place is not None or year is not None:
            groups = _by_name(one for one in self._launches if _is_within(one, place, year))
        found = [facts for key, facts in groups.items() if part in key]
        return page_of(found, number, MOVEMENTS_PER_PAGE, lambda one: _listed(self._snapshot, one))

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have movements, the newest first."""
        return tuple(sorted({one.year for one in self._launches if one.year}, reverse=True))

    @cached_property
    def _all(self) -> dict[str, list[Fact]]:
        return _by_name(self._launches)

    @cached_property
    def _launches(self) -> tuple[_Launch, ...]:
        documents, year_of = self._snapshot.documents, self._snapshot.year_of
        return tuple(
            _Launch(
                _key(fact.name),
                fact.place or documents[fact.document_id].place,
                year_of(fact),
                fact,
            )
            for fact in self._snapshot.facts
            if fact.kind == "movement"
        )


def _by_name(launches: Iterable[_Launch]) -> dict[str, list[Fact]]:
    """Return the facts of each movement, those of most documents first."""
    by_name: dict[str, list[Fact]] = {}
    for launch in launches:
        by_name.setdefault(launch.key, []).append(launch.fact)
    counts = {key: len({fact.document_id for fact in facts}) for key, facts in by_name.items()}
    return {key: by_name[key] for key in sorted(by_name, key=lambda key: (-counts[key], key))}


def _is_within(launch: _Launch, place: str | None, year: int | None) -> bool:
    return (place is None or launch.place == place) and (year is None or launch.year == year)


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
        # A body that a text names alone says more than several that are named together.
        launcher=min(
            (f.details.launcher for f in facts if f.details.launcher), key=is_joint, default=""
        ),
        period=next((f.details.period for f in facts if f.details.period), ""),
        mentions=tuple(
            sorted(by_place.values(), key=lambda one: (-(one.year or 0), fold(one.place)))
        ),
        ask=message("ask_movement", name=name),
    )


def _mention(snapshot: Snapshot, fact: Fact) -> MovementMention:
    document = snapshot.documents[fact.document_id]
    passage = snapshot.passage_at(fact.document_id, fact.start)
    return MovementMention(
        place=full_name(snapshot, fact.place or document.place),
        year=snapshot.year_of(fact),
        label=document_label(document),
        url=passage_address(document.id, passage),
    )
