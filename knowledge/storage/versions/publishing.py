"""A document put in, replaced or taken out; what it was before is kept, in the same transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from database import Database
from knowledge.errors import NoLongerPublished, StaleVersion, UnknownDocument, WithdrawnDocument
from knowledge.model import Document
from knowledge.storage.parameters import MAX_KEPT_VERSIONS
from knowledge.storage.schema import documents, versions
from knowledge.storage.versions.contents import Contents, pack, stored_contents
from knowledge.storage.versions.version import Change
from knowledge.storage.writing import Writer


def publish(
    connection: Connection,
    contents: Contents,
    vectors: Mapping[int, np.ndarray],
    encoder: str,
    change: Change | None = None,
) -> bool:
    """Add or replace a document; return whether one was replaced.

    `vectors` maps the number of a passage to its vector. Without a change it is the command line's.
    Raise StaleVersion where the change expects another version, WithdrawnDocument where the command
    line would bring back what a person has withdrawn.
    """
    document = contents.document
    change = change or Change(time.time())
    writer = Writer(connection)
    before = _require_expected(connection, document.id, change)
    if before is None and not change.by and is_withdrawn(connection, document.id):
        raise WithdrawnDocument(document.id)
    is_new = before is None or not _is_reread(connection, before, document, change)
    if before and is_new:
        _keep(connection, before)
    added = writer.take_out(document.id)
    writer.put_in(document, contents.passages, contents.facts, added)
    writer.put_vectors(encoder, document.id, vectors)
    writer.finish()
    _record(connection, document, change, is_new)
    return added is not None


def withdraw(connection: Connection, document_id: str, change: Change) -> None:
    """Take a document out and keep it as a version. Raise UnknownDocument, StaleVersion."""
    writer = Writer(connection)
    before = _require_expected(connection, document_id, change)
    if before is None:
        raise UnknownDocument(document_id)
    _keep(connection, before)
    writer.take_out(document_id)
    writer.finish()
    told = {"at": change.at, "by": change.by, "note": change.note}
    ended = {f"withdrawn_{name}": value for name, value in told.items()}
    connection.execute(update(versions).where(_last_of(document_id)).values(ended))


def remove(connection: Connection, document_id: str) -> None:
    """Remove a document with all its versions, withdrawn or not. Raise UnknownDocument."""
    writer = Writer(connection)
    was_held = writer.take_out(document_id) is not None
    writer.finish()
    kept = connection.execute(delete(versions).where(_of(document_id)))
    if not (was_held or kept.rowcount):
        raise UnknownDocument(document_id)


def current_number(connection: Connection, document_id: str) -> int:
    """Return the number of the version that is answered from, 0 where there is none."""
    held = select(documents.c.id).where(documents.c.id == document_id)
    if connection.scalar(held) is None:
        return 0
    # What was there before versions were kept is the first.
    return connection.scalar(_last_number(document_id)) or 1


def current_origin(connection: Connection, document_id: str) -> str:
    """Return what the version that is answered from was made from, empty where that is not known."""
    number = current_number(connection, document_id)
    chosen = select(versions.c.origin).where(_of(document_id), versions.c.number == number)
    return connection.scalar(chosen) or ""


def is_withdrawn(connection: Connection, document_id: str) -> bool:
    """Whether a person has withdrawn a document, and nobody has brought it back."""
    if current_number(connection, document_id):
        return False
    chosen = select(versions.c.withdrawn_at).where(_last_of(document_id))
    return connection.scalar(chosen) is not None


def missing_document(database: Database, document_id: str) -> UnknownDocument:
    """Return the error for a document that is not held: it was withdrawn, or there was none."""
    with database.reading() as connection:
        is_gone = is_withdrawn(connection, document_id)
    return NoLongerPublished(document_id) if is_gone else UnknownDocument(document_id)


def _require_expected(connection: Connection, document_id: str, change: Change) -> Contents | None:
    """Return what is held of a document. Raise StaleVersion where another version is expected."""
    if change.expected is not None and change.expected != current_number(connection, document_id):
        raise StaleVersion(document_id)
    return stored_contents(connection, document_id)


def _is_reread(
    connection: Connection, before: Contents, document: Document, change: Change
) -> bool:
    """Whether the command line only reads the same text anew: it can at any time, nothing is lost."""
    if change.by or before.document.text != document.text:
        return False
    chosen = select(versions.c.published_by).where(_last_of(document.id))
    return not connection.scalar(chosen)


def _keep(connection: Connection, before: Contents) -> None:
    """Keep what is held of a document as its last version."""
    document = before.document
    number = connection.scalar(_last_number(document.id))
    if number is None:
        number = 1
        connection.execute(insert(versions).values(_row(document, Change(0.0), number)))
    row = _of(document.id), versions.c.number == number
    connection.execute(update(versions).where(*row).values(content=pack(before)))
    old = versions.c.number <= number - MAX_KEPT_VERSIONS
    connection.execute(update(versions).where(_of(document.id), old).values(content=None))


def _record(connection: Connection, document: Document, change: Change, is_new: bool) -> None:
    """Note a new version, or that the last one was read anew."""
    last = connection.scalar(_last_number(document.id)) or 0
    if is_new or not last:
        connection.execute(insert(versions).values(_row(document, change, last + 1)))
        return
    row = _of(document.id), versions.c.number == last
    connection.execute(update(versions).where(*row).values(_row(document, change, last)))


def _row(document: Document, change: Change, number: int) -> dict[str, object]:
    return {
        "document_id": document.id,
        "number": number,
        "at": change.at,
        "published_by": change.by,
        "edited_by": change.editor,
        "note": change.note,
        "origin": change.origin,
        "title": document.title,
        "place": document.place,
        "years": json.dumps(document.years),
    }


def _last_of(document_id: str) -> ColumnElement[bool]:
    """Whether a row is the last version of a document."""
    return _of(document_id) & (versions.c.number == _last_number(document_id).scalar_subquery())


def _of(document_id: str) -> ColumnElement[bool]:
    return versions.c.document_id == document_id


def _last_number(document_id: str) -> Select[int | None]:
    return select(func.max(versions.c.number)).where(_of(document_id))
