"""Files, folders and addresses go into the library, one after another; each is told of, none stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from indexer.document_reader import Given, Reading, checksum, read, read_given
from indexer.errors import DuplicateDocumentId, IndexingError, UnreadableFile
from indexer.fetch import is_address
from indexer.readers import READERS
from indexer.readers.extracted_text import StageCallback, ignore_stage
from indexer.worker import Worker
from knowledge.library import Library

State = Literal["indexed", "replaced", "unchanged", "failed"]
#: What an issued text should tell of itself; what was not found is reported, never guessed.
EXPECTED = ("kind", "number", "authority", "issued")
__all__ = ["Outcome", "add", "add_all", "files", "read"]


@dataclass(frozen=True)
class Outcome:
    """What became of one file or address: why it failed, what was not found in it, what OCR was unsure of."""

    source: str
    state: State
    document_id: str = ""
    reason: str = ""
    unknown: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def add(
    library: Library,
    given: Given | Path,
    reader: Callable[[Given, StageCallback], Reading] = read_given,
    tell: StageCallback = ignore_stage,
) -> Outcome:
    """Index one file or address with a `reader`; a failure is told, never raised, and leaves the store as it was."""
    given = given if isinstance(given, Given) else Given(str(given))
    try:
        # A file that has not changed is known by its bytes alone; what an address holds is known once it was fetched.
        if not is_address(given.source) and (held := library.holds(checksum(given))):
            return Outcome(given.source, "unchanged", held)
        reading = reader(given, tell)
        document = reading.document
        if held := library.holds(document.checksum):
            return Outcome(given.source, "unchanged", held)
        tell(f"tính vectơ {len(reading.passages)} đoạn")
        replaced = library.add(document, reading.passages, reading.facts)
    except IndexingError as error:
        return Outcome(given.source, "failed", reason=str(error))
    unknown = tuple(name for name in EXPECTED if not getattr(document, name))
    return Outcome(
        given.source,
        "replaced" if replaced else "indexed",
        document.id,
        "",
        unknown,
        document.doubts,
    )


def read_again(library: Library, document_id: str) -> Outcome:
    """Read a document anew from where it came, whether or not it has changed."""
    document = library.document(document_id)
    try:
        with Worker() as worker:
            reading = worker.read(Given(document.file or "", document_id))
        library.add(reading.document, reading.passages, reading.facts)
    except IndexingError as error:
        return Outcome(document.file or "", "failed", document_id, str(error))
    return Outcome(document.file or "", "replaced", document_id)


def files(sources: Sequence[Path | str]) -> Iterator[Path | str]:
    """Yield the files and addresses to index: those named, and in folders the files that a reader knows, by name."""
    for source in sources:
        if is_address(str(source)):
            yield str(source)
        elif (path := Path(source)).is_dir():
            yield from sorted(found for found in path.rglob("*") if found.suffix.lower() in READERS)
        else:
            yield path


def add_all(
    library: Library,
    sources: Sequence[Path | str],
    document_id: str | None = None,
    progress: Callable[[Outcome], None] = lambda _: None,
    tell: Callable[[str, str], None] = lambda source, stage: None,
    private: bool = False,
) -> list[Outcome]:
    """Index files, folders and addresses; `progress` is told of each, `tell` of the stages of each.

    Files are read in a process of its own, which may be stopped. `private` lets an address name a host of one's own network.
    """
    outcomes: list[Outcome] = []
    roots = [Path(source).resolve() for source in sources if not is_address(str(source))]
    taken: dict[str, str] = {}
    with Worker() as worker:
        for source in map(str, files(sources)):
            try:
                given = Given(_inside(source, roots), document_id, private)
                _take(taken, given)
                outcome = add(library, given, worker.read, partial(tell, source))
            except IndexingError as error:
                outcome = Outcome(source, "failed", reason=str(error))
            outcomes.append(outcome)
            progress(outcome)
    return outcomes


def _inside(source: str, roots: Sequence[Path]) -> str:
    """Refuse a link that leads out of the folder that was given."""
    path = Path(source)
    if not is_address(source) and path.is_symlink():
        if not any(path.resolve().is_relative_to(root) for root in roots):
            raise UnreadableFile("Liên kết trỏ ra ngoài thư mục đã cho; không theo.")
    return source


def _take(taken: dict[str, str], given: Given) -> None:
    """Refuse a second file of one run with the id of another: one would silently replace the other."""
    source = given.source if is_address(given.source) else str(Path(given.source).absolute())
    if (other := taken.setdefault(given.id, source)) != source:
        raise DuplicateDocumentId(
            f"Trùng mã văn bản {given.id!r} với {other}; đổi tên tệp hoặc thêm riêng bằng --id."
        )
