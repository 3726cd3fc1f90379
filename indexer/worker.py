"""A process of its own that reads files: one that runs away, eats memory or crashes is stopped, and the next file is read."""

from __future__ import annotations

import logging
import multiprocessing
import resource
import signal
import time
from multiprocessing.connection import Connection
from types import TracebackType

from indexer.document_reader import Given, Reading, read_given
from indexer.errors import CorruptFile, FileTooLarge, IndexingError, TimeLimitExceeded
from indexer.readers.extracted_text import StageCallback, ignore_stage

LOG = logging.getLogger(__name__)
#: A file may take as long as it tells of a stage this often, and no longer in all than the second figure.
STAGE_SECONDS, FILE_SECONDS = 150, 3600
#: Bytes of memory that the reading process may ask for.
MOST_MEMORY = 2_500_000_000


class Worker:
    """Reads files in another process, started with the first file and again after each that had to be stopped."""

    def __init__(
        self,
        stage_seconds: float = STAGE_SECONDS,
        file_seconds: float = FILE_SECONDS,
        most_memory: int = MOST_MEMORY,
    ) -> None:
        self._most_memory = most_memory
        self._context = multiprocessing.get_context("spawn")
        self._limits = stage_seconds, file_seconds
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()

    def read(self, given: Given, tell: StageCallback = ignore_stage) -> Reading:
        """Read one file; what takes too long, too much or crashes is told as any other failure."""
        pipe = self._started()
        stage, whole = self._limits
        try:
            pipe.send(given)
            ends = time.monotonic() + whole
            while pipe.poll(min(stage, max(0.0, ends - time.monotonic()))):
                said = pipe.recv()
                if isinstance(said, Reading):
                    return said
                if isinstance(said, IndexingError):
                    raise said
                tell(said)
        except (EOFError, OSError) as error:
            self.stop()
            raise CorruptFile("Chương trình đọc tệp dừng giữa chừng vì tệp này.") from error
        self.stop()
        raise TimeLimitExceeded(
            f"Đọc tệp này quá lâu (hơn {stage:.0f} giây một bước hoặc {whole:.0f} giây cả tệp); đã dừng."
        )

    @property
    def process(self) -> int | None:
        """The number of the reading process, while there is one."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the process at once."""
        if self._process:
            self._process.kill()
            self._process.join()
        if self._pipe:
            self._pipe.close()
        self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._pipe is None:
            self._pipe, theirs = self._context.Pipe()
            self._process = self._context.Process(
                target=_start, args=(theirs, self._most_memory), daemon=True
            )
            self._process.start()
            theirs.close()
        return self._pipe


def _start(pipe: Connection, most_memory: int) -> None:
    # Ctrl-C is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (most_memory, most_memory))
    serve(pipe)


def serve(pipe: Connection) -> None:
    """Read the files that come through a pipe until it closes."""
    while True:
        try:
            given = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(read_given(given, pipe.send))
        except MemoryError:
            pipe.send(FileTooLarge("Đọc tệp này cần quá nhiều bộ nhớ."))
        except IndexingError as error:
            pipe.send(error)
        except Exception as error:
            # A library met what it did not foresee in a hostile file: the file is at fault, and the rest goes on.
            LOG.debug("%s", given.source, exc_info=error)
            pipe.send(CorruptFile(f"Không đọc được tệp này ({type(error).__name__})."))
