"""A file becomes a document with its passages and facts: read → structure → metadata → facts → passages. Nothing is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import FileTooLarge, MissingFile, UnreadableFile, UnsupportedFormat
from indexer.extraction import campaign_facts, metadata, relations
from indexer.extraction.legal_metadata import read_effective_dates, read_legal_metadata
from indexer.extraction.letterhead import doubts_about, letterhead_facts, read_letterhead
from indexer.fetch import fetch, is_address, stem_of
from indexer.readers import READERS
from indexer.readers.extracted_text import ExtractedText, StageCallback, ignore_stage
from indexer.sidecar import Sidecar, build_facts, read_sidecar
from indexer.structure.blocks import Block
from indexer.structure.passages import split_passages
from indexer.structure.provisions import is_legal_text, label_provisions
from indexer.structure.segmentation import segment_text
from knowledge.model import Document, Fact, Passage
from knowledge.text import fold, nfc, one_line

#: Part of every checksum: what is read differently by a newer program is indexed again.
RULES_VERSION = "4"
MOST_BYTES = 200_000_000
NOTHING = Sidecar()


@dataclass(frozen=True)
class Reading:
    """All that was read from one file."""

    document: Document
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Given:
    """What to read: a file's path or an address, and the id its document is to have, if one was chosen.

    `private` lets an address name a host of one's own network.
    """

    source: str
    document_id: str | None = None
    private: bool = False

    @property
    def id(self) -> str:
        """The id chosen, else the file's name without its ending."""
        stem = stem_of(self.source) if is_address(self.source) else Path(self.source).stem
        return self.document_id or one_line(nfc(stem))


@dataclass(frozen=True)
class _Content:
    """The bytes of a file, the ending that tells its format, and what was entered beside it."""

    content: bytes
    suffix: str
    entered: Sidecar = NOTHING

    def checksum(self, document_id: str) -> str:
        """Give the checksum of all that the reading depends on."""
        parts = [RULES_VERSION.encode(), document_id.encode(), self.entered.content, self.content]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()


def read(path: Path | str, document_id: str | None = None) -> Reading:
    """Read a file into a document with its passages and facts."""
    return read_given(Given(str(path), document_id))


def read_given(given: Given, tell: StageCallback = ignore_stage) -> Reading:
    """Read a file or an address; `tell` is called with each stage."""
    found = _content(given, tell)
    reader = READERS.get(found.suffix.lower())
    if reader is None:
        raise UnsupportedFormat(
            f"Chưa đọc được tệp {found.suffix or 'không có đuôi'}; đọc được: {', '.join(READERS)}."
        )
    source = reader(found.content, tell)
    tell("tìm dữ kiện")
    if is_address(given.source):
        origin = {"file": given.source, "source_url": given.source}
    else:
        # In full, so that it is found again from wherever the next command is run.
        origin = {"file": str(Path(given.source).absolute())}
    stated = {**origin, "doubts": source.doubts, **source.metadata}
    return understand(
        ExtractedText(source.text, stated), given.id, found.checksum(given.id), found.entered
    )


def checksum(given: Given) -> str:
    """Give the checksum of all that the reading of a file depends on."""
    return _content(given, ignore_stage).checksum(given.id)


def _content(given: Given, tell: StageCallback) -> _Content:
    if is_address(given.source):
        tell("tải về")
        fetched = fetch(given.source, given.private)
        return _Content(fetched.content, fetched.suffix)
    path = Path(given.source)
    return _Content(_bytes(path), path.suffix, read_sidecar(path))


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise MissingFile("Không có tệp này.")
    if not path.is_file():
        raise UnreadableFile("Không phải tệp thường.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileTooLarge(f"Tệp lớn hơn {MOST_BYTES // 1_000_000} MB; không đọc.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"Không được phép đọc tệp: {error.strerror}.") from error


def understand(
    source: ExtractedText, document_id: str, checksum: str, entered: Sidecar = NOTHING
) -> Reading:
    """Find structure, metadata and facts in a text.

    What the file states of itself wins over what is found, and what was entered by hand over both.
    """
    found = segment_text(source.text)
    stated = {**source.metadata, **entered.metadata, "by_hand": tuple(entered.metadata)}
    document_id = stated.pop("id", None) or document_id
    own = {"id": document_id, "text": source.text, "checksum": checksum}
    letter = read_letterhead(found)
    stated["doubts"] = (
        *stated.get("doubts", ()),
        *doubts_about(letter.get("number"), letter.get("kind")),
    )
    issued_itself = bool(letter)
    if is_legal_text(found):
        found, issued_itself = label_provisions(found), True
        document = Document(
            **{**read_legal_metadata(source.text, found), **letter, **stated, **own}
        )
        facts: list[Fact] = []
    else:
        days = read_effective_dates(found, letter.get("issued")) if letter else {}
        document, facts = _campaign(found, {**letter, **days, **stated}, own)
    # An article about a text only reports what that text says of others.
    facts += relations.relations(found, document) if issued_itself else []
    facts += letterhead_facts(found, document) if letter else []
    return Reading(
        document,
        tuple(split_passages(document_id, found)),
        tuple(_merged(facts, entered, document)),
    )


def _campaign(
    found: list[Block], stated: Mapping[str, Any], own: Mapping[str, Any]
) -> tuple[Document, list[Fact]]:
    """Give a directive, plan or article with its facts."""
    issued = campaign_facts.issued_fact(found, campaign_facts.Setting(own["id"], None, None, None))
    document = _document(found, issued, stated, own)
    setting = campaign_facts.Setting(
        document.id, document.place, _year(document), document.published or document.issued
    )
    return document, campaign_facts.facts(found, setting)


def _year(document: Document) -> int | None:
    """Give the year a document is about: the last it speaks of."""
    return document.years[-1] if document.years else None


def _merged(found: Iterable[Fact], entered: Sidecar, document: Document) -> list[Fact]:
    """Put the facts entered by hand beside those found; one of the same kind and name takes its place."""
    by_hand = build_facts(entered, document, _year(document))
    taken = {(fact.kind, fold(fact.name)) for fact in by_hand}
    kept = [fact for fact in found if (fact.kind, fold(fact.name)) not in taken]
    return sorted([*kept, *by_hand], key=lambda fact: fact.start)


def _document(
    found: list[Block], issued: Fact | None, stated: Mapping[str, Any], own: Mapping[str, Any]
) -> Document:
    title = stated.get("title") or metadata.title_of(found)
    published = metadata.published_of(found)
    place = (
        stated.get("place")
        or metadata.place_in(stated.get("authority"))
        or metadata.place_of(title, found, issued)
    )
    details = issued.details if issued else {}
    given = {
        "kind": details.get("text_kind", "Tin, bài"),
        "number": details.get("number"),
        "authority": metadata.authority_of(place, found, issued),
        "place": place,
        "years": metadata.years_of(title, found, published or stated.get("issued")),
        "issued": campaign_facts.day_of(issued),
        "published": published,
    }
    return Document(**{**given, **stated, "title": title, **own})
