"""Whether a text answers a question: by the words it shares with it, never by a cosine.

Measured (`../shared/benchmarks/README.md`): with e5 two unrelated passages have a cosine of .82 on average, so a cut-off tells
nothing. What tells is whether the words that the question is about stand in the text, weighted by how rare they are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.text import every_token, fold_word, tokens
from knowledge.vocabulary import Vocabulary

#: Share of the question's words (weighted by rarity) that must stand in a text before it counts as evidence.
THRESHOLD = 0.62
#: With a word that stands in no text at all, nearly everything else must be there.
THRESHOLD_UNSEEN = 0.8
#: A single fact is named by fewer words than a sentence; it must be named almost fully.
FACT_THRESHOLD = 0.6
#: A word typed with marks that no text has just so may be a slip; "sở" is no slip for "số" when both are known.
FOLDED_CREDIT = 0.75
#: Share of the question's neighbouring words that must be neighbours in a sentence: "dân số" is not "người dân … chỉ số".
NEIGHBOURS = 0.3


class Evidence:
    """Weighs words by their rarity in the indexed texts."""

    def __init__(self, texts: Iterable[str], words_of: Vocabulary) -> None:
        self._seen: Counter[str] = Counter()
        self._marked: Counter[str] = Counter()
        self._texts = 0
        for text in texts:
            self.add(every_token(text))
        self._standing = {word for group in words_of.synonyms for phrase in group for word in tokens(phrase)}
        self._synonyms = [[_line(phrase) for phrase in group] for group in words_of.synonyms]

    def add(self, words: Iterable[str]) -> None:
        """Count the words of a text in."""
        self._count(words, 1)

    def remove(self, words: Iterable[str]) -> None:
        """Count the words of a text out that was counted in."""
        self._count(words, -1)

    def _count(self, words: Iterable[str], by: int) -> None:
        self._texts += by
        there = set(words)
        for word in there:
            self._marked[word] += by
        for word in {fold_word(word) for word in there}:
            self._seen[word] += by

    def weight(self, word: str) -> float:
        """Give the rarity of a word: 1 for one in every text, more for rarer ones, most for unknown ones."""
        return 1.0 + math.log((self._texts + 1) / (self._seen[fold_word(word)] + 1))

    def unseen(self, wanted: Sequence[str]) -> bool:
        """Tell whether a word of the question stands in no text at all: it most likely asks about something else."""
        return any(not self._seen[fold_word(word)] and word not in self._standing for word in wanted)

    def threshold(self, wanted: Sequence[str]) -> float:
        """Give the coverage that counts as evidence for these words."""
        return THRESHOLD_UNSEEN if self.unseen(wanted) else THRESHOLD

    def coverage(self, wanted: Sequence[str], text: str, marked: bool) -> float:
        """Give the weighted share of the wanted words that stand in a text, from 0 to 1."""
        if not wanted:
            return 1.0
        exact, bare = set(tokens(text)), _bare(text)
        allowed = self._allowed(wanted, text)
        total = found = 0.0
        for word in wanted:
            weight = self.weight(word)
            total += weight
            if word in exact or word in allowed:
                found += weight
            elif fold_word(word) in bare and not (marked and self._marked[word]):
                found += weight * (FOLDED_CREDIT if marked else 1.0)
        return found / total

    def _allowed(self, wanted: Sequence[str], text: str) -> set[str]:
        """Give the wanted words that another phrase of the same meaning stands in for."""
        asked, there = f" {' '.join(wanted)} ", _line(text)
        allowed: set[str] = set()
        for group in self._synonyms:
            spoken = [phrase for phrase in group if phrase in asked]
            if spoken and any(phrase in there for phrase in group):
                allowed.update(word for phrase in spoken for word in phrase.split())
        return allowed

    def nearness(self, pairs: Sequence[tuple[str, str]], text: str) -> float:
        """Give the share of the question's neighbouring words that are neighbours in the text too."""
        if not pairs:
            return 1.0
        bare = [fold_word(word) for word in tokens(text)]
        beside = set(zip(bare, bare[1:], strict=False))
        swapped = self._allowed([word for pair in pairs for word in pair], text)
        near = [(fold_word(a), fold_word(b)) in beside or (a in swapped and b in swapped) for a, b in pairs]
        return sum(near) / len(near)


@lru_cache(maxsize=50_000)
def _line(text: str) -> str:
    """Give a text as words between blanks, so that a phrase of whole words can be looked for."""
    return f" {' '.join(tokens(text))} "


@lru_cache(maxsize=50_000)
def _bare(text: str) -> frozenset[str]:
    """Give the words of a text without marks."""
    return frozenset(fold_word(word) for word in tokens(text))
