"""What is derived from a document when it is stored: what it is about, and the words of its passages.

A store says by which version of these rules it was filled (`DERIVATION`); what another version has
derived is derived anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language import dates_in, gazetteer, normalized_tokens, years_in
from knowledge.model import HEADING_SEPARATOR, Document, Metadata, Passage
from knowledge.storage.derived.communes import commune_kind
from knowledge.storage.derived.leads import lead_of_each
from knowledge.storage.parameters import (
    DATING_LETTERS,
    HEADLINE_LETTERS,
    NAMING_LETTERS,
    NATIONAL,
    OPENING_LETTERS,
    SEARCHABLE_KINDS,
)

#: Raised with every change of what this module, or what it calls, derives from the same text.
DERIVATION = 1
#: "Hà Nội, ngày 14 tháng 6 năm 2025" on a line of its own.
DATE_LINE = re.compile(r"^.{0,40},\s*ngày\s.{0,40}$", re.MULTILINE | re.IGNORECASE)
#: Four digits that may be a year, wherever they stand.
YEAR_DIGITS = re.compile(r"(?=((?:19|20)\d\d))")


@dataclass(frozen=True)
class DerivedPassage:
    """Of a passage: places and years it, or its document, is about, and its words as they stand.

    `places` has NATIONAL where its document is about none.
    `years_above` are named by the nearest line above that names any; `context` are the words of
    title, number, headings and label.
    """

    places: frozenset[str]
    years: frozenset[int]
    years_above: frozenset[int]
    context: tuple[str, ...]
    heading: tuple[str, ...]
    text: tuple[str, ...]


@dataclass(frozen=True)
class DerivedDocument:
    """The columns that are derived from a document, and what is derived from each passage."""

    about_places: frozenset[str]
    about_years: frozenset[int]
    commune_kind: str
    opening: str
    passages: tuple[DerivedPassage, ...]


def derive(document: Document, passages: Sequence[Passage]) -> DerivedDocument:
    """Derive what is stored besides a document and its passages, which come in their order."""
    places, years = places_of(document), years_of(document)
    above = years_above_each(passages)
    return DerivedDocument(
        about_places=places,
        about_years=years,
        commune_kind=commune_kind(document),
        opening=document.text[:OPENING_LETTERS],
        passages=tuple(
            _derive_passage(document, passage, places, years, years_above)
            for passage, years_above in zip(passages, above, strict=True)
        ),
    )


def _derive_passage(
    document: Document,
    passage: Passage,
    places: frozenset[str],
    years: frozenset[int],
    above: frozenset[int],
) -> DerivedPassage:
    is_searched = passage.kind in SEARCHABLE_KINDS
    return DerivedPassage(
        places=(places or frozenset([NATIONAL])).union(passage.places),
        years=years | {int(digits) for digits in YEAR_DIGITS.findall(passage.text)},
        years_above=above,
        context=_words(context_of(document, passage)) if is_searched else (),
        heading=_words(passage.nearest_heading) if is_searched else (),
        text=_words(passage.text) if passage.kind != "boilerplate" else (),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(normalized_tokens(text))


def context_of(document: Metadata, passage: Passage) -> str:
    """Return title, number, headings and label on one line: what keyword search adds."""
    parts = (document.title, document.number, passage.heading, passage.label)
    return HEADING_SEPARATOR.join(part for part in parts if part)


def years_above_each(passages: Sequence[Passage]) -> list[frozenset[int]]:
    """Return of each passage the years that the nearest line above it names of those that lead it."""
    searched = [p for p in passages if p.kind in SEARCHABLE_KINDS]
    leads = lead_of_each(searched)
    found = {
        passage.number: years_above(passage, [searched[lead] for lead in of_it])
        for passage, of_it in zip(searched, leads, strict=True)
    }
    return [frozenset(found.get(passage.number, ())) for passage in passages]


def years_above(passage: Passage, leads: Sequence[Passage]) -> tuple[int, ...]:
    """Return the years that the nearest of a passage's leads names, else of its headings.

    The head of its table ("Thực hiện 2025"), what opens its list, its headings.
    """
    lines = (*(lead.text for lead in reversed(leads)), *reversed(passage.headings))
    return tuple(next(filter(None, map(years_in, lines)), ()))


def places_of(document: Document) -> frozenset[str]:
    """Return the names of the places a document is about.

    Its own, those in its titles and in the name of the body that issued it, and those in its first
    lines, where letterheads and news name it: a headline only where its place is known.
    """
    letters = NAMING_LETTERS if document.place is None else HEADLINE_LETTERS
    # Where a letterhead was signed says nothing: the Government's decrees are of Hà Nội.
    opening = DATE_LINE.sub("", document.text[:letters])
    titles = f"{document.title}\n{document.source_title or ''}\n{document.authority or ''}"
    named = {place.name for place in gazetteer().places_in(f"{titles}\n{opening}")}
    return frozenset(named | ({document.place} if document.place else set()))


def years_of(document: Document) -> frozenset[int]:
    """Return the years a document speaks of: its campaign's, its own, those of its first lines.

    Where none of them is known, the years of the days that it names.
    """
    dated = {day.year for day in (document.issued, document.published) if day}
    letters = HEADLINE_LETTERS if document.years else NAMING_LETTERS
    opening = f"{document.title}\n{document.text[:letters]}"
    named = frozenset({*years_in(opening), *document.years, *dated})
    if named:
        return named
    return frozenset(day.day.year for day in dates_in(document.text[:DATING_LETTERS]))
