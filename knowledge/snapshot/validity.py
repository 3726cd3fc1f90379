"""Which documents hold on a day, as the stored texts say of each other.

A text that is replaced or ended stops where the other begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from knowledge.language import fold
from knowledge.model import Fact, Metadata, StoredDocument

#: Relations after which a text no longer holds; an amended one goes on.
ENDING = ("replaces", "ends")
#: A number with its year is one text's; 15/KH-UBND is every office's, every year.
WITH_YEAR = re.compile(r"/\d{4}/")


def replacement_days(documents: Mapping[str, Metadata], facts: Iterable[Fact]) -> dict[str, date]:
    """Return id → first day on which another stored text has replaced or ended a document.

    A text that does not say from when it holds ends nothing: the day is not guessed.
    """
    by_number: dict[str, list[Metadata]] = {}
    for document in documents.values():
        if document.number:
            by_number.setdefault(fold(document.number), []).append(document)
    days: dict[str, date] = {}
    for fact in facts:
        if fact.kind != "relation" or fact.value not in ENDING:
            continue
        newer = documents[fact.document_id]
        for document in by_number.get(fold(fact.details.number), []):
            if newer.effective_from and _is_meant(fact, newer, document):
                earliest = days.get(document.id, date.max)
                days[document.id] = min(newer.effective_from, earliest)
    return days


def with_replacements(
    documents: Mapping[str, StoredDocument], days: Mapping[str, date]
) -> dict[str, StoredDocument]:
    """Return the documents with `effective_to` as `replacement_days` found it."""
    return {
        key: replace(document, effective_to=min(days[key], document.effective_to or date.max))
        if key in days
        else document
        for key, document in documents.items()
    }


def _is_meant(fact: Fact, newer: Metadata, document: Metadata) -> bool:
    """Whether the document with the number that `newer` names is the one it means."""
    if document.id == newer.id:
        return False
    if newer.issued and document.issued and document.issued > newer.issued:
        return False
    if fact.details.date and document.issued and document.issued != fact.details.date:
        return False
    same_place = document.place is not None and document.place == newer.place
    return bool(WITH_YEAR.search(document.number or "")) or same_place


def held_on(document: Metadata, day: date) -> bool:
    """Whether nothing says that a document did not hold on a day; before it was issued none did."""
    was_issued = document.effective_from or document.issued is None or document.issued <= day
    return document.in_force(day) and bool(was_issued)


def document_versions(documents: Iterable[Metadata]) -> dict[str, tuple[str, ...]]:
    """Return id of the newest version → ids of the older ones, the newest first.

    Versions bear the same number, day and title; the one added last is the newest. Documents of
    one version only are left out.
    """
    groups: dict[tuple[str, date, str], list[Metadata]] = {}
    for document in documents:
        if document.number and document.issued:
            key = fold(document.number), document.issued, fold(document.title)
            groups.setdefault(key, []).append(document)
    several = [
        sorted(group, key=lambda document: -document.added)
        for group in groups.values()
        if len(group) > 1
    ]
    return {newest.id: tuple(older.id for older in rest) for newest, *rest in several}
