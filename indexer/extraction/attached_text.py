"""An issued text that stands whole below the article that reports it: two documents of one page."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.extraction.letterhead import is_reported, read_letterhead
from indexer.extraction.parameters import MIN_ATTACHED_BLOCKS
from indexer.structure.blocks import Block


def find_attached_text(blocks: Sequence[Block]) -> int | None:
    """Return the offset at which the issued text of a page begins, None where there is none.

    It has a letterhead with number or kind and day, and text of its own below that.
    """
    if not is_reported(blocks):
        return None
    first = next(i for i, block in enumerate(blocks) if block.zone == "letterhead")
    below = blocks[first:]
    texts = [block for block in below if block.zone in ("body", "list", "table")]
    if len(texts) < MIN_ATTACHED_BLOCKS or read_letterhead(below) is None:
        return None
    return below[0].start
