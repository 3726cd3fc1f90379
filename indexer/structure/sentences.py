"""Sentences and table rows with the text that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.structure.blocks import Block
from knowledge.language import sentence_spans


@dataclass(frozen=True)
class Sentence:
    """A sentence, heading or table row of a block, with its offset in the document.

    `context` is what leads to it: the headings, an introduction that ends with ":", and the
    sentences before it in its block. `table_header` is the first row of a row's table.
    """

    text: str
    start: int
    block: Block
    context: str = ""
    table_header: str = ""

    @property
    def end(self) -> int:
        """Where it ends in the document."""
        return self.start + len(self.text)


def split_block(block: Block) -> Iterator[Sentence]:
    """Yield the sentences of a block without their context."""
    for start, end in sentence_spans(block.text):
        yield Sentence(block.text[start:end], block.start + start, block)


def split_sentences(blocks: Iterable[Block]) -> Iterator[Sentence]:
    """Yield the sentences, headings and table rows of `blocks`, boilerplate left out."""
    introduction = table_header = ""
    for block in blocks:
        if block.kind == "boilerplate":
            continue
        if block.kind in ("paragraph", "heading") or block.opens_part:
            introduction = block.text if block.text.endswith(":") else ""
        table_header = (table_header or block.text) if block.kind == "row" else ""
        leads = introduction if block.kind in ("item", "row") else ""
        yield from _with_context(block, f"{block.heading}\n{leads}", table_header)


def _with_context(block: Block, context: str, table_header: str) -> Iterator[Sentence]:
    if block.kind in ("row", "heading"):
        yield Sentence(block.text, block.start, block, context, table_header)
        return
    for sentence in split_block(block):
        yield Sentence(sentence.text, sentence.start, block, context, table_header)
        context = f"{context}\n{sentence.text}"
