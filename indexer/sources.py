"""What is to be read, its bytes, and the checksum by which a change is noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import FileTooLarge, MissingFile, UnreadableFile
from indexer.fetch import FetchedFile, fetch, is_url, url_stem
from indexer.parameters import MAX_FILE_BYTES
from indexer.readers.extracted_text import StageCallback, ignore_stage
from indexer.sidecar import Sidecar, read_sidecar
from knowledge.language import normalize, one_line

#: Part of every checksum: after a change of the rules that raises it, every file is read again.
RULES_VERSION = "5"
#: Begins the origin of a document that a person has published, before the name of its file: no run over
#: watched sources replaces their work.
CONSOLE_ORIGIN = "console:"


@dataclass(frozen=True)
class SourceSpec:
    """A file's path or a URL, and the id of its document when one was chosen.

    `allow_private` lets a URL name a host of one's own network; `fetched` is what a URL has sent
    already.
    """

    location: str
    chosen_id: str | None = None
    allow_private: bool = False
    fetched: FetchedFile | None = None

    @property
    def is_at_hand(self) -> bool:
        """Whether the bytes can be had without a request over the network."""
        return self.fetched is not None or not is_url(self.location)

    @property
    def origin(self) -> str:
        """The URL, or the path made absolute: found again from wherever the next command runs."""
        return self.location if is_url(self.location) else str(Path(self.location).absolute())

    @property
    def document_id(self) -> str:
        """The chosen id, else the file's name without its suffix."""
        if self.chosen_id:
            return self.chosen_id
        is_remote = is_url(self.location)
        return one_line(
            normalize(url_stem(self.location) if is_remote else Path(self.location).stem)
        )


@dataclass(frozen=True)
class PageSpec:
    """A page of a file at `location`, by its number from 1, of which a picture is wanted."""

    location: str
    number: int


@dataclass(frozen=True)
class LoadedSource:
    """The bytes of a file, the suffix that names its format, and what was entered beside it."""

    content: bytes
    suffix: str
    sidecar: Sidecar

    def checksum(self, document_id: str) -> str:
        """Return the SHA-256 of all that the reading depends on, in hexadecimal."""
        parts = [RULES_VERSION.encode(), document_id.encode(), self.sidecar.content, self.content]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()


def load_source(spec: SourceSpec, on_stage: StageCallback = ignore_stage) -> LoadedSource:
    """Return the bytes of a file or URL. Raise an `IndexingError` when there are none."""
    if is_url(spec.location):
        on_stage("tải về")
        fetched = spec.fetched or fetch(spec.location, spec.allow_private)
        return LoadedSource(fetched.content, fetched.suffix, Sidecar())
    path = Path(spec.location)
    return LoadedSource(read_whole(path), path.suffix, read_sidecar(path))


def compute_checksum(spec: SourceSpec) -> str:
    """Return the checksum of the document that `spec` would become now."""
    return load_source(spec).checksum(spec.document_id)


def read_whole(path: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> bytes:
    """Return the bytes of a file. Raise `UnreadableFile` when it changes while it is read."""
    if not path.exists():
        raise MissingFile("Không có tệp này.")
    if not path.is_file():
        raise UnreadableFile("Không phải tệp thường.")
    try:
        before = path.stat()
        if before.st_size > MAX_FILE_BYTES:
            raise FileTooLarge(f"Tệp lớn hơn {MAX_FILE_BYTES // 1_000_000} MB; không đọc.")
        content, after = read(path), path.stat()
    except OSError as error:
        raise UnreadableFile(f"Không được phép đọc tệp: {error.strerror}.") from error
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, len(content)):
        raise UnreadableFile("Tệp thay đổi trong khi đọc; không đưa vào.")
    return content
