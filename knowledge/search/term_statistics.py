"""How rare each word is in the indexed texts (inverse document frequency)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from knowledge.language import cached_tokens, fold_word, normalized_tokens, vocabulary


class TextCounts(Protocol):
    """In how many of a number of texts a word stands."""

    @property
    def texts(self) -> int:
        """How many texts there are."""
        ...

    def texts_with(self, word: str) -> int:
        """Return how many hold a word with just these marks."""
        ...

    def texts_with_form(self, folded: str) -> int:
        """Return how many hold a word whose form without marks this is."""
        ...


class CountedTexts:
    """The counts of texts that are in memory."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._marked: Counter[str] = Counter()
        self._folded: Counter[str] = Counter()
        self.texts = 0
        for text in texts:
            words = set(normalized_tokens(text))
            self._marked.update(words)
            self._folded.update({fold_word(word) for word in words})
            self.texts += 1

    def texts_with(self, word: str) -> int:
        """Return how many hold a word with just these marks."""
        return self._marked[word]

    def texts_with_form(self, folded: str) -> int:
        """Return how many hold a word whose form without marks this is."""
        return self._folded[folded]


class TermStatistics:
    """Rarity of words by the counts of texts."""

    def __init__(self, counts: TextCounts) -> None:
        self._counts = counts
        self._synonyms = {
            word
            for group in vocabulary().synonyms
            for phrase in group
            for word in cached_tokens(phrase)
        }

    def weight(self, word: str) -> float:
        """Return 1 + log((texts + 1) / (texts with the word + 1)), whatever its marks."""
        counts = self._counts
        return 1.0 + math.log((counts.texts + 1) / (counts.texts_with_form(fold_word(word)) + 1))

    def is_known_as_written(self, word: str) -> bool:
        """Whether a text holds the word with just these marks."""
        return bool(self._counts.texts_with(word))

    def has_unseen(self, words: Sequence[str]) -> bool:
        """Whether one of the words stands in no text and in no group of synonyms.

        Such a question most likely asks about something that is not held.
        """
        return any(
            not self._counts.texts_with_form(fold_word(word)) and word not in self._synonyms
            for word in words
        )
