"""The files that staff have given: on disk before they are acknowledged, read by one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, or_, select, update

from bot.documents.parameters import CLAIM_SECONDS, MAX_TRIES
from bot.errors import InvalidUpload, UnknownRecord
from bot.storage.tables import UPLOAD_PARTS, UPLOADS
from database import Database

#: arriving: its bytes come · waiting: to be read · reading · read: there are drafts · published: its
#: document was · failed: `reason`.
State = Literal["arriving", "waiting", "reading", "read", "published", "failed"]
DONE = ("read", "published")
BROKEN_OFF = "Việc tải tệp này lên bị ngắt giữa chừng; anh/chị bỏ đi rồi tải lại."
ENDS_READER = "Đọc tệp này làm chương trình đọc dừng nhiều lần; đã thôi."


@dataclass(frozen=True)
class Upload:
    """A file; `given` is in seconds since 1970, `pages` 0 where it has no pictures of pages.

    `until` is the moment until which someone takes or reads it: whoever said so holds it.
    """

    id: int
    name: str
    suffix: str
    sha256: str
    document_id: str
    given_by: str
    given_name: str
    size: int
    given: float
    state: State
    stage: str
    reason: str
    pages: int
    until: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether all its bytes came."""
        return bool(self.sha256)


COLUMNS = [UPLOADS.c[field.name] for field in fields(Upload)]


