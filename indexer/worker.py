"""A process of its own that reads files and draws their pages: one that runs away or crashes is stopped and replaced."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import resource
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from indexer.document_reader import ParsedDocument, read_document
from indexer.errors import CorruptFile, FileTooLarge, IndexingError, TimeLimitExceeded
from indexer.parameters import MAX_READING_SECONDS, MAX_STAGE_SECONDS, MAX_WORKER_MEMORY
from indexer.picture_reader import Picture, read_picture
from indexer.readers.extracted_text import StageCallback, ignore_stage
from indexer.readers.page_pictures import PagePicture, render_page
from indexer.sources import PageSpec, SourceSpec, read_whole

LOG = logging.getLogger(__name__)
#: What the process is asked: to read a file or a picture, or to draw a page of a file.
Request = SourceSpec | Picture | PageSpec
Outcome = ParsedDocument | PagePicture


class Worker:
    """Reads files in another process, which starts with the first file and again when needed.

    `stage_seconds` limits the time between two stages of a file, `reading_seconds` the time for the
    whole file, and `max_memory` the bytes that the process may allocate.
    """

    def __init__(
        self,
        stage_seconds: float = MAX_STAGE_SECONDS,
        reading_seconds: float = MAX_READING_SECONDS,
        max_memory: int = MAX_WORKER_MEMORY,
    ) -> None:
        self._stage_seconds = stage_seconds
        self._reading_seconds = reading_seconds
        self._max_memory = max_memory
        self._context = multiprocessing.get_context("spawn")
        #: Held while the process is started or killed: another thread may stop what one reads.
        self._changing = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def read_document(
        self, spec: SourceSpec, on_stage: StageCallback = ignore_stage
    ) -> ParsedDocument:
        """Read one file or URL.

        Raise an `IndexingError`, also for a file that takes too long or too much memory, or crashes
        the process.
        """
        return self._read(spec, on_stage)

    def read_picture(
        self, picture: Picture, on_stage: StageCallback = ignore_stage
    ) -> ParsedDocument:
        """Read a picture that was sent. Raise an `IndexingError`, as `read_document` does."""
        return self._read(picture, on_stage)

    def render_page(self, spec: PageSpec) -> PagePicture:
        """Draw a page of a file. Raise an `IndexingError`, as `read_document` does."""
        picture = self._ask(spec, ignore_stage)
        assert isinstance(picture, PagePicture)
        return picture

    def _read(self, request: SourceSpec | Picture, on_stage: StageCallback) -> ParsedDocument:
        parsed = self._ask(request, on_stage)
        assert isinstance(parsed, ParsedDocument)
        return parsed

    def _ask(self, request: Request, on_stage: StageCallback) -> Outcome:
        connection = self._connect()
        try:
            connection.send(request)
            if outcome := self._receive(connection, on_stage):
                return outcome
        except (EOFError, OSError) as error:
            self.stop()
            raise CorruptFile("Chương trình đọc tệp dừng giữa chừng vì tệp này.") from error
        self.stop()
        raise TimeLimitExceeded(
            f"Đọc tệp này quá lâu (hơn {self._stage_seconds:.0f} giây một bước "
            f"hoặc {self._reading_seconds:.0f} giây cả tệp); đã dừng."
        )

    def _receive(self, connection: Connection, on_stage: StageCallback) -> Outcome | None:
        """Return what the process read or drew, None when it exceeds its time."""
        deadline = time.monotonic() + self._reading_seconds
        while connection.poll(min(self._stage_seconds, max(0.0, deadline - time.monotonic()))):
            message = connection.recv()
            if isinstance(message, (ParsedDocument, PagePicture)):
                return message
            if isinstance(message, IndexingError):
                raise message
            on_stage(message)
        return None

    @property
    def pid(self) -> int | None:
        """The id of the reading process, None while there is none."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """Kill the process with the programs that it has started.

        What another thread reads in it fails there with `CorruptFile`.
        """
        with self._changing:
            process = self._process
            # Not closed: the other thread may wait at the connection. It closes with its last holder.
            self._process = self._connection = None
            if process:
                if process.pid:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                process.kill()
                process.join()

    def _connect(self) -> Connection:
        """Return the connection to the process, which is started when there is none."""
        with self._changing:
            if self._connection is None:
                self._connection, remote = self._context.Pipe()
                self._process = self._context.Process(
                    target=_run_process, args=(remote, self._max_memory), daemon=True
                )
                self._process.start()
                remote.close()
            return self._connection


def _run_process(connection: Connection, max_memory: int) -> None:
    # Ctrl-C is for the parent to answer. A group of its own: Tesseract ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_DATA, (max_memory, max_memory))
    serve_requests(connection)


def serve_requests(connection: Connection) -> None:
    """Read each file, URL or picture, and draw each page, that arrives until the connection closes.

    Stages are sent as text, then the `ParsedDocument`, the `PagePicture` or the `IndexingError`.
    """
    while True:
        try:
            request: Request = connection.recv()
        except EOFError:
            return
        try:
            connection.send(_respond(request, connection.send))
        except MemoryError:
            connection.send(FileTooLarge("Đọc tệp này cần quá nhiều bộ nhớ."))
        except IndexingError as error:
            connection.send(error)
        except Exception as error:
            # A library met what it did not foresee in a hostile file: the file is at fault.
            if isinstance(request, SourceSpec):
                LOG.debug("%s", request.location, exc_info=error)
            connection.send(CorruptFile(f"Không đọc được tệp này ({type(error).__name__})."))


def _respond(request: Request, on_stage: StageCallback) -> Outcome:
    if isinstance(request, Picture):
        return read_picture(request, on_stage)
    if isinstance(request, SourceSpec):
        return read_document(request, on_stage)
    path = Path(request.location)
    return render_page(read_whole(path), path.suffix.lower(), request.number)
