"""Questions as they are typed: without marks, with slips, with chat words; read as the words that were meant.

A bigram model over the indexed text and the vocabulary chooses, word by word, the most likely marked word for
each typed one (Viterbi). A typed word that carries marks and is known stays as it is.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.text import Word, even_word, every_token, fold, fold_word, has_marks, words

#: A Vietnamese syllable without marks; what does not fit is a slip or a foreign word, never "corrected" blindly.
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?(?:"
    r"(?:uye|oa|oo|oe|ua|ue|uy|uo|ie|ye|[aeiouy])(?:ng|nh|ch|[cmnpt])"
    r"|uya|uyu|oai|oay|oao|oeo|uay|ieu|yeu|uoi|uou|ai|ao|au|ay|eo|eu|ia|iu|oi|ua|ui|uu|oa|oe|uy|ue|uo|[aeiouy])"
)
#: A word typed with its own marks is believed this much more than any other reading (log probability).
TYPED_BONUS = 6.0
#: An unknown word that could be one is kept unless a slip of it fits the words beside it.
UNKNOWN_BONUS, UNKNOWN_MARKED_BONUS = 4.0, 9.0
SLIP = -4.0
#: No Vietnamese word typed on its own is longer; a long run of letters must not cost time.
LONGEST_SLIP = 12
NEAREST = 12
UNSEEN = -14.0
#: Everyday wording counts this many times: it is short, and questions are made of it.
EVERYDAY = 3


@dataclass(frozen=True)
class Reading:
    """A typed question and how it was read; `marked` tells whether it was typed with marks."""

    typed: str
    text: str
    marked: bool


class Speller:
    """Reads typed questions; learns its words from the texts it is given, and forgets them when they go."""

    def __init__(self, texts: Iterable[str], everyday: Iterable[str], shorthand: dict[str, str]) -> None:
        self._single: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._total = 1
        self._by_fold: dict[str, list[str]] = defaultdict(list)
        self._beside: frozenset[tuple[str, str]] = frozenset()
        self._shorthand = shorthand
        for text in [*texts, *(phrase for phrase in everyday for _ in range(EVERYDAY))]:
            self.learn(text)

    def learn(self, text: str) -> None:
        """Learn the words of a text and which stand next to each other."""
        found = every_token(text)
        for word in dict.fromkeys(found):
            if word not in self._single:
                self._by_fold[fold_word(word)].append(word)
        self._single.update(found)
        self._pairs.update(zip(found, found[1:], strict=False))
        self._total += len(found)

    def forget(self, text: str) -> None:
        """Forget what was learned from a text."""
        found = every_token(text)
        self._single.subtract(found)
        self._pairs.subtract(zip(found, found[1:], strict=False))
        self._total -= len(found)
        for pair in zip(found, found[1:], strict=False):
            if not self._pairs[pair]:
                del self._pairs[pair]
        for word in dict.fromkeys(found):
            if not self._single[word]:
                del self._single[word]
                same = self._by_fold[fold_word(word)]
                same.remove(word)
                if not same:
                    del self._by_fold[fold_word(word)]

    def beside(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Say which words people type next to each other though no text has them so."""
        self._beside = frozenset((even_word(first), even_word(second)) for first, second in pairs)

    def read(self, typed: str) -> Reading:
        """Give the question with marks and slips put right; capitals and signs stay where they were."""
        spots = words(typed)
        letters = [spot for spot in spots if not spot.text[0].isdigit()]
        carrying = sum(has_marks(spot.text) for spot in letters)
        marked = carrying * 4 >= len(letters) and carrying > 0
        choices = [self._choices(spot, spots[i - 1] if i else None, marked) for i, spot in enumerate(spots)]
        best = self._viterbi(choices)
        return Reading(typed, _put_back(typed, spots, best), marked)

    def _choices(self, spot: Word, before: Word | None, marked: bool) -> dict[str, float]:
        """Give the words a typed one may stand for, each with a log weight."""
        word, bare = even_word(spot.text), fold(spot.text)
        if spot.text[0].isdigit() or (spot.text.isupper() and (len(bare) < 4 or bare in self._by_fold)):
            return {spot.text: 0.0}
        short = self._shorthand.get(bare)
        if short and not (before and before.text[0].isdigit()) and (bare not in self._by_fold or bare == word != short):
            return {short: 0.0}
        same = dict.fromkeys(self._by_fold.get(bare, ()), 0.0)
        if word in self._single and (marked or has_marks(word)):
            return same | {word: TYPED_BONUS}
        valid = bool(SYLLABLE.fullmatch(bare))
        if has_marks(word) and valid and same:
            return same | {word: TYPED_BONUS}
        return same or self._mended(spot.text, word, bare, valid)

    def _mended(self, typed: str, word: str, bare: str, valid: bool) -> dict[str, float]:
        """Give what an unknown word may be a slip for; one that could be a word stays unless its neighbours speak."""
        near = dict.fromkeys(self._neighbours(bare), SLIP) if 2 < len(bare) <= LONGEST_SLIP else {}
        if valid or not near:
            kept = typed if typed.isupper() else word
            near[kept] = UNKNOWN_MARKED_BONUS if has_marks(word) and valid else UNKNOWN_BONUS
        return near

    def _neighbours(self, bare: str) -> list[str]:
        """Give the known words one slip (a letter more, less, other or swapped) away."""
        near = {other for slip in _slips(bare) for other in self._by_fold.get(slip, ())}
        return sorted(near, key=lambda word: (-self._single[word], word))[:NEAREST]

    def _viterbi(self, choices: list[dict[str, float]]) -> list[str]:
        if not choices:
            return []
        total = self._total
        paths = {word: (weight + self._alone(word, total), [word]) for word, weight in choices[0].items()}
        for options in choices[1:]:
            paths = {
                word: max(
                    (
                        (score + weight + self._after(last, word, total), [*path, word])
                        for last, (score, path) in paths.items()
                    ),
                    key=lambda item: item[0],
                )
                for word, weight in options.items()
            }
        return max(paths.values(), key=lambda item: item[0])[1]

    def _alone(self, word: str, total: int) -> float:
        count = self._single.get(even_word(word), 0)
        return math.log(count / total) if count else UNSEEN

    def _after(self, last: str, word: str, total: int) -> float:
        both = even_word(last), even_word(word)
        pair = self._pairs.get(both, 0) + (both in self._beside)
        if pair:
            return math.log(0.9 * pair / self._single[both[0]] + 0.1 / total)
        return math.log(0.1) + self._alone(word, total)


def _slips(word: str) -> set[str]:
    letters = "abcdeghiklmnopqrstuvxy"
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    less = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    other = {a + letter + b[1:] for a, b in halves if b for letter in letters}
    more = {a + letter + b for a, b in halves for letter in letters}
    return (less | swapped | other | more) - {word}


def _put_back(typed: str, spots: list[Word], chosen: list[str]) -> str:
    parts, last = [], 0
    for spot, word in zip(spots, chosen, strict=True):
        same = even_word(spot.text) == word
        parts += [typed[last : spot.start], spot.text if same else _like(spot.text, word)]
        last = spot.end
    return "".join([*parts, typed[last:]])


def _like(typed: str, word: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word.capitalize() if typed[:1].isupper() and word.islower() else word
