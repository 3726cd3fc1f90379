"""Questions as they are typed (without marks, with slips, with chat words) read as they were meant.

A bigram model over the indexed text and the vocabulary chooses the most likely marked word for each
typed one (Viterbi). A typed word that carries marks and is known stays as it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from knowledge.language import parameters
from knowledge.language.normalization import fold, has_marks, normalize_word
from knowledge.language.syllables import is_folded_syllable
from knowledge.language.tokenization import Token, tokenize
from knowledge.language.word_uses import Pair, WordUses

#: Letters: a shorter one may be part of a text's number ("27/KH-UBND").
LONG_ACRONYM = 4
LETTERS = "abcdeghiklmnopqrstuvxy"
#: How likely some words in a row are (logarithm), and the words.
Path = tuple[float, list[str]]


@dataclass(frozen=True)
class Correction:
    """A typed question and its corrected `text`; `marked` is True when it was typed with marks."""

    typed: str
    text: str
    marked: bool


class SpellingCorrector:
    """Corrects typed questions by the words that are used in texts."""

    def __init__(
        self,
        sources: Sequence[WordUses],
        shorthand: Mapping[str, str],
        typed_together: Iterable[Pair] = (),
    ) -> None:
        """Correct by what is used in all `sources` together.

        `typed_together` are words that people type next to each other though no text has them so.
        """
        self._sources, self._shorthand = sources, shorthand
        self._total = 1 + sum(source.total for source in sources)
        self._typed_together = {(normalize_word(a), normalize_word(b)) for a, b in typed_together}

    def correct(self, typed: str) -> Correction:
        """Return the question with marks and slips put right; capitals and signs stay."""
        tokens = tokenize(typed)
        words = [token for token in tokens if not token.text[0].isdigit()]
        with_marks = sum(has_marks(token.text) for token in words)
        marked = with_marks >= parameters.MARKED_WORD_SHARE * len(words) and with_marks > 0
        options = [
            self._options(token, tokens[i - 1] if i else None, marked)
            for i, token in enumerate(tokens)
        ]
        return Correction(typed, _replace_words(typed, tokens, self._viterbi(options)), marked)

    def is_known(self, folded: str) -> bool:
        """Whether a word without marks is one, or stands for one, in texts or as people type."""
        return folded in self._shorthand or bool(self._spellings(folded))

    def _options(self, token: Token, previous: Token | None, marked: bool) -> dict[str, float]:
        """Return the words a typed one may stand for, each with a log weight."""
        word, folded = normalize_word(token.text), fold(token.text)
        is_acronym = self._is_acronym(token.text, folded)
        if token.text[0].isdigit() or (is_acronym and len(folded) < LONG_ACRONYM):
            return {token.text: 0.0}
        if full := self._full_form(word, folded, previous):
            return {full: 0.0}
        if is_acronym:
            return {token.text: 0.0}
        known = dict.fromkeys(self._spellings(folded), 0.0)
        if word in known and (marked or has_marks(word)):
            return known | {word: parameters.TYPED_BONUS}
        valid = is_folded_syllable(folded)
        if has_marks(word) and valid and known:
            return known | {word: parameters.TYPED_BONUS}
        return known or self._corrections(token.text, word, folded, valid)

    def _is_acronym(self, typed: str, folded: str) -> bool:
        return typed.isupper() and (len(folded) < 4 or bool(self._spellings(folded)))

    def _full_form(self, word: str, folded: str, previous: Token | None) -> str | None:
        """Return what a chat word stands for; after a number it stays a unit ("5 kg")."""
        full = self._shorthand.get(folded)
        after_number = previous is not None and previous.text[0].isdigit()
        is_word = bool(self._spellings(folded)) and not folded == word != full
        return full if full and not after_number and not is_word else None

    def _corrections(self, typed: str, word: str, folded: str, valid: bool) -> dict[str, float]:
        """Return what an unknown word may be a slip for; a possible word may also stay."""
        checked = 2 < len(folded) <= parameters.MAX_SLIP_LENGTH
        options = (
            dict.fromkeys(self._one_slip_away(folded), parameters.SLIP_PENALTY) if checked else {}
        )
        if valid or not options:
            kept = typed if typed.isupper() else word
            marked = has_marks(word) and valid
            options[kept] = parameters.UNKNOWN_MARKED_BONUS if marked else parameters.UNKNOWN_BONUS
        return options

    def _one_slip_away(self, folded: str) -> list[str]:
        """Return the known words one slip (a letter more, less, other or swapped) away."""
        near = {word for slip in one_slip_away(folded) for word in self._spellings(slip)}
        by_count = sorted(near, key=lambda word: (-self._uses(word), word))
        return by_count[: parameters.MAX_CORRECTIONS]

    def _spellings(self, folded: str) -> list[str]:
        return list(dict.fromkeys(w for source in self._sources for w in source.spellings(folded)))

    def _uses(self, word: str) -> int:
        return sum(source.uses(word) for source in self._sources)

    def _viterbi(self, options: list[dict[str, float]]) -> list[str]:
        """Return the most likely sequence of one option for each token."""
        if not options:
            return []
        pairs = self._pairs(options)
        paths = {word: (weight + self._log_p(word), [word]) for word, weight in options[0].items()}
        for choices in options[1:]:
            paths = {word: self._extended(paths, word, w, pairs) for word, w in choices.items()}
        return max(paths.values(), key=lambda item: item[0])[1]

    def _extended(
        self, paths: Mapping[str, Path], word: str, weight: float, pairs: Mapping[Pair, int]
    ) -> Path:
        """Return the most likely of some paths with one more word."""
        alone = math.log(parameters.BACKOFF_WEIGHT) + self._log_p(word)
        form = normalize_word(word)
        scores = {
            last: score + weight + self._log_p_after(normalize_word(last), form, alone, pairs)
            for last, (score, _) in paths.items()
        }
        best = max(scores, key=scores.__getitem__)
        return scores[best], [*paths[best][1], word]

    def _pairs(self, options: list[dict[str, float]]) -> Counter[Pair]:
        """Return how often an option for a token stands before one for the next."""
        forms = [[normalize_word(word) for word in choices] for choices in options]
        wanted = {pair for pairs in map(product, forms, forms[1:]) for pair in pairs}
        counts = Counter(pair for pair in wanted if pair in self._typed_together)
        for source in self._sources:
            counts.update(source.pairs(wanted))
        return counts

    def _log_p(self, word: str) -> float:
        count = self._uses(normalize_word(word))
        return math.log(count / self._total) if count else parameters.UNSEEN_WORD

    def _log_p_after(self, first: str, word: str, alone: float, pairs: Mapping[Pair, int]) -> float:
        """Return how likely a word is after another; `alone` where the two were never seen so."""
        if count := pairs.get((first, word), 0):
            own = parameters.BIGRAM_WEIGHT * count / self._uses(first)
            return math.log(own + parameters.BACKOFF_WEIGHT / self._total)
        return alone


def one_slip_away(word: str) -> set[str]:
    """Return every string one slip (a letter more, less, other or swapped) away from a word."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deleted = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    replaced = {a + letter + b[1:] for a, b in halves if b for letter in LETTERS}
    inserted = {a + letter + b for a, b in halves for letter in LETTERS}
    return (deleted | swapped | replaced | inserted) - {word}


def _replace_words(typed: str, tokens: list[Token], chosen: list[str]) -> str:
    parts, end = [], 0
    for token, word in zip(tokens, chosen, strict=True):
        same = normalize_word(token.text) == word
        parts += [typed[end : token.start], token.text if same else _cased_like(token.text, word)]
        end = token.end
    return "".join([*parts, typed[end:]])


def _cased_like(typed: str, word: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word.capitalize() if typed[:1].isupper() and word.islower() else word
