"""A file becomes knowledge: read → structure → metadata → facts → passages → library."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from indexer import campaigns, legal, metadata
from indexer.errors import IndexingError, MissingFile, UnknownFormat, UnreadableFile
from indexer.letterhead import read_letterhead
from indexer.passages import passages
from indexer.readers import READERS, Source
from indexer.sidecar import Sidecar, read_sidecar
from indexer.structure import blocks
from knowledge.library import Library
from knowledge.model import Document, Fact, Passage
from knowledge.text import fold

#: Part of every checksum: what is read differently by a newer program is indexed again.
RULES_VERSION = "3"
NOTHING = Sidecar()


@dataclass(frozen=True)
class Reading:
    """All that was read from one file."""

    document: Document
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    path: Path
    state: Literal["indexed", "unchanged", "failed"]
    document_id: str = ""
    reason: str = ""


@dataclass(frozen=True)
class _Input:
    """A file's content with what was entered beside it; `checksum` is that of all that its reading depends on."""

    path: Path
    content: bytes
    entered: Sidecar
    checksum: str


def read(path: Path, document_id: str | None = None) -> Reading:
    """Read a file into a document with its passages and facts; nothing is stored."""
    return _read(_input(path, document_id), document_id)


def _read(given: _Input, document_id: str | None) -> Reading:
    suffix = given.path.suffix
    reader = READERS.get(suffix.lower())
    if reader is None:
        raise UnknownFormat(f"Chưa đọc được tệp {suffix or 'không có đuôi'}; đọc được: {', '.join(READERS)}.")
    return understand(reader(given.content), document_id or given.path.stem, given.checksum, given.entered)


def _input(path: Path, document_id: str | None) -> _Input:
    content, entered = _content(path), read_sidecar(path)
    named = (document_id or path.stem).encode()
    checksum = hashlib.sha256(b"\0".join([RULES_VERSION.encode(), named, entered.content, content])).hexdigest()
    return _Input(path, content, entered, checksum)


def understand(source: Source, document_id: str, checksum: str, entered: Sidecar = NOTHING) -> Reading:
    """Find structure, metadata and facts in a text.

    What the file states of itself wins over what is found, and what was entered by hand over both.
    """
    found = blocks(source.text)
    stated = {**source.stated, **entered.stated, "by_hand": tuple(entered.stated)}
    document_id = stated.pop("id", None) or document_id
    if legal.is_legal(found):
        found = legal.provisions(found)
        given = {**legal.stated(source.text, found), **stated}
        document = Document(**{**given, "id": document_id, "text": source.text, "checksum": checksum})
        return Reading(document, tuple(passages(document_id, found)), _merged((), entered, document, None))
    bare = campaigns.Setting(document_id, None, None, None)
    issued = campaigns.issued_fact(found, bare)
    document = _document(source.text, found, issued, document_id, checksum, {**read_letterhead(found), **stated})
    year = document.years[-1] if document.years else None
    setting = campaigns.Setting(document_id, document.place, year, document.published or document.issued)
    facts = _merged(campaigns.facts(found, setting), entered, document, year)
    return Reading(document, tuple(passages(document_id, found)), facts)


def _merged(found: Iterable[Fact], entered: Sidecar, document: Document, year: int | None) -> tuple[Fact, ...]:
    """Put the facts entered by hand beside those found; one of the same kind and name takes its place."""
    by_hand = entered.facts(document.id, document.text, year, document.place)
    taken = {(fact.kind, fold(fact.name)) for fact in by_hand}
    kept = [fact for fact in found if (fact.kind, fold(fact.name)) not in taken]
    return tuple(sorted([*kept, *by_hand], key=lambda fact: fact.start))


def _document(
    text: str, found: list[Any], issued: Fact | None, document_id: str, checksum: str, stated: dict[str, Any]
) -> Document:
    title = stated.get("title") or metadata.title_of(found)
    published = metadata.published_of(found)
    place = stated.get("place") or metadata.place_in(stated.get("authority")) or metadata.place_of(title, found, issued)
    details = issued.details if issued else {}
    given = {
        "kind": details.get("text_kind", "Tin, bài"),
        "number": details.get("number"),
        "authority": metadata.authority_of(place, found, issued),
        "place": place,
        "years": metadata.years_of(title, found, published),
        "issued": campaigns.day_of(issued),
        "published": published,
    }
    return Document(**{**given, **stated, "id": document_id, "title": title, "text": text, "checksum": checksum})


def _content(path: Path) -> bytes:
    if not path.exists():
        raise MissingFile("Không có tệp này.")
    if not path.is_file():
        raise UnreadableFile("Không phải tệp thường.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"Không được phép đọc tệp: {error.strerror}.") from error


def add(library: Library, path: Path, document_id: str | None = None) -> Outcome:
    """Index one file; a failure is told, never raised, and leaves the store as it was."""
    try:
        given = _input(path, document_id)
        if held := library.holds(given.checksum):
            return Outcome(path, "unchanged", held)
        reading = _read(given, document_id)
        library.add(reading.document, reading.passages, reading.facts)
    except IndexingError as error:
        return Outcome(path, "failed", reason=str(error))
    return Outcome(path, "indexed", reading.document.id)


def files(paths: list[Path]) -> Iterator[Path]:
    """Yield the files to index: those named, and in folders those that a reader knows, by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in READERS and p.is_file())
        else:
            yield path


def add_all(
    library: Library,
    paths: list[Path],
    document_id: str | None = None,
    progress: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Index files and folders one after another; `progress` is told of each."""
    outcomes = []
    for path in files(paths):
        outcome = add(library, path, document_id)
        outcomes.append(outcome)
        if progress:
            progress(outcome)
    return outcomes
