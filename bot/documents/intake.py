"""A file is taken: its name, type and size checked, an id chosen, its bytes kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import regex

from bot.accounts.actions import Action
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Staff
from bot.documents.draft_table import DraftTable
from bot.documents.parameters import (
    CLAIM_SECONDS,
    MAX_FILE_BYTES,
    MAX_ID_CHARACTERS,
    MAX_KEPT_BYTES,
    MAX_NAME_CHARACTERS,
    MAX_WAITING_FILES,
    MIN_FREE_BYTES,
    PART_BYTES,
)
from bot.documents.ports import FileReader, Shelf
from bot.documents.upload_table import Upload, UploadTable
from bot.errors import InvalidUpload

#: Control, format and unassigned characters: a name is shown, never used as a path.
UNSHOWN = regex.compile(r"\p{C}")
NO_ROOM = "Kho tệp đã đầy; báo người quản trị."
TOO_MANY = "Anh/chị đang có quá nhiều tệp chờ đọc hoặc đọc lỗi; xử lý bớt rồi tải tiếp."
BEING_EDITED = "Văn bản này đang có bản thảo; hãy công bố hoặc bỏ bản thảo ấy trước."


class Intake:
    """Takes files; threads may share it. `folder` is on the disk that keeps them, None for a server."""

    def __init__(
        self,
        uploads: UploadTable,
        drafts: DraftTable,
        reader: FileReader,
        shelf: Shelf,
        trail: AuditTrail,
        folder: Path | None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._uploads, self._drafts = uploads, drafts
        self._reader, self._shelf = reader, shelf
        self._trail, self._folder, self._clock = trail, folder, clock
        # Two files of one name get two ids.
        self._choosing = threading.Lock()

    def take(self, name: str, stream: BinaryIO, by: Staff, document_id: str = "") -> Upload:
        """Keep a file to be read, the new version of a document if an id is given.

        `stream` can be read from anywhere. Raise InvalidUpload with one sentence.
        """
        shown = clean_name(name)
        head, size, sha256 = self._look_at(shown, stream)
        suffix = PurePosixPath(shown).suffix.lower()
        self._reader.check_type(suffix, head, size)
        self._require_room(size, by)
        self._require_new(sha256)
        with self._choosing:
            chosen = self._require_free(document_id) if document_id else self._new_id(shown)
            upload = self._begin(shown, suffix, chosen, by)
        try:
            self._keep(upload, stream)
            self._uploads.complete(upload, size, sha256)
        except BaseException:
            self._uploads.remove(upload)
            raise
        taken = self._uploads.get(upload)
        self._record(by, Action.FILE_GIVEN, taken)
        return taken

    def retry(self, upload: Upload, by: Staff) -> None:
        """Let a file that failed be read again. Raise UnknownRecord for one that never came whole."""
        self._uploads.retry(upload.id)
        self._record(by, Action.FILE_RETRIED, upload)

    def let_go(self, upload: Upload, by: Staff) -> None:
        """Erase a file that failed."""
        self._uploads.remove(upload.id)
        self._record(by, Action.FILE_REMOVED, upload)

    def _record(self, by: Staff, action: Action, upload: Upload) -> None:
        told = {"tệp": upload.name, "số byte": upload.size}
        self._trail.record(by.name, action, upload.document_id, None, told)

    def _look_at(self, name: str, stream: BinaryIO) -> tuple[bytes, int, str]:
        """Return the first bytes of a file, its size and its sum; a huge one is not read whole."""
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        head = stream.read(1_024)
        stream.seek(0)
        is_taken = 0 < size <= MAX_FILE_BYTES
        # file_digest wants a raw file: a spooled one is none.
        digest = hashlib.sha256()
        while is_taken and (part := stream.read(PART_BYTES)):
            digest.update(part)
        return head, size, digest.hexdigest()

    def _require_room(self, size: int, by: Staff) -> None:
        if self._uploads.waiting_of(by.name) >= MAX_WAITING_FILES:
            raise InvalidUpload(TOO_MANY)
        is_full = self._uploads.kept_bytes() + size > MAX_KEPT_BYTES
        if is_full or (self._folder and shutil.disk_usage(self._folder).free < MIN_FREE_BYTES):
            raise InvalidUpload(NO_ROOM)

    def _require_new(self, sha256: str) -> None:
        """Refuse a file that is there, unless what was read of it is gone."""
        same = self._uploads.same(sha256)
        if same and (same.state in ("waiting", "reading") or self._is_taken(same.document_id, 1)):
            raise InvalidUpload(f"Tệp này đã được đưa vào rồi (mã văn bản {same.document_id}).")

    def _require_free(self, document_id: str) -> str:
        waiting = any(
            one.state in ("arriving", "waiting", "reading")
            for one in self._uploads.of_document(document_id)
        )
        if waiting or self._drafts.of_document(document_id):
            raise InvalidUpload(BEING_EDITED)
        return document_id

    def _new_id(self, name: str) -> str:
        base = self._shelf.slug(PurePosixPath(name).stem)[:MAX_ID_CHARACTERS].strip("-")
        base, number = base or "van-ban", 1
        while self._is_taken(document_id := base if number == 1 else f"{base}-{number}"):
            number += 1
        return document_id

    def _is_taken(self, document_id: str, files: int = 0) -> bool:
        """Whether an id names a document, a draft or more than so many files."""
        return bool(
            self._shelf.number_now(document_id)
            or self._shelf.versions(document_id)
            or self._drafts.of_document(document_id)
            or self._uploads.of_document(document_id)[files:]
        )

    def _begin(self, name: str, suffix: str, document_id: str, by: Staff) -> int:
        now = self._clock()
        upload = Upload(
            id=0, name=name, suffix=suffix, sha256="", document_id=document_id,
            given_by=by.name, given_name=by.shown_name, size=0, given=now,
            state="arriving", stage="", reason="", pages=0, until=now + CLAIM_SECONDS,
        )  # fmt: skip
        return self._uploads.add(upload)

    def _keep(self, upload_id: int, stream: BinaryIO) -> None:
        stream.seek(0)
        number = 0
        while part := stream.read(PART_BYTES):
            self._uploads.add_part(upload_id, number, part)
            number += 1


def clean_name(name: str) -> str:
    """Return the last part of a path, of either kind, without what cannot be seen."""
    last: str = UNSHOWN.sub("", name).replace("\\", "/").rpartition("/")[2].strip()
    stem, dot, suffix = last.rpartition(".")
    room = max(0, MAX_NAME_CHARACTERS - len(dot) - len(suffix))
    return f"{stem[:room]}{dot}{suffix}"[-MAX_NAME_CHARACTERS:]
