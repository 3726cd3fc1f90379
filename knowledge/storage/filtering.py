"""Which passages a search looks through, as one statement for either engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, ColumnElement, Integer, Select, and_, any_, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from knowledge.storage.parameters import NATIONAL, SEARCHABLE_KINDS
from knowledge.storage.schema import documents, passage_places, passage_years, passages


@dataclass(frozen=True)
class PassageFilter:
    """Which passages are searched: of a place, a year, a kind of document, named documents, an
    article of a legal text ("Điều 35"); what is None or empty lets every passage through.

    `is_national`: of the texts that are about no place, the law's. `day`: of documents that nothing
    stored with them says not to have held then; that another text replaced them is not seen here.
    """

    place: str | None = None
    year: int | None = None
    kind: str | None = None
    documents: frozenset[str] = frozenset()
    article: str = ""
    is_national: bool = False
    day: date | None = None


def among(column: Column[int], keys: Sequence[int], is_postgresql: bool) -> ColumnElement[bool]:
    """Return the condition that a number is one of several.

    PostgreSQL takes them as one array: hundreds of parameters cost more than what they look up.
    """
    if is_postgresql:
        return column == any_(literal(list(keys), ARRAY(Integer)))
    return column.in_(keys)


def passages_within(within: PassageFilter) -> Select[tuple[int]]:
    """Return the statement that selects the ids of the passages that a filter lets through."""
    chosen = select(passages.c.id).where(passages.c.kind.in_(SEARCHABLE_KINDS))
    if within.documents:
        chosen = chosen.where(passages.c.document_id.in_(sorted(within.documents)))
    if within.kind is not None:
        of_kind = select(documents.c.id).where(documents.c.kind == within.kind)
        chosen = chosen.where(passages.c.document_id.in_(of_kind))
    if within.article:
        label, part = passages.c.label, f"{within.article} "
        chosen = chosen.where(or_(label == within.article, label.startswith(part)))
    if within.day is not None:
        of_day = select(documents.c.id).where(*_held_on(within.day.isoformat()))
        chosen = chosen.where(passages.c.document_id.in_(of_day))
    if within.is_national:
        chosen = chosen.where(passages.c.id.in_(_of_place(NATIONAL)))
    if within.place is not None:
        chosen = chosen.where(passages.c.id.in_(_of_place(within.place)))
    if within.year is not None:
        chosen = chosen.where(passages.c.id.in_(_of_year(within.year, within.place is not None)))
    return chosen


def _held_on(day: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a document held on a day, as `snapshot.held_on` has them."""
    start, end, issued = documents.c.effective_from, documents.c.effective_to, documents.c.issued
    was_issued = and_(start.is_(None), or_(issued.is_(None), issued <= day))
    return or_(start <= day, was_issued), or_(end.is_(None), end > day)


def _of_place(place: str) -> Select[tuple[int]]:
    return select(passage_places.c.passage_id).where(passage_places.c.place == place)


def _of_year(year: int, with_place: bool) -> Select[tuple[int]]:
    """Return the passages of a year: where a place is named too, a line above may name the year."""
    chosen = select(passage_years.c.passage_id).where(passage_years.c.year == year)
    return chosen if with_place else chosen.where(passage_years.c.is_above.is_(False))
