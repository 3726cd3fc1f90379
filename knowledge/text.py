"""Vietnamese text: one form for comparing, the source's own form for showing.

>>> fold("Đẩy mạnh Hoà Bình")
'day manh hoa binh'
>>> [word.text for word in words("UBND tỉnh, năm 2022")]
['UBND', 'tỉnh', 'năm', '2022']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+", re.UNICODE)
#: Marks that change a letter's tone: grave, acute, hook above, tilde, dot below.
TONES = "\u0300\u0301\u0309\u0303\u0323"
#: "hoà", "thuỷ": tone written on the second vowel; "hòa", "thủy" is the same word.
LATE_TONE = re.compile(rf"(?<!q)([ou])([aey])([{TONES}])(?![\w{TONES}])", re.IGNORECASE)
#: Numbers as they are said, without marks.
NUMBER_WORDS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}
VOWELS = "aeiouy"
#: One syllable without its tone: vowels that end a syllable, and those that need a consonant behind them.
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:"
    r"(?:iê|yê|uô|ươ|oă|uâ|uyê|oo|[ăâ])(?:ch|ng|nh|[cmnpt])|"
    r"(?:oa|oe|uê|uy|oă|[aeêioôơuưy])(?:ch|ng|nh|[cmnpt])?|"
    r"iêu|yêu|ươi|ươu|uôi|oai|oay|oao|oeo|uya|uyu|uây|uôi|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|uơ|uân)"
)
OPEN_PAIRS = {"oa", "oe", "uy"}
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\U000e0000-\U000e007f]"
)
#: A full stop ends a sentence only before a blank; "80.5", "1. Tiếp tục" and "TP. Hồ Chí Minh" do not.
SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\bTP\.)(?<!\bTS\.)(?<!\bGS\.)(?<!\b\d\.)(?<!\b\d\d\.)(?=\s)|\n+")
CLAUSE_END = re.compile(r"(?<=;)\s")


@dataclass(frozen=True)
class Word:
    """A word of a text with its offsets."""

    text: str
    start: int
    end: int


def nfc(text: str) -> str:
    """Give the composed form with plain line ends and without control or invisible characters."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return CONTROL.sub("", composed).replace("\u00a0", " ")


def same_tone(text: str) -> str:
    """Give lower case with every tone where "hòa" and "thủy" have it, so spellings compare equal."""
    parts = unicodedata.normalize("NFD", text.lower())

    def early(match: re.Match[str]) -> str:
        first, second, tone = match.groups()
        return first + tone + second if (first + second) in OPEN_PAIRS else match[0]

    return unicodedata.normalize("NFC", LATE_TONE.sub(early, parts))


def fold(text: str) -> str:
    """Give lower case without any mark, `đ` as `d`; the number of characters stays that of the NFC text."""
    return text.lower() if text.isascii() else text.translate(_BARE)


class _Bare(dict[int, str]):
    """Letter → the same small and without marks; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()[:1]
        self[code] = "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]
        return self[code]


_BARE = _Bare()


def has_marks(text: str) -> bool:
    """Tell whether any letter carries a Vietnamese mark."""
    return fold(text) != text.lower()


def words(text: str) -> list[Word]:
    """Split into words and numbers ("80,5" is one), with offsets; two words that a copy stuck together are two.

    >>> [word.text for word in words("ở trungương")]
    ['ở', 'trung', 'ương']
    """
    found = []
    for match in WORD.finditer(text):
        cut = _seam(match[0]) if len(match[0]) > 2 and not match[0].isascii() else 0
        if cut:
            found.append(Word(match[0][:cut], match.start(), match.start() + cut))
        found.append(Word(match[0][cut:], match.start() + cut, match.end()))
    return found


@lru_cache(maxsize=20_000)
def _seam(word: str) -> int:
    """Give where a word is two: neither is whole without the blank that was lost before a marked vowel; 0 for none."""
    if _is_syllable(word):
        return 0
    low, bare = word.lower(), fold(word)
    for cut in range(1, len(word)):
        # A letter typed twice ("tràào") is a slip, no seam.
        begins = bare[cut] in VOWELS and low[cut] not in (bare[cut], low[cut - 1])
        if begins and _is_syllable(word[:cut]) and _is_syllable(word[cut:]):
            return cut
    return 0


def _is_syllable(word: str) -> bool:
    """Tell whether a word may be one Vietnamese syllable: onset, vowels, coda and at most one tone."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = sum(letter in TONES for letter in parts)
    whole = unicodedata.normalize("NFC", "".join(letter for letter in parts if letter not in TONES))
    return tones <= 1 and SYLLABLE.fullmatch(whole) is not None


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[str, ...]:
    """Give the words in the form for comparing: lower case, tone in one place."""
    return tuple(every_token(text))


def every_token(text: str) -> list[str]:
    """Give the same, kept nowhere: for reading whole collections once."""
    return [part for word in WORD.findall(text) for part in _parts(word)]


@lru_cache(maxsize=100_000)
def _parts(word: str) -> tuple[str, ...]:
    """Give a word as `words` splits it, for comparing; a language has few words, so each is worked out once."""
    return tuple(same_tone(one.text) for one in words(word))


@lru_cache(maxsize=100_000)
def even_word(word: str) -> str:
    """Give one word in small letters with its tone where `same_tone` has it; kept, like `fold_word`."""
    return same_tone(word)


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Give one word without marks; kept, since the same words come again and again."""
    return fold(word)


def folded_tokens(text: str) -> list[str]:
    """Give the words without marks."""
    return [fold_word(part) for part in every_token(text)]


def one_line(text: str) -> str:
    """Fold every run of white space to one blank."""
    return " ".join(text.split())


def sentences(text: str) -> list[tuple[int, int]]:
    """Give start and end of each sentence."""
    return list(_pieces(text, SENTENCE_END))


def clauses(text: str) -> list[tuple[int, int]]:
    """Give start and end of each part between semicolons."""
    return list(_pieces(text, CLAUSE_END))


def _pieces(text: str, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in ends.finditer(text):
        yield from _trimmed(text, start, match.start())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
