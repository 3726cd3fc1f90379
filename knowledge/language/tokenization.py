"""Words and numbers of a text, with their offsets or in the form for comparing.

>>> [token.text for token in tokenize("UBND tỉnh, năm 2022")]
['UBND', 'tỉnh', 'năm', '2022']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.normalization import fold_word, normalize_tones
from knowledge.language.parameters import CACHED_TEXTS, CACHED_WORDS
from knowledge.language.syllables import missing_blank

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+", re.UNICODE)


@dataclass(frozen=True)
class Token:
    """A word or number of a text: `start`, `end` are character offsets, end exclusive."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Split into words and numbers ("80,5" is one); two words stuck together are two.

    >>> [token.text for token in tokenize("ở trungương")]
    ['ở', 'trung', 'ương']
    """
    return [Token(text[start:end], start, end) for start, end in word_spans(text)]


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each of the words and numbers that `tokenize` returns."""
    spans = []
    for match in WORD.finditer(text):
        (start, end), word = match.span(), match[0]
        if len(word) > 2 and not word.isascii() and (cut := missing_blank(word)):
            spans.append((start, start + cut))
            start += cut
        spans.append((start, end))
    return spans


def normalized_tokens(text: str) -> list[str]:
    """Return the words in the form for comparing: lower case, tones in one place."""
    return [part for word in WORD.findall(text) for part in _parts(word)]


@lru_cache(maxsize=CACHED_TEXTS)
def cached_tokens(text: str) -> tuple[str, ...]:
    """Return `normalized_tokens`, cached: for texts that are compared again and again."""
    return tuple(normalized_tokens(text))


def folded_tokens(text: str) -> list[str]:
    """Return the words in lower case and without marks."""
    return [fold_word(part) for part in normalized_tokens(text)]


@lru_cache(maxsize=CACHED_WORDS)
def _parts(word: str) -> tuple[str, ...]:
    return tuple(normalize_tones(token.text) for token in tokenize(word))
