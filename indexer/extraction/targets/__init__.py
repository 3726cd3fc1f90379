"""The goals of a campaign: each figure with what it measures.

Goes in: a sentence or a table row that is taken to state goals. Comes out: its targets, and whether it
tells rather what was reached. Imports: `indexer.rules`.
"""

from indexer.extraction.targets.rows import find_row_targets, is_goal_table
from indexer.extraction.targets.sentences import (
    Target,
    find_targets,
    is_past,
    is_promise,
    parse_figure,
)

__all__ = [
    "Target",
    "find_row_targets",
    "find_targets",
    "is_goal_table",
    "is_past",
    "is_promise",
    "parse_figure",
]
