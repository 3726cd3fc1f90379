"""Which strings may be one Vietnamese syllable, with marks and without."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from knowledge.language.normalization import TONES, fold
from knowledge.language.parameters import CACHED_TEXTS

VOWELS = "aeiouy"
#: One syllable without its tone: vowels that end a syllable, and those that need a final consonant.
MARKED = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:"
    r"(?:iê|yê|uô|ươ|oă|uâ|uyê|oo|[ăâ])(?:ch|ng|nh|[cmnpt])|"
    r"(?:oa|oe|uê|uy|oă|[aeêioôơuưy])(?:ch|ng|nh|[cmnpt])?|"
    r"iêu|yêu|ươi|ươu|uôi|oai|oay|oao|oeo|uya|uyu|uây|uôi|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|"
    r"ua|ui|ưa|ưi|ưu|uơ|uân)"
)
#: The same typed without marks.
FOLDED = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?(?:"
    r"(?:uye|oa|oo|oe|ua|ue|uy|uo|ie|ye|[aeiouy])(?:ng|nh|ch|[cmnpt])"
    r"|uya|uyu|oai|oay|oao|oeo|uay|ieu|yeu|uoi|uou|ai|ao|au|ay|eo|eu|ia|iu|oi|ua|ui|uu|oa|oe|uy|ue"
    r"|uo|[aeiouy])"
)


def is_folded_syllable(word: str) -> bool:
    """Whether a word without marks may be one syllable."""
    return FOLDED.fullmatch(word) is not None


def is_syllable(word: str) -> bool:
    """Whether a word may be one syllable: onset, vowels, coda and at most one tone."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = sum(letter in TONES for letter in letters)
    toneless = "".join(letter for letter in letters if letter not in TONES)
    return tones <= 1 and MARKED.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


@lru_cache(maxsize=CACHED_TEXTS)
def missing_blank(word: str) -> int:
    """Return the index at which two words were stuck together by a lost blank, 0 for none.

    Both halves are syllables, the whole is none, and the second begins with a marked vowel:
    "trungương" → 5. A letter typed twice ("tràào") is a slip and no seam.
    """
    if is_syllable(word):
        return 0
    lower, folded = word.lower(), fold(word)
    for cut in range(1, len(word)):
        begins = folded[cut] in VOWELS and lower[cut] not in (folded[cut], lower[cut - 1])
        if begins and is_syllable(word[:cut]) and is_syllable(word[cut:]):
            return cut
    return 0
