"""Drafts: one of a document, changed by one person at a time, none of whose work is written over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.documents.parameters import MAX_DRAFT_BYTES
from bot.documents.upload_table import Upload, erase, holds
from bot.documents.views import Edited, ReadDocument
from bot.errors import DraftConflict, InvalidEdit, InvalidUpload, UnknownRecord
from bot.storage.tables import DRAFTS, UPLOADS
from database import Database

TAKEN = "Văn bản {!r} đang có một bản thảo khác."
TOO_LARGE = "Văn bản quá dài để biên tập ở đây."


@dataclass(frozen=True)
class Person:
    """Who does something: the account's name, and the name that others see."""

    name: str
    shown: str


@dataclass(frozen=True)
class Draft:
    """A draft without its contents; `base` is the version it began from, 0 for a new document."""

    id: int
    document_id: str
    upload_id: int
    base: int
    revision: int
    title: str
    place: str | None
    years: tuple[int, ...]
    made_by: str
    edited_by: str
    edited_name: str
    edited: float


COLUMNS = [DRAFTS.c[name] for name in Draft.__dataclass_fields__]


class DraftTable:
    """The drafts; its calls may come from any thread."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add_read(
        self,
        upload: Upload,
        documents: Sequence[tuple[ReadDocument, int]],
        by: Person,
        pages: int,
        at: float,
    ) -> None:
        """Begin a draft of each document that was read from a file, which is done then.

        Where another has taken up the file meanwhile, nothing is changed.

        With each comes the number of its present version. Raise InvalidUpload where one of them has a
        draft, or is too large.
        """
        if any(len(document.packed) > MAX_DRAFT_BYTES for document, _ in documents):
            raise InvalidUpload(TOO_LARGE)
        rows = [_row(document, upload.id, base, by, at) for document, base in documents]
        try:
            with self.database.writing() as connection:
                done = {"state": "read", "stage": "", "pages": pages}
                change = update(UPLOADS).where(holds(upload)).values(done)
                if connection.execute(change).rowcount:
                    connection.execute(insert(DRAFTS), rows)
        except IntegrityError as error:
            raise InvalidUpload(TAKEN.format(documents[0][0].id)) from error

    def open(
        self, document: ReadDocument, base: int, upload_id: int, by: Person, at: float
    ) -> tuple[int, bool]:
        """Begin a draft of what is published unless there is one; return it and whether it is new."""
        if found := self.of_document(document.id):
            return found.id, False
        if len(document.packed) > MAX_DRAFT_BYTES:
            raise InvalidEdit(TOO_LARGE)
        try:
            with self.database.writing() as connection:
                new = insert(DRAFTS).values(_row(document, upload_id, base, by, at))
                return int(connection.scalars(new.returning(DRAFTS.c.id)).one()), True
        except IntegrityError:
            # Someone opened it at the same moment.
            return self.open(document, base, upload_id, by, at)

    def get(self, draft_id: int) -> Draft:
        """Return a draft. Raise UnknownRecord."""
        found = self._select(DRAFTS.c.id == draft_id)
        if not found:
            raise UnknownRecord
        return found[0]

    def content(self, draft: Draft) -> bytes:
        """Return what a draft holds, packed. Raise DraftConflict where it is no longer as it was.

        So nobody publishes what they have just changed themselves.
        """
        found = self.database.scalar(select(DRAFTS.c.content).where(_is(draft)))
        if found is None:
            raise DraftConflict(self.get(draft.id).edited_name)
        return bytes(found)

    def of_document(self, document_id: str) -> Draft | None:
        """Return the draft of a document, None where there is none."""
        return next(iter(self._select(DRAFTS.c.document_id == document_id)), None)

    def of_upload(self, upload_id: int) -> list[Draft]:
        """Return the drafts that were read from a file."""
        return self._select(DRAFTS.c.upload_id == upload_id)

    def all(self) -> list[Draft]:
        """Return every draft, the one last edited first."""
        return sorted(self._select(), key=lambda draft: -draft.edited)

    def save(
        self, connection: Connection, draft: Draft, edited: Edited, by: Person, at: float
    ) -> None:
        """Replace what a draft holds. Raise DraftConflict where it is no longer as it was."""
        if len(edited.packed) > MAX_DRAFT_BYTES:
            raise InvalidEdit(TOO_LARGE)
        values = {
            "content": edited.packed,
            "title": edited.title,
            "place": edited.place,
            "years": json.dumps(edited.years),
            **_edited(by, at),
        }
        self._change(connection, draft, values)

    def rebase(
        self, connection: Connection, draft: Draft, base: int, by: Person, at: float
    ) -> None:
        """Let a draft follow another version; who says so is the last who edited it."""
        self._change(connection, draft, {"base": base, **_edited(by, at)})

    def remove(self, connection: Connection, draft: Draft) -> None:
        """End a draft. Raise DraftConflict where it is no longer as it was."""
        gone = connection.execute(delete(DRAFTS).where(_is(draft)))
        if not gone.rowcount:
            raise self._conflict(connection, draft)

    def forget_upload(self, connection: Connection, upload_id: int) -> None:
        """Erase a file from which nothing was published and no draft is left."""
        left = select(DRAFTS.c.id).where(DRAFTS.c.upload_id == upload_id).limit(1)
        if connection.scalar(left) is None:
            erase(connection, (UPLOADS.c.id == upload_id) & (UPLOADS.c.state == "read"))

    def forget(self, document_id: str) -> None:
        """Erase the draft of a document, if there is one."""
        with self.database.writing() as connection:
            connection.execute(delete(DRAFTS).where(DRAFTS.c.document_id == document_id))

    def mark_published(self, connection: Connection, upload_id: int) -> None:
        """Keep a file for good: what is answered from was read of it."""
        change = update(UPLOADS).where(UPLOADS.c.id == upload_id, UPLOADS.c.state == "read")
        connection.execute(change.values(state="published"))

    def _change(self, connection: Connection, draft: Draft, values: dict[str, object]) -> None:
        change = update(DRAFTS).where(_is(draft)).values(**values, revision=draft.revision + 1)
        if not connection.execute(change).rowcount:
            raise self._conflict(connection, draft)

    def _conflict(self, connection: Connection, draft: Draft) -> DraftConflict | UnknownRecord:
        chosen = select(DRAFTS.c.edited_name).where(DRAFTS.c.id == draft.id)
        name = connection.scalar(chosen)
        return UnknownRecord() if name is None else DraftConflict(name)

    def _select(self, *conditions: ColumnElement[bool]) -> list[Draft]:
        rows = self.database.rows(select(*COLUMNS).where(*conditions).order_by(DRAFTS.c.id))
        return [_draft(row._mapping) for row in rows]


def _is(draft: Draft) -> ColumnElement[bool]:
    return (DRAFTS.c.id == draft.id) & (DRAFTS.c.revision == draft.revision)


def _edited(by: Person, at: float) -> dict[str, object]:
    return {"edited_by": by.name, "edited_name": by.shown, "edited": at}


def _row(
    document: ReadDocument, upload_id: int, base: int, by: Person, at: float
) -> dict[str, object]:
    return {
        "document_id": document.id,
        "upload_id": upload_id,
        "base": base,
        "revision": 1,
        "title": document.title,
        "place": document.place,
        "years": json.dumps(document.years),
        "made_by": by.name,
        "content": document.packed,
        **_edited(by, at),
    }


def _draft(row: Any) -> Draft:
    values = {name: row[name] for name in Draft.__dataclass_fields__}
    values["years"] = tuple(json.loads(values["years"]))
    return Draft(**values)
