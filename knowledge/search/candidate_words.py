"""The words of candidates, compared with those of a question: what ranking counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.snapshot import Lexicon
from knowledge.storage import PassageWords


class CandidateWords:
    """The words of some passages, as numbers of the lexicon; `marked` False compares without marks."""

    def __init__(self, passages: Sequence[PassageWords], lexicon: Lexicon, marked: bool) -> None:
        self._passages, self._lexicon, self._marked = passages, lexicon, marked
        self._searched = [passage.searched for passage in passages]

    def lengths(self) -> np.ndarray:
        """Return how many different words each passage has with its context (float64)."""
        if not self._searched:
            return np.empty(0)
        words = np.concatenate(self._searched)
        row_of = np.repeat(np.arange(len(self._searched)), [len(one) for one in self._searched])
        # A mark a word and passage: five times as fast as sorting them all.
        is_held = np.zeros((len(self._searched), int(words.max(initial=0)) + 1), dtype=bool)
        is_held[row_of, words] = True
        return np.count_nonzero(is_held, axis=1).astype(np.float64)

    def contains(self, words: Sequence[str]) -> np.ndarray:
        """Return a boolean matrix: which passages (rows), with their context, hold which words."""
        return self._contains(self._searched, words)

    def context_contains(self, words: Sequence[str]) -> np.ndarray:
        """Return the same for the context of each passage alone."""
        return self._contains([passage.context for passage in self._passages], words)

    def headings(self) -> list[list[str]]:
        """Return the words of each passage's nearest heading, in order."""
        return [
            self._lexicon.spelled(self._compared(passage.heading).tolist())
            for passage in self._passages
        ]

    def _contains(self, rows: Sequence[np.ndarray], words: Sequence[str]) -> np.ndarray:
        matrix = np.zeros((len(rows), len(words)), dtype=bool)
        if rows:
            numbers = self._compared(np.concatenate(rows))
            column_of = self._lexicon.columns(words)[numbers]
            row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
            matrix[row_of[column_of >= 0], column_of[column_of >= 0]] = True
        return matrix

    def _compared(self, numbers: np.ndarray) -> np.ndarray:
        return numbers if self._marked else self._lexicon.folded[numbers]
