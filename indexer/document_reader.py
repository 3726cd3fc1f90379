"""A file becomes a document with its passages and facts; nothing is stored.

The steps: bytes → text → blocks → metadata → facts → passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.errors import UnsupportedFormat
from indexer.extraction.attached_text import find_attached_text
from indexer.extraction.campaign_facts import extract_campaign_facts
from indexer.extraction.campaign_metadata import (
    find_authority_place,
    find_years,
    read_campaign_metadata,
)
from indexer.extraction.facts import CampaignContext, document_year
from indexer.extraction.legal_metadata import read_effective_dates, read_legal_metadata
from indexer.extraction.letterhead import (
    Letterhead,
    check_number,
    extract_letterhead_facts,
    read_letterhead,
)
from indexer.extraction.relations import extract_relations
from indexer.fetch import is_url
from indexer.readers import READERS
from indexer.readers.extracted_text import ExtractedText, StageCallback, ignore_stage
from indexer.sidecar import Sidecar, build_facts
from indexer.sources import SourceSpec, load_source
from indexer.structure.blocks import Block
from indexer.structure.passages import split_passages
from indexer.structure.provisions import is_legal_text, label_provisions
from indexer.structure.segmentation import segment_text
from knowledge.language import fold
from knowledge.model import Document, Fact, Passage

NO_SIDECAR = Sidecar()
#: Kinds of text that hold for the whole country; a pact or a decision in articles is a campaign's.
KINDS_OF_LAW = (
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Nghị định",
    "Thông tư",
    "Thông tư liên tịch",
)
#: Where a document came from.
ORIGIN = ("file", "source_url")
#: Ends the id of an issued text that stands below the article of the id before it.
ATTACHED_MARK = "~2"


@dataclass(frozen=True)
class ParsedDocument:
    """All that was read from one file; `attached` is the issued text below an article about it."""

    document: Document
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]
    attached: ParsedDocument | None = None


def read_document(spec: SourceSpec, on_stage: StageCallback = ignore_stage) -> ParsedDocument:
    """Read a file or URL. Raise an `IndexingError` when it cannot be read."""
    source = load_source(spec, on_stage)
    reader = READERS.get(source.suffix.lower())
    if reader is None:
        raise UnsupportedFormat(
            f"Chưa đọc được tệp {source.suffix or 'không có đuôi'}; đọc được: {', '.join(READERS)}."
        )
    extracted = reader(source.content, on_stage)
    on_stage("tìm dữ kiện")
    metadata = {**_origin(spec), **extracted.metadata}
    extracted = replace(extracted, metadata=metadata)
    checksum = source.checksum(spec.document_id)
    return parse_document(extracted, spec.document_id, checksum, source.sidecar)


def read_file(path: Path | str, document_id: str | None = None) -> ParsedDocument:
    """Read the file at `path`; its document has the id `document_id`, else the file's stem."""
    return read_document(SourceSpec(str(path), document_id))


def _origin(spec: SourceSpec) -> dict[str, str]:
    origin = {"file": spec.origin}
    return {**origin, "source_url": spec.location} if is_url(spec.location) else origin


def parse_document(
    extracted: ExtractedText, document_id: str, checksum: str, sidecar: Sidecar = NO_SIDECAR
) -> ParsedDocument:
    """Return the document of a text with its passages and facts.

    What the file states of itself wins over what is found, what was entered by hand over both.
    """
    blocks = segment_text(extracted.text)
    if start := find_attached_text(blocks):
        return _parse_both(extracted, start, document_id, checksum, sidecar)
    return _parse_one(extracted, blocks, document_id, checksum, sidecar)


def _parse_both(
    extracted: ExtractedText, start: int, document_id: str, checksum: str, sidecar: Sidecar
) -> ParsedDocument:
    """Return the article above `start` with the issued text below it attached.

    What the page states of itself is the article's: of the text below it only where it stands.
    """
    article = replace(extracted, text=extracted.text[:start].rstrip())
    origin = {name: extracted.metadata[name] for name in ORIGIN if name in extracted.metadata}
    issued = replace(extracted, text=extracted.text[start:], metadata=origin)
    parsed = _parse_one(article, segment_text(article.text), document_id, checksum, sidecar)
    attached_id = f"{parsed.document.id}{ATTACHED_MARK}"
    blocks = segment_text(issued.text)
    attached = _parse_one(issued, blocks, attached_id, f"{checksum}{ATTACHED_MARK}", NO_SIDECAR)
    return replace(parsed, attached=attached)


