"""How often words, and pairs of them, are used: what the spelling corrector chooses by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from knowledge.language.normalization import fold_word
from knowledge.language.tokenization import normalized_tokens

Pair = tuple[str, str]


class WordUses(Protocol):
    """Counts of words in running text, as `normalized_tokens` gives them."""

    @property
    def total(self) -> int:
        """How many words the text has."""
        ...

    def uses(self, word: str) -> int:
        """Return how often a word is used."""
        ...

    def spellings(self, folded: str) -> Iterable[str]:
        """Return the words used whose form without marks this is."""
        ...

    def pairs(self, wanted: Iterable[Pair]) -> Mapping[Pair, int]:
        """Return how often the first word of a pair stands before the second, where it does."""
        ...


class CountedUses:
    """The words of texts that are in memory, such as the vocabulary's."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._uses: Counter[str] = Counter()
        self._pairs: Counter[Pair] = Counter()
        self._spellings: defaultdict[str, list[str]] = defaultdict(list)
        for text in texts:
            words = normalized_tokens(text)
            for word in dict.fromkeys(words):
                if word not in self._uses:
                    self._spellings[fold_word(word)].append(word)
            self._uses.update(words)
            self._pairs.update(zip(words, words[1:], strict=False))
        self.total = self._uses.total()

    def uses(self, word: str) -> int:
        """Return how often a word is used."""
        return self._uses.get(word, 0)

    def spellings(self, folded: str) -> Iterable[str]:
        """Return the words used whose form without marks this is."""
        return self._spellings.get(folded, ())

    def pairs(self, wanted: Iterable[Pair]) -> Mapping[Pair, int]:
        """Return how often the first word of a pair stands before the second, where it does."""
        return {pair: self._pairs[pair] for pair in wanted if pair in self._pairs}
