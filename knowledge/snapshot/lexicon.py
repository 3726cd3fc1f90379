"""The words of the stored texts with their numbers and counts, brought up to date change by change.

A language has few words: all of them are held. Their pairs are read from the store when asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from knowledge.language import fold_word
from knowledge.storage import Store, StoredWord, pairs_of, words_after

NO_WORD = StoredWord(id=-1, word="", folded=-1, texts=0, folded_texts=0, uses=0)


class Lexicon:
    """Words by themselves and by their numbers; `texts` is the number of passages searched."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._words: dict[str, StoredWord] = {}
        self._spellings: dict[str, list[str]] = {}
        self._by_number: list[str] = [""]
        #: The number of a word → that of its form without marks (int32).
        self.folded = np.zeros(1, dtype=np.int32)
        self.texts, self.total = 0, 0

    def sync(self, revision: int, texts: int) -> None:
        """Take over what has changed after a revision."""
        changed = words_after(self._store, revision)
        self._make_room(max((word.id for word in changed), default=0))
        for word in changed:
            self.total += word.uses - self.word(word.word).uses
            if word.word not in self._words:
                self._spellings.setdefault(fold_word(word.word), []).append(word.word)
            self._words[word.word] = word
            self._by_number[word.id] = word.word
            self.folded[word.id] = word.folded
        self.texts = texts

    def _make_room(self, last: int) -> None:
        more = last + 1 - len(self._by_number)
        if more > 0:
            self._by_number += [""] * more
            # A new array: searches under way go on with the old one.
            self.folded = np.concatenate([self.folded, np.zeros(more, dtype=np.int32)])

    def columns(self, words: Sequence[str]) -> np.ndarray:
        """Return for each number of a word its index among these words, -1 for all others."""
        columns = np.full(len(self._by_number), -1, dtype=np.int32)
        for column, word in enumerate(words):
            if (number := self.word(word).id) >= 0:
                columns[number] = column
        return columns

    def word(self, word: str) -> StoredWord:
        """Return what is known of a word; number -1 and no counts where no text has had it."""
        return self._words.get(word, NO_WORD)

    def spelled(self, numbers: Iterable[int]) -> list[str]:
        """Return the words of numbers."""
        return [self._by_number[number] for number in numbers]

    def texts_with(self, word: str) -> int:
        """Return how many passages hold a word with just these marks."""
        return self.word(word).texts

    def texts_with_form(self, folded: str) -> int:
        """Return how many passages hold a word whose form without marks this is."""
        return self.word(folded).folded_texts

    def uses(self, word: str) -> int:
        """Return how often a word is used in running text."""
        return self.word(word).uses

    def spellings(self, folded: str) -> list[str]:
        """Return the words used whose form without marks this is."""
        return [word for word in self._spellings.get(folded, ()) if self._words[word].uses > 0]

    def pairs(self, wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
        """Return how often the first word of a pair stands before the second, where it does."""
        numbered = ((self.word(first).id, self.word(second).id) for first, second in wanted)
        found = pairs_of(self._store, [pair for pair in numbered if min(pair) >= 0])
        spelled = self._by_number
        return {(spelled[p.first], spelled[p.second]): p.uses for p in found if p.uses > 0}
