"""Blocks become passages: small enough to be searched and quoted, never cut inside a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.structure.blocks import Block
from knowledge.model import Passage
from knowledge.text import sentences
from knowledge.vocabulary import vocabulary

#: Characters; about 200 words, well inside the encoder's 512 tokens.
LONGEST = 900


def passages(document_id: str, found: list[Block]) -> list[Passage]:
    """Give the passages of a document in order."""
    made: list[Passage] = []
    paragraph = 0
    for block in found:
        paragraph += block.kind == "paragraph"
        label = block.label or (
            f"đoạn {paragraph}" if block.kind == "paragraph" and not block.heading else ""
        )
        for start, end in _cut(block):
            text = block.text[start - block.start : end - block.start]
            places = tuple(place.name for place in vocabulary().places_in(text))
            made.append(
                Passage(
                    document_id,
                    len(made),
                    start,
                    end,
                    block.kind,
                    text,
                    label,
                    block.heading,
                    block.level,
                    places,
                )  # fmt: skip
            )
    return made


def _cut(block: Block) -> Iterator[tuple[int, int]]:
    """Yield the spans of a block's pieces, each as long as it may be."""
    if len(block.text) <= LONGEST:
        yield block.start, block.end
        return
    start = end = None
    for first, last in sentences(block.text):
        if start is not None and end is not None and last - start > LONGEST:
            yield block.start + start, block.start + end
            start = None
        start = first if start is None else start
        end = last
    if start is not None and end is not None:
        yield block.start + start, block.start + end
