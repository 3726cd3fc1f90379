"""How rare each word is in the indexed texts (inverse document frequency)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge.language import cached_tokens, fold_word, normalized_tokens, vocabulary


class TermStatistics:
    """Document frequencies of words, with marks and without; texts can be added and removed."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._folded: Counter[str] = Counter()
        self._marked: Counter[str] = Counter()
        self._texts = 0
        for text in texts:
            self.add(normalized_tokens(text))
        self._synonyms = {
            word
            for group in vocabulary().synonyms
            for phrase in group
            for word in cached_tokens(phrase)
        }

    def add(self, words: Iterable[str]) -> None:
        """Count the words of a text."""
        self._count(words, 1)

    def remove(self, words: Iterable[str]) -> None:
        """Undo `add` for a text."""
        self._count(words, -1)

    def _count(self, words: Iterable[str], by: int) -> None:
        self._texts += by
        distinct = set(words)
        for word in distinct:
            self._marked[word] += by
        for word in {fold_word(word) for word in distinct}:
            self._folded[word] += by

    def weight(self, word: str) -> float:
        """Return 1 + log((texts + 1) / (texts with the word + 1)), whatever its marks."""
        return 1.0 + math.log((self._texts + 1) / (self._folded[fold_word(word)] + 1))

    def is_known_as_written(self, word: str) -> bool:
        """Whether a text holds the word with just these marks."""
        return bool(self._marked[word])

    def has_unseen(self, words: Sequence[str]) -> bool:
        """Whether one of the words stands in no text and in no group of synonyms.

        Such a question most likely asks about something that is not held.
        """
        return any(
            not self._folded[fold_word(word)] and word not in self._synonyms for word in words
        )
