"""The words of candidates, compared with those of a question: what ranking counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from knowledge.snapshot import Lexicon
from knowledge.storage import PassageWords


class CandidateWords:
    """The words of some passages, as numbers of the lexicon; `marked` False compares without marks."""

    def __init__(self, passages: Sequence[PassageWords], lexicon: Lexicon, marked: bool) -> None:
        self._passages, self._lexicon, self._marked = passages, lexicon, marked
        self._searched = [passage.searched for passage in passages]
        self._headings = [passage.heading for passage in passages]

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

    def heading_contains(self, words: Sequence[str]) -> np.ndarray:
        """Return the same for the nearest heading of each passage alone."""
        return self._contains(self._headings, words)

    def heading_pairs(self, words: Sequence[str], pairs: Collection[tuple[str, str]]) -> np.ndarray:
        """Return which share of the neighbours in each passage's heading are some pairs of words."""
        count = len(self._headings)
        if not count:
            return np.empty(0)
        is_pair = np.zeros((len(words) + 1, len(words) + 1), dtype=bool)
        for first, second in pairs:
            is_pair[words.index(first), words.index(second)] = True
        row_of, column_of = self._columns(self._headings, words)
        in_one = row_of[:-1] == row_of[1:]
        # A word that is none of them has the last column, which is in no pair.
        shared = in_one & is_pair[column_of[:-1], column_of[1:]]
        neighbours = np.maximum(1, self.heading_lengths() - 1)
        return np.bincount(row_of[:-1][shared], minlength=count) / neighbours

    def heading_lengths(self) -> np.ndarray:
        """Return how many words each passage's heading has (float64)."""
        return np.array([len(heading) for heading in self._headings], dtype=np.float64)

    def _contains(self, rows: Sequence[np.ndarray], words: Sequence[str]) -> np.ndarray:
        matrix = np.zeros((len(rows), len(words)), dtype=bool)
        if rows:
            row_of, column_of = self._columns(rows, words)
            matrix[row_of[column_of >= 0], column_of[column_of >= 0]] = True
        return matrix

    def _columns(
        self, rows: Sequence[np.ndarray], words: Sequence[str]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return of every word of some rows its row, and its index among `words` or -1."""
        numbers = np.concatenate(rows)
        compared = numbers if self._marked else self._lexicon.folded[numbers]
        row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        return row_of, self._lexicon.columns(words)[compared]
