"""Passages: blocks cut to a size that can be searched and quoted, never inside a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer.structure.blocks import Block
from indexer.structure.parameters import MAX_PASSAGE_CHARACTERS
from indexer.structure.sentences import split_block
from knowledge.language import gazetteer
from knowledge.model import Passage


def split_passages(document_id: str, blocks: Iterable[Block]) -> list[Passage]:
    """Return the passages of a document in order.

    Those of a paragraph without heading and label are labelled by its number: "đoạn 3".
    """
    passages: list[Passage] = []
    paragraph = 0
    for block in blocks:
        paragraph += block.kind == "paragraph"
        is_bare = block.kind == "paragraph" and not block.heading
        label = block.label or (f"đoạn {paragraph}" if is_bare else "")
        for start, end in _cut(block):
            text = block.text[start - block.start : end - block.start]
            passage = Passage(document_id, len(passages), start, end, block.kind, text)
            passages.append(_with_place(passage, block, label))
    return passages


def _with_place(passage: Passage, block: Block, label: str) -> Passage:
    """Return a passage with its place in the document and the places that it names."""
    return replace(
        passage,
        label=label,
        heading=block.heading,
        level=block.level,
        places=tuple(place.name for place in gazetteer().places_in(passage.text)),
    )


def _cut(block: Block) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the pieces of a block, each as many sentences as fit."""
    if len(block.text) <= MAX_PASSAGE_CHARACTERS:
        yield block.start, block.end
        return
    piece: tuple[int, int] | None = None
    for sentence in split_block(block):
        if piece and sentence.end - piece[0] > MAX_PASSAGE_CHARACTERS:
            yield piece
            piece = None
        piece = (piece[0] if piece else sentence.start, sentence.end)
    if piece:
        yield piece
