"""Files that wait are read one after another, by one of several assistants each."""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.documents.draft_table import DraftTable, Person
from bot.documents.parameters import IDLE_SECONDS, POLL_SECONDS
from bot.documents.ports import FileReader, Shelf
from bot.documents.upload_table import Upload, UploadTable
from bot.errors import InvalidUpload
from database import reason_of

LOG = logging.getLogger(__name__)


class ReadingQueue:
    """Reads what waits, until cancelled."""

    def __init__(
        self,
        uploads: UploadTable,
        drafts: DraftTable,
        reader: FileReader,
        shelf: Shelf,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._uploads, self._drafts = uploads, drafts
        self._reader, self._shelf = reader, shelf
        self._clock, self._sleep = clock, sleep
        self._worked = clock()

    async def run(self) -> None:
        """Read whatever comes; what the database does not take is tried again."""
        try:
            while True:
                try:
                    has_read = await asyncio.to_thread(self.read_next)
                except (SQLAlchemyError, OSError) as error:
                    LOG.error("files cannot be read just now: %s", reason_of(error))
                    has_read = False
                except Exception:
                    # Whatever it is: the files behind this one are read all the same.
                    LOG.exception("a file cannot be read just now")
                    has_read = False
                if not has_read:
                    await self._sleep(POLL_SECONDS)
        finally:
            self._reader.rest()

    def read_next(self) -> bool:
        """Read the next file; return False where none waits."""
        now = self._clock()
        upload = self._uploads.claim(now)
        if upload is None:
            if now - self._worked > IDLE_SECONDS:
                self._reader.rest()
                self._worked = now
            return False
        claim = _Claim(self._uploads, upload)
        try:
            self._read(claim)
        except InvalidUpload as error:
            self._uploads.fail(claim.upload, str(error))
        self._worked = self._clock()
        return True

    def _read(self, claim: _Claim) -> None:
        upload = claim.upload

        def on_stage(stage: str) -> None:
            claim.renew(stage, self._clock())

        with tempfile.TemporaryDirectory(prefix="thidua-") as folder:
            path = write_file(self._uploads, upload, Path(folder))
            documents = self._reader.read(path, upload.document_id, upload.name, on_stage)
            is_drawn = self._reader.has_pictures(upload.suffix)
            pages = self._reader.draw(path, 1).page_count if is_drawn else 0
        based = [(document, self._shelf.number_now(document.id)) for document in documents]
        by = Person(upload.given_by, upload.given_name)
        self._drafts.add_read(claim.upload, based, by, pages, self._clock())


class _Claim:
    """A file as whoever reads it holds it: one that reads late changes nothing of who reads now."""

    def __init__(self, uploads: UploadTable, upload: Upload) -> None:
        self._uploads, self.upload = uploads, upload

    def renew(self, stage: str, now: float) -> None:
        """Say how far the reading is."""
        self.upload = self._uploads.renew(self.upload, stage, now)


def write_file(uploads: UploadTable, upload: Upload, folder: Path) -> Path:
    """Write a file's bytes under a name of ours, and return where."""
    path = folder / f"{upload.id}{upload.suffix}"
    with path.open("wb") as file:
        for part in uploads.parts(upload.id):
            file.write(part)
    return path
