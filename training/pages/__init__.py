"""Teach how pages are read.

Goes in: the annotated pages of `tests/gold`. Comes out: the weights of `indexer/structure/zones.npz`.
Imports: the indexer; nothing of it imports this.
"""

from training.pages.two_passes import save_weights
from training.pages.zones import ZonedPage, read_zoned_pages, teach_zones

__all__ = ["ZonedPage", "read_zoned_pages", "save_weights", "teach_zones"]
