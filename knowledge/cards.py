"""Which words a passage holds, as numbers: what ranking asks of hundreds of passages for every question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.text import fold_word


@dataclass(frozen=True)
class Card:
    """Numbers of words: all that a passage and what stands above it hold, those above alone, its heading in order."""

    whole: np.ndarray
    above: np.ndarray
    heading: np.ndarray


#: A passage that another thread has just taken away holds nothing.
GONE = Card(*(np.empty(0, dtype=np.int32) for _ in range(3)))


class Cards:
    """A card for each passage; a hundred words take 400 bytes."""

    def __init__(self) -> None:
        self._cards: dict[int, Card] = {}
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        #: For the number of a word, the number of its form without marks.
        self._bare: list[int] = []
        self._bare_row = np.empty(0, dtype=np.int32)

    def __len__(self) -> int:
        return len(self._cards)

    def add(self, key: int, above: Sequence[str], heading: Sequence[str], text: Sequence[str]) -> None:
        """Note the words of a passage."""
        over = self._row(dict.fromkeys(above))
        self._cards[key] = Card(self._row({*above, *text}), over, self._row(heading))

    def remove(self, key: int) -> None:
        """Forget a passage; words keep their numbers."""
        self._cards.pop(key, None)

    def sizes(self, keys: Iterable[int]) -> np.ndarray:
        """Give how many different words each passage has."""
        return np.array([len(self._card(key).whole) for key in keys], dtype=np.float64)

    def hold(self, keys: Sequence[int], wanted: Sequence[str], marked: bool) -> np.ndarray:
        """Tell which passages (rows) hold which of the wanted words (columns); without marks when typed so."""
        return self._holding([self._card(key).whole for key in keys], wanted, marked)

    def hold_above(self, keys: Sequence[int], wanted: Sequence[str], marked: bool) -> np.ndarray:
        """Tell the same of what stands above each passage."""
        return self._holding([self._card(key).above for key in keys], wanted, marked)

    def heading(self, key: int, marked: bool) -> list[str]:
        """Give the words of the nearest heading."""
        row = self._card(key).heading
        return [self._words[number] for number in (row if marked else self._bare_numbers()[row]).tolist()]

    def _card(self, key: int) -> Card:
        return self._cards.get(key, GONE)

    def _holding(self, rows: Sequence[np.ndarray], wanted: Sequence[str], marked: bool) -> np.ndarray:
        columns = np.full(len(self._words), -1, dtype=np.int32)
        for column, word in enumerate(wanted):
            if word in self._numbers:
                columns[self._numbers[word]] = column
        there = np.zeros((len(rows), len(wanted)), dtype=bool)
        if rows:
            words = np.concatenate(rows)
            found = columns[words if marked else self._bare_numbers()[words]]
            whose = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
            there[whose[found >= 0], found[found >= 0]] = True
        return there

    def _row(self, words: Iterable[str]) -> np.ndarray:
        return np.array([self._number(word) for word in words], dtype=np.int32)

    def _bare_numbers(self) -> np.ndarray:
        if len(self._bare_row) < len(self._bare):
            self._bare_row = np.array(self._bare, dtype=np.int32)
        return self._bare_row

    def _number(self, word: str) -> int:
        known = self._numbers.get(word)
        if known is None:
            known = self._numbers[word] = len(self._words)
            self._words.append(word)
            self._bare.append(known)
            self._bare[known] = self._number(fold_word(word))
        return known
