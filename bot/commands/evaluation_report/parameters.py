"""Every number that decides something in this room."""

from __future__ import annotations

#: Bins of equal width in which predicted probabilities are compared with what was right.
BINS = 10
#: First letters of a citation's words that tell whether an answer quotes them.
QUOTED_LETTERS = 40
