"""Documents, passages and facts as rows of tables, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from knowledge.model import Document, Fact, FactDetails, Passage, StoredDocument
from knowledge.office import CuratedAnswer, CuratedSource

#: The columns of `Metadata`.
DOCUMENT_COLUMNS = (
    "id", "title", "kind", "number", "authority", "place", "years", "issued", "publisher",
    "published", "source_title", "source_url", "signer", "effective_from", "effective_to",
    "by_hand", "file", "doubts", "added", "checksum",
)  # fmt: skip
#: What `StoredDocument` has besides.
STORED_COLUMNS = (
    "revision", "first_passage", "last_passage", "length", "opening", "about_places", "about_years",
    "commune_kind",
)  # fmt: skip
DAYS = ("issued", "published", "effective_from", "effective_to")
LISTS = ("years", "by_hand", "doubts")
SETS = ("about_places", "about_years")
PASSAGE_COLUMNS = (
    "document_id", "number", "start", "end", "kind", "label", "heading", "level", "places", "text",
)  # fmt: skip
FACT_COLUMNS = (
    "document_id", "kind", "name", "value", "place", "year", "details", "start", "end",
    "confidence",
)  # fmt: skip
#: The columns of `CuratedAnswer` but for its wordings, which have a table of their own.
CURATED_COLUMNS = (
    "id", "text", "sources", "places", "holds_from", "holds_to", "expires", "state", "author",
    "approver", "approver_name", "approved", "office", "revision",
)  # fmt: skip
CURATED_DAYS = ("holds_from", "holds_to", "expires", "approved")

Row = dict[str, Any]


def document_row(document: Document) -> Row:
    """Return the columns of a document and its text; days as YYYY-MM-DD, lists as JSON."""
    values = {name: getattr(document, name) for name in ("text", *DOCUMENT_COLUMNS)}
    for name in LISTS:
        values[name] = json.dumps(values[name])
    for name in DAYS:
        values[name] = values[name].isoformat() if values[name] else None
    return values


def document_from(row: Mapping[Any, Any]) -> Document:
    """Return the document of a row of DOCUMENT_COLUMNS with its text."""
    return Document(text=row["text"], **_metadata(row))


def stored_document_from(row: Mapping[Any, Any]) -> StoredDocument:
    """Return what is stored of a document besides its text."""
    stored = {name: row[name] for name in STORED_COLUMNS}
    for name in SETS:
        stored[name] = frozenset(json.loads(stored[name]))
    return StoredDocument(**_metadata(row), **stored)


def _metadata(row: Mapping[Any, Any]) -> Row:
    values = {name: row[name] for name in DOCUMENT_COLUMNS}
    for name in LISTS:
        values[name] = tuple(json.loads(values[name]))
    for name in DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return values


def passage_row(passage: Passage) -> Row:
    """Return the values of PASSAGE_COLUMNS."""
    return {**vars(passage), "places": json.dumps(passage.places, ensure_ascii=False)}


def passage_from(row: Mapping[Any, Any]) -> Passage:
    """Return the passage of a row of PASSAGE_COLUMNS."""
    values = {name: row[name] for name in PASSAGE_COLUMNS}
    values["places"] = tuple(json.loads(values["places"]))
    return Passage(**values)


def fact_row(fact: Fact) -> Row:
    """Return the values of FACT_COLUMNS; details as a JSON object of strings."""
    details = json.dumps(fact.details.as_json(), ensure_ascii=False)
    return {**vars(fact), "details": details}


def fact_from(row: Mapping[Any, Any]) -> Fact:
    """Return the fact of a row of FACT_COLUMNS."""
    values = {name: row[name] for name in FACT_COLUMNS}
    values["details"] = FactDetails.from_json(json.loads(values["details"]))
    return Fact(**values)


def curated_row(answer: CuratedAnswer) -> Row:
    """Return the values of CURATED_COLUMNS; days as YYYY-MM-DD, sources and places as JSON."""
    values = {name: getattr(answer, name) for name in CURATED_COLUMNS}
    values["sources"] = json.dumps([vars(one) for one in answer.sources], ensure_ascii=False)
    values["places"] = json.dumps(answer.places, ensure_ascii=False)
    for name in CURATED_DAYS:
        values[name] = values[name].isoformat() if values[name] else None
    return values


def curated_from(row: Mapping[Any, Any], wordings: Sequence[str]) -> CuratedAnswer:
    """Return the answer of a row of CURATED_COLUMNS with its wordings."""
    values = {name: row[name] for name in CURATED_COLUMNS}
    sources = json.loads(values["sources"])
    values["sources"] = tuple(CuratedSource(**source) for source in sources)
    values["places"] = tuple(json.loads(values["places"]))
    for name in CURATED_DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return CuratedAnswer(wordings=tuple(wordings), **values)
