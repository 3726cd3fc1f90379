"""How facts are made: the details that each kind has, and their place and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from indexer.extraction.parameters import MAX_YEAR_DISTANCE
from indexer.rules import load_rules
from indexer.structure.sentences import Sentence
from knowledge.language import gazetteer, one_line, years_in
from knowledge.model import Document, Fact, FactDetails

#: Kind of fact → the fields of `FactDetails` that it may set.
#: Facts of a sidecar have `by_hand` alone (`indexer/sidecar.py`).
DETAIL_FIELDS: dict[str, tuple[str, ...]] = {
    row["kind"]: tuple(row.get("details", ())) for row in load_rules("fact_kinds")
}


def build_details(kind: str, values: Mapping[str, Any]) -> FactDetails:
    """Return the details of a fact from the `values` of its fields; None is one that is not set.

    Raise `KeyError` for a field that facts of this kind do not have.
    """
    if unknown := values.keys() - set(DETAIL_FIELDS[kind]):
        raise KeyError(f"details of {kind}: {', '.join(sorted(unknown))}")
    return FactDetails(**{name: value for name, value in values.items() if value is not None})


@dataclass(frozen=True)
class CampaignContext:
    """What is known of a document before its facts are read; they take place and year from it."""

    document_id: str
    place: str | None = None
    year: int | None = None
    published: date | None = None


def document_year(document: Document) -> int | None:
    """Return the year for which a document's facts hold: the last that it is about."""
    return document.years[-1] if document.years else None


def build_fact(
    sentence: Sentence,
    context: CampaignContext,
    kind: str,
    name: str,
    *,
    value: str = "",
    details: Mapping[str, Any] | None = None,
) -> Fact:
    """Return a fact whose evidence is `sentence`, with place and year of the document."""
    return Fact(
        document_id=context.document_id,
        kind=kind,
        name=one_line(name),
        start=sentence.start,
        end=sentence.end,
        value=one_line(value),
        place=context.place,
        year=context.year,
        details=build_details(kind, details or {}),
    )


def sentence_place(
    sentence: Sentence, context: CampaignContext, named: str | None = None
) -> str | None:
    """Return the place for which a sentence holds: `named` when given, else the document's.

    In a text of a cluster of provinces it is the only province that the sentence names.
    """
    if named:
        return named
    if not is_cluster(context.place) or "trong Cụm" in sentence.text:
        return context.place
    places = gazetteer().places_in(sentence.text)
    provinces = {place.name for place in places if place.kind != "cụm"}
    return provinces.pop() if len(provinces) == 1 else context.place


def at_sentence(fact: Fact, sentence: Sentence, context: CampaignContext) -> Fact:
    """Return a theme or honour with the year and place of its sentence: a review names the year before."""
    year = _sentence_year(sentence, context.year)
    return replace(fact, year=year, place=sentence_place(sentence, context))


def _sentence_year(sentence: Sentence, year: int | None) -> int | None:
    """Return the only year near `year` that a sentence names, or its paragraph up to it; else `year`."""
    if year is None:
        return None
    before = sentence.block.text[: sentence.start - sentence.block.start]
    named = years_in(sentence.text) or years_in(before)
    near = {found for found in named if abs(found - year) <= MAX_YEAR_DISTANCE}
    return near.pop() if len(near) == 1 else year


def is_cluster(place: str | None) -> bool:
    """Whether `place` is a cluster of provinces, not a place itself."""
    known = gazetteer().place_named(place)
    return known is not None and known.kind == "cụm"