class UploadTable:
    """The files; its calls are short and may come from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, upload: Upload) -> int:
        """Begin a file whose bytes are to come until the moment it names; return its number."""
        values = {name: value for name, value in vars(upload).items() if name != "id"}
        with self._database.writing() as connection:
            new = insert(UPLOADS).values(**values, tries=0)
            return int(connection.scalars(new.returning(UPLOADS.c.id)).one())

    def add_part(self, upload_id: int, number: int, content: bytes) -> None:
        """Keep a piece of a file. It is durable with the last, when the file is acknowledged."""
        part = {"upload_id": upload_id, "number": number, "content": content}
        with self._database.writing(is_durable=False) as connection:
            connection.execute(insert(UPLOAD_PARTS).values(part))

    def complete(self, upload_id: int, size: int, sha256: str) -> None:
        """Let a file be read, now that all of it is there. Raise InvalidUpload where it took too long."""
        arrives = (UPLOADS.c.id == upload_id) & (UPLOADS.c.state == "arriving")
        if not self._change(arrives, state="waiting", size=size, sha256=sha256):
            raise InvalidUpload(BROKEN_OFF)

    def get(self, upload_id: int) -> Upload:
        """Return a file. Raise UnknownRecord."""
        found = self._select(UPLOADS.c.id == upload_id)
        if not found:
            raise UnknownRecord
        return found[0]

    def unfinished(self) -> list[Upload]:
        """Return the files that are to be read or could not be, the newest first."""
        return self._select(UPLOADS.c.state.not_in(DONE))[::-1]

    def same(self, sha256: str) -> Upload | None:
        """Return a file of just this content that was not refused, None where there is none."""
        alike = UPLOADS.c.sha256 == sha256, UPLOADS.c.state.in_(["waiting", "reading", *DONE])
        return next(iter(self._select(*alike)), None)

    def of_document(self, document_id: str) -> list[Upload]:
        """Return the files of which a document was or will be made, the newest first."""
        return self._select(UPLOADS.c.document_id == document_id)[::-1]

    def kept_bytes(self) -> int:
        """Return how many bytes all files have together."""
        return int(self._database.scalar(select(func.coalesce(func.sum(UPLOADS.c.size), 0))))

    def waiting_of(self, name: str) -> int:
        """Return how many files of one person wait or failed."""
        of_them = UPLOADS.c.given_by == name, UPLOADS.c.state.not_in(DONE)
        return int(self._database.scalar(select(func.count()).where(*of_them)))

    def parts(self, upload_id: int) -> Iterator[bytes]:
        """Yield the bytes of a file piece by piece."""
        chosen = select(UPLOAD_PARTS.c.content).where(UPLOAD_PARTS.c.upload_id == upload_id)
        number = 0
        while rows := self._database.rows(chosen.where(UPLOAD_PARTS.c.number == number)):
            yield bytes(rows[0][0])
            number += 1

    def claim(self, now: float) -> Upload | None:
        """Take the next file to be read, None where there is none; what its reader left is taken up.

        A file that has ended its reader several times fails, and one that never came whole.
        """
        is_broken_off = (UPLOADS.c.state == "arriving") & (UPLOADS.c.until < now)
        is_left = (UPLOADS.c.state == "reading") & (UPLOADS.c.until < now)
        is_next = or_(UPLOADS.c.state == "waiting", is_left)
        if not self._select(or_(is_next, is_broken_off), limit=1):
            return None
        with self._database.writing() as connection:
            hopeless = is_left & (UPLOADS.c.tries >= MAX_TRIES)
            for condition, reason in ((hopeless, ENDS_READER), (is_broken_off, BROKEN_OFF)):
                given_up = {"state": "failed", "reason": reason}
                connection.execute(update(UPLOADS).where(condition).values(given_up))
            return _take(connection, is_next, now)

    def renew(self, upload: Upload, stage: str, now: float) -> Upload:
        """Say that a file is still being read, and how far; return it as it is held now.

        Where another has taken it up nothing is changed.
        """
        until = now + CLAIM_SECONDS
        is_ours = self._change(holds(upload), is_durable=False, stage=stage, until=until)
        return replace(upload, stage=stage, until=until) if is_ours else upload

    def fail(self, upload: Upload, reason: str) -> None:
        """Say why a file cannot be read, unless another has taken it up."""
        self._change(holds(upload), state="failed", reason=reason, stage="")

    def retry(self, upload_id: int) -> None:
        """Let a file that failed be read again. Raise UnknownRecord for one that never came whole."""
        failed = (UPLOADS.c.id == upload_id) & (UPLOADS.c.state == "failed")
        whole = UPLOADS.c.sha256 != ""
        if not self._change(failed & whole, state="waiting", reason="", tries=0):
            raise UnknownRecord

    def remove(self, upload_id: int) -> None:
        """Erase a file with its bytes."""
        with self._database.writing() as connection:
            erase(connection, UPLOADS.c.id == upload_id)

    def forget(self, document_id: str) -> None:
        """Erase the files of a document."""
        with self._database.writing() as connection:
            erase(connection, UPLOADS.c.document_id == document_id)

    def expire(self, before: float) -> int:
        """Erase what failed, or never came whole, before a moment; return how many."""
        is_old = UPLOADS.c.given < before
        with self._database.writing() as connection:
            return erase(connection, is_old & UPLOADS.c.state.in_(["failed", "arriving"]))

    def _change(
        self, condition: ColumnElement[bool], is_durable: bool = True, **values: object
    ) -> bool:
        """Change the files of a condition; return whether there are any."""
        with self._database.writing(is_durable=is_durable) as connection:
            change = update(UPLOADS).where(condition).values(**values)
            return bool(connection.execute(change).rowcount)

    def _select(self, *conditions: ColumnElement[bool], limit: int | None = None) -> list[Upload]:
        chosen = select(*COLUMNS).where(*conditions).order_by(UPLOADS.c.id).limit(limit)
        return [Upload(*row) for row in self._database.rows(chosen)]


def holds(upload: Upload) -> ColumnElement[bool]:
    """Return the condition that whoever claimed a file still reads it, and no other does."""
    is_same = (UPLOADS.c.id == upload.id) & (UPLOADS.c.until == upload.until)
    return is_same & (UPLOADS.c.state == "reading")


def erase(connection: Connection, condition: ColumnElement[bool]) -> int:
    """Erase files with their bytes; return how many."""
    chosen = select(UPLOADS.c.id).where(condition)
    connection.execute(delete(UPLOAD_PARTS).where(UPLOAD_PARTS.c.upload_id.in_(chosen)))
    return connection.execute(delete(UPLOADS).where(condition)).rowcount


def _take(connection: Connection, is_next: ColumnElement[bool], now: float) -> Upload | None:
    """Take the oldest; of two that take at once the second finds it taken."""
    oldest = select(func.min(UPLOADS.c.id)).where(is_next).scalar_subquery()
    begun = {"state": "reading", "stage": "", "until": now + CLAIM_SECONDS}
    tries = UPLOADS.c.tries + case((UPLOADS.c.state == "reading", 1), else_=0)
    taken = update(UPLOADS).where(UPLOADS.c.id == oldest, is_next).values(**begun, tries=tries)
    row = connection.execute(taken.returning(*COLUMNS)).one_or_none()
    return Upload(*row) if row else None