def _parse_one(
    extracted: ExtractedText,
    blocks: list[Block],
    document_id: str,
    checksum: str,
    sidecar: Sidecar,
) -> ParsedDocument:
    is_legal = is_legal_text(blocks)
    if is_legal:
        blocks = label_provisions(blocks)
    letterhead = read_letterhead(blocks)
    stated = _stated_metadata(extracted, letterhead, sidecar)
    document_id = stated.pop("id", None) or document_id
    stated |= {"id": document_id, "text": extracted.text, "checksum": checksum}
    document = _build_document(blocks, letterhead, stated, is_legal)
    facts = _extract_facts(blocks, letterhead, document, is_legal)
    facts = _merge_facts(facts, sidecar, document)
    return ParsedDocument(document, tuple(split_passages(document_id, blocks)), tuple(facts))


def _stated_metadata(
    extracted: ExtractedText, letterhead: Letterhead | None, sidecar: Sidecar
) -> dict[str, Any]:
    """Return the fields of `Document` that need not be looked for."""
    stated = letterhead.metadata() if letterhead else {}
    number_doubts = check_number(stated.get("number"), stated.get("kind"))
    return {
        **stated,
        **extracted.metadata,
        **sidecar.metadata,
        "by_hand": tuple(sidecar.metadata),
        "doubts": (*extracted.doubts, *number_doubts),
    }


def _build_document(
    blocks: Sequence[Block],
    letterhead: Letterhead | None,
    stated: Mapping[str, Any],
    is_legal: bool,
) -> Document:
    if is_legal:
        found = {**read_legal_metadata(stated["text"], blocks), **stated}
        if letterhead:
            found |= {"number": letterhead.number, "authority": letterhead.authority}
        return Document(**{**found, **_place_and_years(blocks, found), **stated})
    dates = read_effective_dates(blocks, letterhead.issued) if letterhead else {}
    found = read_campaign_metadata(blocks, stated)
    if letterhead:
        # What it does not state is unknown: a number in the text is that of one it reports.
        found |= {"number": None, "authority": None}
    return Document(**{**found, **dates, **stated, "title": found["title"]})


def _place_and_years(blocks: Sequence[Block], found: Mapping[str, Any]) -> dict[str, Any]:
    """Return place and years of a text in articles that a local body issued; nothing for the law's."""
    place = find_authority_place(found.get("authority")) or find_authority_place(found["title"])
    if place is None:
        return {}
    years = find_years(found["title"], blocks, found.get("issued"))
    return {"place": place, "years": years}


def _extract_facts(
    blocks: Sequence[Block],
    letterhead: Letterhead | None,
    document: Document,
    is_legal: bool,
) -> list[Fact]:
    is_law = is_legal and document.kind in KINDS_OF_LAW
    context = _context(document)
    facts = [] if is_law else extract_campaign_facts(blocks, context, in_articles=is_legal)
    # An article about a text only reports what that text says of others.
    if is_legal or letterhead:
        facts += extract_relations(blocks, document)
    if letterhead:
        facts += extract_letterhead_facts(blocks, document)
    return facts


def _context(document: Document) -> CampaignContext:
    published = document.published or document.issued
    return CampaignContext(document.id, document.place, document_year(document), published)


def _merge_facts(facts: Iterable[Fact], sidecar: Sidecar, document: Document) -> list[Fact]:
    """Return the facts in reading order, those entered by hand instead of their namesakes."""
    by_hand = build_facts(sidecar, document, document_year(document))
    replaced = {(fact.kind, fold(fact.name)) for fact in by_hand}
    kept = [fact for fact in facts if (fact.kind, fold(fact.name)) not in replaced]
    return sorted([*kept, *by_hand], key=lambda fact: fact.start)
