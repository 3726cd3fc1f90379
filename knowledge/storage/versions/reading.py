"""What was published, told: the versions of a document, their contents, what was withdrawn."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select, true

from database import Database
from knowledge.errors import UnknownVersion
from knowledge.storage.schema import documents, versions
from knowledge.storage.versions.contents import Contents, stored_contents, unpack
from knowledge.storage.versions.publishing import current_number
from knowledge.storage.versions.version import Version, version_from

#: The columns but for the contents, and whether those are kept.
COLUMNS = [
    *(column for column in versions.c if column.name != "content"),
    versions.c.content.is_not(None).label("is_kept"),
]


def versions_of(database: Database, document_id: str) -> list[Version]:
    """Return the versions of a document, the newest first."""
    return _versions(database, versions.c.document_id == document_id)


def last_versions(database: Database, document_ids: Collection[str]) -> dict[str, Version]:
    """Return the last version of each of some documents."""
    found = _versions(database, versions.c.document_id.in_(list(document_ids)), _is_last())
    return {version.document_id: version for version in found}


def withdrawn_versions(database: Database) -> list[Version]:
    """Return the last version of each document that was withdrawn and is not back."""
    is_gone = versions.c.document_id.not_in(select(documents.c.id))
    return _versions(database, versions.c.withdrawn_at.is_not(None), is_gone, _is_last())


def number_now(database: Database, document_id: str) -> int:
    """Return the number of the version that is answered from, 0 where there is none."""
    with database.reading() as connection:
        return current_number(connection, document_id)


def contents_of(database: Database, document_id: str, number: int | None = None) -> Contents:
    """Return the contents of a version, by default of the one that is answered from.

    Raise UnknownVersion where there is none, or its contents are no longer kept.
    """
    with database.reading() as connection:
        if number is None or number == current_number(connection, document_id):
            if held := stored_contents(connection, document_id):
                return held
        row = versions.c.document_id == document_id, versions.c.number == (number or 0)
        packed = connection.scalar(select(versions.c.content).where(*row))
    if packed is None:
        raise UnknownVersion(document_id, number or 0)
    return unpack(packed)


def _is_last() -> ColumnElement[bool]:
    other = versions.alias()
    last = select(func.max(other.c.number)).where(other.c.document_id == versions.c.document_id)
    return versions.c.number == last.scalar_subquery()


def _versions(database: Database, *conditions: ColumnElement[bool]) -> list[Version]:
    chosen = select(*COLUMNS).where(true(), *conditions)
    order = versions.c.document_id, versions.c.number.desc()
    return [version_from(row._mapping) for row in database.rows(chosen.order_by(*order))]
