"""Which place and year an answer is about: as the question says, else as the conversation left it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.model import Fact, Subject
from knowledge.questions import Question
from knowledge.snapshot import Snapshot
from knowledge.text import fold
from knowledge.vocabulary import Place, Vocabulary

#: Kinds of fact that speak of a place in their own words even in another place's document.
SPEAKING = {"person", "leader", "member"}


@dataclass(frozen=True)
class Scope:
    """A place and a year, either of which may be open; `carried` tells which came from the conversation."""

    place: Place | None = None
    year: int | None = None
    place_carried: bool = False
    year_carried: bool = False

    @property
    def open_place(self) -> Scope:
        """The same without a place."""
        return replace(self, place=None, place_carried=False)

    @property
    def open_year(self) -> Scope:
        """The same without a year."""
        return replace(self, year=None, year_carried=False)


def scopes_of(question: Question, subject: Subject, words: Vocabulary) -> list[Scope]:
    """Give what a question asks about: one scope, or several when it names several places or years."""
    carried = words.place(subject.place) if subject.place else None
    if not question.places:
        years: tuple[int | None, ...] = question.years or (subject.year,)
        return [Scope(carried, year, carried is not None, not question.years and year is not None) for year in years]
    if "compare" in question.modes and carried and len(question.places) == 1 and carried not in question.places:
        return [Scope(place, year) for place in (carried, question.places[0]) for year in question.years or (None,)]
    whole = (question.topic is not None or question.focus) and "follow_up" not in question.modes
    keeps_year = subject.year and not question.years and not whole
    years = question.years or (subject.year if keeps_year else None,)
    places = _least(question.places)
    if len(places) == len(question.years) > 1:
        # "A năm 2022 và B năm 2023": each place with its own year.
        return [Scope(place, year) for place, year in zip(places, question.years, strict=True)]
    return [Scope(place, year, False, bool(keeps_year)) for place in places for year in years]


def _least(places: Iterable[Place]) -> list[Place]:
    """Leave out a province that only says where a district is: "huyện Chợ Đồn, tỉnh Bắc Kạn"."""
    named = list(places)
    above = {place.province for place in named if place.province}
    return [place for place in named if place.province or place.name not in above] or named


def facts_in(snapshot: Snapshot, scope: Scope, kinds: Iterable[str]) -> list[Fact]:
    """Give the facts of these kinds that speak of the scope's place and year."""
    wanted = set(kinds)
    return [
        fact
        for fact in snapshot.facts
        if fact.kind in wanted and _of_place(snapshot, fact, scope.place) and _of_year(snapshot, fact, scope.year)
    ]


def _of_place(snapshot: Snapshot, fact: Fact, place: Place | None) -> bool:
    if place is None or fact.place == place.name:
        return True
    said = f"{fact.name} {fact.details.get('role', '')} {fact.details.get('place', '')}"
    return fact.kind in SPEAKING and fold(place.name) in fold(said)


def _of_year(snapshot: Snapshot, fact: Fact, year: int | None) -> bool:
    if year is None or fact.year == year:
        return True
    return fact.year is None and year in snapshot.documents[fact.document_id].years


def year_of(snapshot: Snapshot, fact: Fact) -> int | None:
    """Give the year a fact is about: its own, else that of its document's campaign."""
    years = snapshot.documents[fact.document_id].years
    return fact.year or (years[-1] if years else None)
