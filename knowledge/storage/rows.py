"""Documents, passages and facts as rows of SQLite's tables, and back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from knowledge.model import Document, Fact, FactDetails, Passage

DOCUMENT_COLUMNS = (
    "id", "title", "text", "kind", "number", "authority", "place", "years", "issued", "publisher",
    "published", "source_title", "source_url", "signer", "effective_from", "effective_to",
    "by_hand", "file", "doubts", "added", "checksum",
)  # fmt: skip
DAYS = ("issued", "published", "effective_from", "effective_to")
LISTS = ("years", "by_hand", "doubts")
PASSAGE_COLUMNS = (
    "document_id", "number", "start", "end", "kind", "label", "heading", "level", "places",
)  # fmt: skip
FACT_COLUMNS = (
    "document_id", "kind", "name", "value", "place", "year", "details", "start", "end",
    "confidence",
)  # fmt: skip

Row = tuple[Any, ...]


def document_row(document: Document) -> Row:
    """Return the values of DOCUMENT_COLUMNS; days as YYYY-MM-DD, lists as JSON."""
    lists = {name: json.dumps(getattr(document, name)) for name in LISTS}
    values = {**vars(document), **lists}
    for name in DAYS:
        values[name] = values[name].isoformat() if values[name] else None
    return tuple(values[name] for name in DOCUMENT_COLUMNS)


def document_from(row: Row) -> Document:
    """Return the document of a row of DOCUMENT_COLUMNS."""
    values = dict(zip(DOCUMENT_COLUMNS, row, strict=True))
    for name in LISTS:
        values[name] = tuple(json.loads(values[name]))
    for name in DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return Document(**values)


def passage_row(passage: Passage) -> Row:
    """Return the values of PASSAGE_COLUMNS; its text stands in its document."""
    values = {**vars(passage), "places": json.dumps(passage.places, ensure_ascii=False)}
    return tuple(values[name] for name in PASSAGE_COLUMNS)


def passage_from(text: str, row: Row) -> Passage:
    """Return the passage of a row of PASSAGE_COLUMNS and its text."""
    values = dict(zip(PASSAGE_COLUMNS, row, strict=True))
    values["places"] = tuple(json.loads(values["places"]))
    return Passage(text=text, **values)


def fact_row(fact: Fact) -> Row:
    """Return the values of FACT_COLUMNS; details as a JSON object of strings."""
    details = json.dumps(fact.details.as_json(), ensure_ascii=False)
    values = {**vars(fact), "details": details}
    return tuple(values[name] for name in FACT_COLUMNS)


def fact_from(row: Row) -> Fact:
    """Return the fact of a row of FACT_COLUMNS."""
    values = dict(zip(FACT_COLUMNS, row, strict=True))
    values["details"] = FactDetails.from_json(json.loads(values["details"]))
    return Fact(**values)
