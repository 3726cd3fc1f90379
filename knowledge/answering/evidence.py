"""How much of a question stands in a text, its words weighted by rarity.

For rules of the law `Evidence.answers` decides whether that is evidence enough; for drafts it is one
feature of many (`draft_ranking.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from knowledge.answering.parameters import (
    CACHED_PHRASES,
    COMMON_WORD,
    FOLDED_MATCH,
    MIN_BIGRAM_COVERAGE,
    MIN_COVERAGE,
    MIN_COVERAGE_UNSEEN,
    MIN_FACT_COVERAGE,
)
from knowledge.language import cached_tokens, fold_word, vocabulary
from knowledge.search import TermStatistics


class Evidence:
    """Compares questions with texts by the rarity of words in the indexed texts."""

    def __init__(self, statistics: TermStatistics) -> None:
        self._statistics = statistics
        self._synonyms = [[_padded(phrase) for phrase in group] for group in vocabulary().synonyms]

    def answers(
        self,
        words: Sequence[str],
        own: float,
        bigrams: float,
        *,
        min_own: float = 0.0,
        min_bigrams: float = MIN_BIGRAM_COVERAGE,
    ) -> bool:
        """Whether a text is evidence enough for the words of a question.

        `own` and `bigrams` are the text's coverages; `min_own` and `min_bigrams` ask for more than
        usual.
        """
        if bigrams < min_bigrams:
            return False
        # A word that stands in no text: the question is likely about another thing.
        has_unseen = self._statistics.has_unseen(words)
        return own >= max(min_own, MIN_COVERAGE_UNSEEN if has_unseen else MIN_COVERAGE)

    def names(self, words: Sequence[str], text: str, marked: bool) -> bool:
        """Whether a fact's words hold nearly all of what a question names it by."""
        return self.coverage(words, text, marked) >= MIN_FACT_COVERAGE

    def has_unseen(self, words: Sequence[str]) -> bool:
        """Whether one of the words stands in no text at all."""
        return self._statistics.has_unseen(words)

    def rarity(self, word: str) -> float:
        """Return how rare a word is beyond the words of any text; 0 for those."""
        return max(0.0, self._statistics.weight(word) - COMMON_WORD)

    def coverage(self, words: Sequence[str], text: str, marked: bool) -> float:
        """Return the weighted share of the words that stand in a text, from 0 to 1.

        `marked` is False for a question typed without marks; no words are fully covered.
        """
        if not words:
            return 1.0
        exact, folded = set(cached_tokens(text)), _folded(text)
        replaced = self._replaced_by_synonyms(words, text)
        total = covered = 0.0
        for word in words:
            weight = self._statistics.weight(word)
            total += weight
            if word in exact or word in replaced:
                covered += weight
            elif fold_word(word) in folded and not self._has_other_marks(word, marked):
                covered += weight * (FOLDED_MATCH if marked else 1.0)
        return covered / total

    def _has_other_marks(self, word: str, marked: bool) -> bool:
        """Whether a marked word is known as written: "sở" is no slip for "số" when both are."""
        return marked and self._statistics.is_known_as_written(word)

    def _replaced_by_synonyms(self, words: Sequence[str], text: str) -> set[str]:
        """Return the words that another phrase of the same meaning stands in for."""
        question, padded_text = f" {' '.join(words)} ", _padded(text)
        replaced: set[str] = set()
        for group in self._synonyms:
            asked = [phrase for phrase in group if phrase in question]
            if asked and any(phrase in padded_text for phrase in group):
                replaced.update(word for phrase in asked for word in phrase.split())
        return replaced

    def bigram_coverage(self, bigrams: Sequence[tuple[str, str]], text: str) -> float:
        """Return the share of the question's bigrams that are bigrams of the text, from 0 to 1."""
        if not bigrams:
            return 1.0
        folded = [fold_word(word) for word in cached_tokens(text)]
        neighbours = set(zip(folded, folded[1:], strict=False))
        words = [word for bigram in bigrams for word in bigram]
        replaced = self._replaced_by_synonyms(words, text)
        found = [
            (fold_word(a), fold_word(b)) in neighbours or (a in replaced and b in replaced)
            for a, b in bigrams
        ]
        return sum(found) / len(found)


@lru_cache(maxsize=CACHED_PHRASES)
def _padded(text: str) -> str:
    """Return a text as words between blanks, so that whole phrases can be looked for."""
    return f" {' '.join(cached_tokens(text))} "


@lru_cache(maxsize=CACHED_PHRASES)
def _folded(text: str) -> frozenset[str]:
    return frozenset(fold_word(word) for word in cached_tokens(text))
