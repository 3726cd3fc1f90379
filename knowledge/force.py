"""What holds on a day, as the texts held say it of each other: one that is replaced or ended stops where the other begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from knowledge.model import Document, Fact
from knowledge.text import fold

#: Relations after which a text no longer holds; amended, it goes on.
ENDING = ("replaces", "ends")
#: A number with its year is one text's; 15/KH-UBND is every office's, every year.
WITH_YEAR = re.compile(r"/\d{4}/")


def replaced(documents: Mapping[str, Document], facts: Iterable[Fact]) -> dict[str, date]:
    """Give the documents that other held texts replace or end: id → the first day they no longer hold.

    A text that does not say from when it holds ends nothing: when is not guessed.
    """
    by_number: dict[str, list[Document]] = {}
    for document in documents.values():
        if document.number:
            by_number.setdefault(fold(document.number), []).append(document)
    days: dict[str, date] = {}
    for fact in facts:
        if fact.kind != "relation" or fact.value not in ENDING:
            continue
        other = documents[fact.document_id]
        for document in by_number.get(fold(fact.details.get("number", "")), []):
            if other.effective_from and _means(fact, other, document):
                days[document.id] = min(other.effective_from, days.get(document.id, date.max))
    return days


def settled(documents: Mapping[str, Document], ends: Mapping[str, date]) -> dict[str, Document]:
    """Give the documents with the last days in force that `replaced` found."""
    return {
        key: replace(document, effective_to=min(ends[key], document.effective_to or date.max))
        if key in ends
        else document
        for key, document in documents.items()
    }


def _means(fact: Fact, other: Document, document: Document) -> bool:
    """Tell whether a text with the number that is named is the text that is meant."""
    if document.id == other.id or (other.issued and document.issued and document.issued > other.issued):
        return False
    named = fact.details.get("date")
    if named and document.issued and document.issued != date.fromisoformat(named):
        return False
    return bool(WITH_YEAR.search(document.number or "")) or (
        document.place is not None and document.place == other.place
    )


def versions(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """Give the documents held in several versions: the id of the newest → the ids of the older ones, the newest first.

    Versions bear the same number, day and title; the one that came last is the newest.
    """
    groups: dict[tuple[str, date, str], list[Document]] = {}
    for document in documents:
        if document.number and document.issued:
            key = fold(document.number), document.issued, fold(document.title)
            groups.setdefault(key, []).append(document)
    several = (sorted(group, key=lambda one: -one.added) for group in groups.values() if len(group) > 1)
    return {newest.id: tuple(older.id for older in rest) for newest, *rest in several}
