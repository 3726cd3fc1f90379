"""Pictures of pages, drawn when someone looks at them; the last ones are held."""

from __future__ import annotations

import tempfile
import threading
from collections import OrderedDict
from pathlib import Path

from bot.documents.parameters import HELD_FILES, HELD_PICTURES, PICTURE_SECONDS
from bot.documents.ports import FileReader
from bot.documents.reading import write_file
from bot.documents.upload_table import UploadTable
from bot.documents.views import Picture
from bot.errors import InvalidUpload, Overloaded, UnknownRecord


class PagePictures:
    """The pictures of files' pages; one is drawn at a time."""

    def __init__(self, uploads: UploadTable, reader: FileReader) -> None:
        self._uploads, self._reader = uploads, reader
        self._turn = threading.Lock()
        self._pictures: OrderedDict[tuple[int, int], Picture] = OrderedDict()
        self._files: OrderedDict[int, Path] = OrderedDict()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def picture(self, upload_id: int, number: int) -> Picture:
        """Return a page of a file, by its number from 1.

        Raise UnknownRecord where there is none or it cannot be drawn, Overloaded where too many wait.
        """
        upload = self._uploads.get(upload_id)
        if not 1 <= number <= upload.pages:
            raise UnknownRecord
        if not self._turn.acquire(timeout=PICTURE_SECONDS):
            raise Overloaded("Đang vẽ nhiều trang; anh/chị thử lại sau.")
        try:
            return self._held(upload_id, number) or self._draw(upload_id, number)
        except InvalidUpload as error:
            raise UnknownRecord from error
        finally:
            self._turn.release()

    def close(self) -> None:
        """Erase the files that lie open."""
        if self._folder:
            self._folder.cleanup()
        self._folder = None
        self._files.clear()

    def _held(self, upload_id: int, number: int) -> Picture | None:
        if picture := self._pictures.get((upload_id, number)):
            self._pictures.move_to_end((upload_id, number))
            return picture
        return None

    def _draw(self, upload_id: int, number: int) -> Picture:
        picture = self._reader.draw(self._file(upload_id), number)
        self._pictures[upload_id, number] = picture
        if len(self._pictures) > HELD_PICTURES:
            self._pictures.popitem(last=False)
        return picture

    def _file(self, upload_id: int) -> Path:
        """Return where a file lies on this machine for a while."""
        if upload_id not in self._files:
            self._folder = self._folder or tempfile.TemporaryDirectory(prefix="thidua-pages-")
            upload = self._uploads.get(upload_id)
            self._files[upload_id] = write_file(self._uploads, upload, Path(self._folder.name))
        self._files.move_to_end(upload_id)
        while len(self._files) > HELD_FILES:
            self._files.popitem(last=False)[1].unlink(missing_ok=True)
        return self._files[upload_id]
