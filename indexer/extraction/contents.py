"""The contents of a campaign: the numbered parts of its text, else its calls to do something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from indexer.extraction.facts import CampaignContext, build_fact
from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block
from indexer.structure.sentences import Sentence
from indexer.structure.zones import Zone
from knowledge.language import sentence_spans
from knowledge.model import Fact

#: Zones of a page in which no content stands.
OUTSIDE: tuple[Zone, ...] = ("letterhead", "title", "signature", "recipients")


def find_contents(blocks: Sequence[Block], context: CampaignContext) -> Iterator[Fact]:
    """Yield the contents of a text in order; one that is numbered has its part as details."""
    rule = load_rules("campaign_facts")["content"]
    for block in _content_blocks(blocks, rule):
        name = _shorten(block.content, rule["max_name_characters"])
        details = {"part": block.part, "label": block.label} if block.part else {}
        sentence = Sentence(block.text, block.start, block)
        yield build_fact(sentence, context, "content", name, details=details)


def _content_blocks(blocks: Sequence[Block], rule: Any) -> list[Block]:
    """Return the blocks that open a content.

    In a plan with sections they are the parts of those sections that are named contents.
    """
    section, other_section, begins = (
        compile_pattern(rule[name]) for name in ("section", "other_section", "begins")
    )
    blocks = [block for block in blocks if block.zone not in OUTSIDE]
    # A number with nothing behind it ("1." at the end of a page) opens no content.
    parts = [block for block in blocks if block.opens_part and sentence_spans(block.content)]
    contents = [block for block in parts if section.search(block.heading)]
    if not contents:
        contents = [block for block in parts if not other_section.search(block.heading)]
    if len(contents) >= rule["min_parts"]:
        return contents
    return [block for block in blocks if block.kind == "paragraph" and begins.match(block.text)]


def _shorten(text: str, max_characters: int) -> str:
    """Return the first sentence, cut at a semicolon and then at commas until it fits."""
    start, end = sentence_spans(text)[0]
    sentence = text[start:end].rstrip(".;")
    if len(sentence) <= max_characters:
        return sentence
    clause = sentence.split(";")[0]
    while len(clause) > max_characters and "," in clause:
        clause = clause.rpartition(",")[0]
    return clause
