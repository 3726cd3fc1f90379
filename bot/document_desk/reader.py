"""Files read and drawn by the indexer, each in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.documents.parameters import MAX_FILE_BYTES
from bot.documents.views import Picture, ReadDocument
from bot.errors import InvalidUpload
from indexer.content_types import check_type
from indexer.document_reader import ATTACHED_MARK, ParsedDocument
from indexer.errors import IndexingError
from indexer.readers.page_pictures import has_pictures
from indexer.sources import CONSOLE_ORIGIN, PageSpec, SourceSpec
from indexer.worker import Worker
from knowledge.storage import Contents, pack
from knowledge.web_address import is_web_address


class WorkerReader:
    """Reads and draws in two processes, each started when it is first needed."""

    def __init__(self) -> None:
        self._reading, self._drawing = Worker(), Worker()
        self._lock = threading.Lock()

    def check_type(self, suffix: str, head: bytes, size: int) -> None:
        """Refuse a file that no reader reads, or that is not what its suffix says."""
        with _upload_errors():
            check_type(suffix, head, size, MAX_FILE_BYTES)

    def read(
        self, path: Path, document_id: str, name: str, on_stage: Callable[[str], None]
    ) -> list[ReadDocument]:
        """Return the document of a file, with the text issued below an article as a second one."""
        with _upload_errors():
            parsed = self._reading.read_document(SourceSpec(str(path), document_id), on_stage)
        found = [parsed, *([parsed.attached] if parsed.attached else [])]
        # A file may name an id itself: it must not become another's document.
        ids = (document_id, f"{document_id}{ATTACHED_MARK}")
        return [_read(one, key, name) for one, key in zip(found, ids, strict=False)]

    def draw(self, path: Path, number: int) -> Picture:
        """Return the picture of a page, by its number from 1."""
        with self._lock, _upload_errors():
            drawn = self._drawing.render_page(PageSpec(str(path), number))
        return Picture(drawn.content, drawn.page_count)

    def has_pictures(self, suffix: str) -> bool:
        """Whether files with a suffix have pages that can be drawn."""
        return has_pictures(suffix)

    def rest(self) -> None:
        """End the processes; what is being read in them fails and is read again."""
        self._reading.stop()
        if self._lock.acquire(blocking=False):
            self._drawing.stop()
            self._lock.release()


@contextmanager
def _upload_errors() -> Iterator[None]:
    try:
        yield
    except IndexingError as error:
        raise InvalidUpload(str(error)) from error


def _read(parsed: ParsedDocument, document_id: str, name: str) -> ReadDocument:
    """Return what was read, under the id that was chosen and without an address that is no link."""
    document = replace(parsed.document, id=document_id, file=f"{CONSOLE_ORIGIN}{name}")
    if document.source_url and not is_web_address(document.source_url):
        document = replace(document, source_url=None)
    contents = Contents(
        document,
        tuple(replace(passage, document_id=document_id) for passage in parsed.passages),
        tuple(replace(fact, document_id=document_id) for fact in parsed.facts),
    )
    return ReadDocument(document_id, pack(contents), document.title, document.place, document.years)
