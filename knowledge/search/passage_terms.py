"""What stands above a passage, and which words it holds, as numbers.

Ranking asks for the words of hundreds of passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.language import fold_word
from knowledge.model import HEADING_SEPARATOR, Document, Passage
from knowledge.search.parameters import ENCODED_HEADINGS, ENCODED_TITLE_LETTERS


def context_of(document: Document, passage: Passage) -> str:
    """Return title, number, headings and label on one line: what keyword search adds."""
    return _joined(document.title, document.number, passage.heading, passage.label)


def encoder_input(document: Document, passage: Passage) -> str:
    """Return what the encoder reads of a passage: a short context, then its text.

    The whole path of headings is most of a short clause's letters; leaving most of it out halves
    the time.
    """
    near = passage.headings[-ENCODED_HEADINGS:]
    title = document.title[:ENCODED_TITLE_LETTERS]
    return f"{_joined(title, document.number, *near, passage.label)}\n{passage.text}"


def _joined(*parts: str | None) -> str:
    return HEADING_SEPARATOR.join(part for part in parts if part)


@dataclass(frozen=True)
class Terms:
    """Word numbers (int32): of a passage with its context, of the context, of its heading in order.

    The context is what stands above the passage: title, number, headings, label.
    """

    all: np.ndarray
    context: np.ndarray
    heading: np.ndarray


#: A passage that another thread has just removed holds nothing.
NO_TERMS = Terms(*(np.empty(0, dtype=np.int32) for _ in range(3)))


class PassageTerms:
    """The terms of every passage; a hundred words take 400 bytes."""

    def __init__(self) -> None:
        self._terms: dict[int, Terms] = {}
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        #: Number of a word → number of its form without marks.
        self._folded: list[int] = []
        self._folded_array = np.empty(0, dtype=np.int32)

    def __len__(self) -> int:
        return len(self._terms)

    def add(
        self, key: int, context: Sequence[str], heading: Sequence[str], text: Sequence[str]
    ) -> None:
        """Keep the words of a passage."""
        context_terms = self._array(dict.fromkeys(context))
        self._terms[key] = Terms(
            self._array({*context, *text}), context_terms, self._array(heading)
        )

    def remove(self, key: int) -> None:
        """Forget a passage; words keep their numbers."""
        self._terms.pop(key, None)

    def lengths(self, keys: Iterable[int]) -> np.ndarray:
        """Return how many different words each passage has with its context (float64)."""
        return np.array([len(self._terms_of(key).all) for key in keys], dtype=np.float64)

    def contains(self, keys: Sequence[int], words: Sequence[str], marked: bool) -> np.ndarray:
        """Return a boolean matrix: which passages (rows) hold which words (columns).

        `marked` is False for words typed without marks.
        """
        return self._contains([self._terms_of(key).all for key in keys], words, marked)

    def context_contains(
        self, keys: Sequence[int], words: Sequence[str], marked: bool
    ) -> np.ndarray:
        """Return the same for the context of each passage alone."""
        return self._contains([self._terms_of(key).context for key in keys], words, marked)

    def heading(self, key: int, marked: bool) -> list[str]:
        """Return the words of the nearest heading, in order."""
        numbers = self._terms_of(key).heading
        if not marked:
            numbers = self._folded_numbers()[numbers]
        return [self._words[number] for number in numbers.tolist()]

    def _terms_of(self, key: int) -> Terms:
        return self._terms.get(key, NO_TERMS)

    def _contains(
        self, rows: Sequence[np.ndarray], words: Sequence[str], marked: bool
    ) -> np.ndarray:
        columns = np.full(len(self._words), -1, dtype=np.int32)
        for column, word in enumerate(words):
            if word in self._numbers:
                columns[self._numbers[word]] = column
        matrix = np.zeros((len(rows), len(words)), dtype=bool)
        if rows:
            numbers = np.concatenate(rows)
            column_of = columns[numbers if marked else self._folded_numbers()[numbers]]
            row_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
            matrix[row_of[column_of >= 0], column_of[column_of >= 0]] = True
        return matrix

    def _array(self, words: Iterable[str]) -> np.ndarray:
        return np.array([self._number(word) for word in words], dtype=np.int32)

    def _folded_numbers(self) -> np.ndarray:
        if len(self._folded_array) < len(self._folded):
            self._folded_array = np.array(self._folded, dtype=np.int32)
        return self._folded_array

    def _number(self, word: str) -> int:
        known = self._numbers.get(word)
        if known is None:
            known = self._numbers[word] = len(self._words)
            self._words.append(word)
            self._folded.append(known)
            self._folded[known] = self._number(fold_word(word))
        return known
