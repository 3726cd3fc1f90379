"""Teach how pages are read.

Goes in: the annotated pages of `tests/gold`. Comes out: the weights of `indexer/structure/zones.npz`
and `indexer/extraction/statements/kinds.npz`.
Imports: the indexer; nothing of it imports this.
"""

from training.pages.statements import LabelledPage, read_labelled_pages, teach_statements
from training.pages.two_passes import save_weights
from training.pages.zones import ZonedPage, read_zoned_pages, teach_zones

__all__ = [
    "LabelledPage",
    "ZonedPage",
    "read_labelled_pages",
    "read_zoned_pages",
    "save_weights",
    "teach_statements",
    "teach_zones",
]
