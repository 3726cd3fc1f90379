"""Vietnamese text in one form for comparing; the source's own form stays for showing.

>>> fold("Đẩy mạnh Hoà Bình")
'day manh hoa binh'
>>> normalize_tones("Hoà Bình") == normalize_tones("hòa bình")
True
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from knowledge.language.parameters import CACHED_WORDS

#: Marks that change a letter's tone: grave, acute, hook above, tilde, dot below.
TONES = "\u0300\u0301\u0309\u0303\u0323"
#: "hoà", "thuỷ": the tone is written on the second vowel; "hòa", "thủy" is the same word.
LATE_TONE = re.compile(rf"(?<!q)([ou])([aey])([{TONES}])(?![\w{TONES}])", re.IGNORECASE)
OPEN_PAIRS = {"oa", "oe", "uy"}
#: Control characters, zero-width characters and marks that turn the reading direction.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ufffe\U000e0000-\U000e007f]"
)


def normalize(text: str) -> str:
    """Return the text composed (NFC), with plain line ends and without invisible characters."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return INVISIBLE.sub("", composed).replace("\u00a0", " ")


def normalize_tones(text: str) -> str:
    """Return lower case with every tone where "hòa" and "thủy" carry it."""
    parts = unicodedata.normalize("NFD", text.lower())

    def moved(match: re.Match[str]) -> str:
        first, second, tone = match.groups()
        return first + tone + second if (first + second) in OPEN_PAIRS else match[0]

    return unicodedata.normalize("NFC", LATE_TONE.sub(moved, parts))


@lru_cache(maxsize=CACHED_WORDS)
def normalize_word(word: str) -> str:
    """Return `normalize_tones` of one word; cached."""
    return normalize_tones(word)


def fold(text: str) -> str:
    """Return lower case without marks, `đ` as `d`; as many characters as the NFC text has."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _FoldedLetters(dict[int, str]):
    """Letter → the same in lower case and without marks; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()[:1]
        self[code] = "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]
        return self[code]


_FOLDED = _FoldedLetters()


@lru_cache(maxsize=CACHED_WORDS)
def fold_word(word: str) -> str:
    """Return `fold` of one word; cached."""
    return fold(word)


def has_marks(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark."""
    return fold(text) != text.lower()


def one_line(text: str) -> str:
    """Return the text with every run of white space as one blank."""
    return " ".join(text.split())
