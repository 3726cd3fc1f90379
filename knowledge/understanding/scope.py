"""Which place and year a question is about: as it says, else as the conversation left it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.language import Gazetteer, Place
from knowledge.model import Subject
from knowledge.understanding.question import Question


@dataclass(frozen=True)
class Scope:
    """A place and a year; None is open. `…_carried` is True when it came from the conversation.

    `documents` are the ids of those that the question names by their number.
    """

    place: Place | None = None
    year: int | None = None
    place_carried: bool = False
    year_carried: bool = False
    documents: frozenset[str] = frozenset()

    @property
    def without_place(self) -> Scope:
        """The same with an open place."""
        return replace(self, place=None, place_carried=False)

    @property
    def without_year(self) -> Scope:
        """The same with an open year."""
        return replace(self, year=None, year_carried=False)


def resolve_scopes(question: Question, subject: Subject, places: Gazetteer) -> list[Scope]:
    """Return what a question asks about: one scope, or one for each of its places or years.

    `places` knows the one spoken of. What is asked of now is of no year spoken of before.
    """
    if "now" in question.modes:
        subject = replace(subject, year=None)
    carried = places.place_named(subject.place)
    if not question.places:
        return _scopes_of_years(question, subject, carried)
    if _compares_with(question, carried):
        both = (carried, question.places[0])
        return [Scope(place, year) for place in both for year in question.years or (None,)]
    stands_alone = (question.topic or question.focus) and "follow_up" not in question.modes
    keeps_year = bool(subject.year and not question.years and not stands_alone)
    years = question.years or (subject.year if keeps_year else None,)
    places_asked = _most_specific(question.places)
    if len(places_asked) == len(question.years) > 1:
        # "A năm 2022 và B năm 2023": each place with its own year.
        pairs = zip(places_asked, question.years, strict=True)
        return [Scope(place, year) for place, year in pairs]
    return [Scope(place, year, False, keeps_year) for place in places_asked for year in years]


def _scopes_of_years(question: Question, subject: Subject, carried: Place | None) -> list[Scope]:
    years: tuple[int | None, ...] = question.years or (subject.year,)
    return [
        Scope(carried, year, carried is not None, not question.years and year is not None)
        for year in years
    ]


def _compares_with(question: Question, carried: Place | None) -> bool:
    """Whether "so sánh với B" compares B with the place spoken of before."""
    one_other = len(question.places) == 1 and carried not in question.places
    return "compare" in question.modes and carried is not None and one_other


def _most_specific(places: Iterable[Place]) -> list[Place]:
    """Leave out a province that only says where a district is: "huyện Chợ Đồn, tỉnh Bắc Kạn"."""
    named = list(places)
    provinces = {place.province for place in named if place.province}
    return [place for place in named if place.province or place.name not in provinces] or named
