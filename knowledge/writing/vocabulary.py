"""The words that a written sentence may add, and those that turn its meaning: `data/writing.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from knowledge.data import load_yaml
from knowledge.language import gazetteer, normalize_tones, normalized_tokens

#: "năm" is a year far more often than five, "một" an article.
DIGITS = {
    word: str(number)
    for word, number in (("hai", 2), ("ba", 3), ("bốn", 4), ("sáu", 6), ("bảy", 7), ("tám", 8))
}
#: "ngày 22 tháng 02 năm 2023" is compared as "22/02/2023".
OF_DATE = re.compile(r"(?<!\S)(?:ngày (?=\d)|tháng (?=\d\d? (?:năm |\d{4}))|năm (?=\d{4}))")
#: Stands for a set phrase where words are looked for that turn the meaning.
COMPOUND = "…"
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


@dataclass(frozen=True)
class WritingVocabulary:
    """`data/writing.yaml`, compiled; patterns run over words joined by single blanks."""

    glue: frozenset[str]
    same: tuple[tuple[re.Pattern[str], str], ...]
    turning: dict[str, re.Pattern[str]]
    compounds: re.Pattern[str]
    list_heads: re.Pattern[str]
    other_years: re.Pattern[str]
    limits: re.Pattern[str]
    kept_whole: frozenset[str]
    kept_beyond: frozenset[str]
    ties: frozenset[str]
    plans: re.Pattern[str]
    planning: frozenset[str]
    results: re.Pattern[str]
    foreign: re.Pattern[str]
    leads: re.Pattern[str]
    instruction: str

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of a text in the form for comparing: "02" and "hai" are "2"."""
        tokens = normalized_tokens(text.replace("%", " phần trăm "))
        joined = " ".join(map(_number, tokens))
        joined = OF_DATE.sub("", joined)
        for pattern, first in self.same:
            joined = pattern.sub(first, joined)
        return tuple(joined.split())

    def turns(self, words: tuple[str, ...]) -> frozenset[str]:
        """Return the names of what turns the meaning of these words."""
        joined = self.compounds.sub(COMPOUND, " ".join(words))
        return frozenset(name for name, pattern in self.turning.items() if pattern.search(joined))

    def is_glue(self, word: str) -> bool:
        """Whether a word says nothing by itself."""
        return word in self.glue


def _number(word: str) -> str:
    """Return a number as it is compared ("2,50" and "02,5" are "2,5"), another word as it is."""
    if word in DIGITS:
        return DIGITS[word]
    if not word[0].isdigit():
        return word
    if GROUPED.fullmatch(word):
        word = word.replace(".", "")
    whole, _, rest = word.replace(".", ",").partition(",")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (f",{rest}" if rest else "")


@cache
def writing_vocabulary() -> WritingVocabulary:
    """Return the vocabulary that ships."""
    data = load_yaml("writing.yaml")
    turning = {
        name: _any(patterns) for name, patterns in data["turning"].items() if name != "examples"
    }
    return WritingVocabulary(
        glue=frozenset(map(normalize_tones, data["glue"])),
        same=tuple(
            (_any([re.escape(form) for form in map(_plain, forms)]), _plain(first))
            for first, *forms in data["same"]
        ),
        turning=turning,
        compounds=_any(
            sorted([*data["compounds"], *_turning_names(turning.values())], key=len)[::-1]
        ),
        list_heads=re.compile("|".join(data["list_heads"]), re.IGNORECASE),
        limits=re.compile("|".join(data["limits"])),
        other_years=re.compile("|".join(data["other_years"])),
        kept_whole=frozenset(data["kept_whole"]),
        kept_beyond=frozenset(data["kept_beyond"]),
        ties=frozenset(data["ties"]),
        plans=_any(data["plans"]),
        planning=frozenset(data["planning"]),
        results=_any(data["results"]),
        foreign=re.compile("|".join(data["foreign"]), re.IGNORECASE),
        leads=re.compile("|".join(data["leads"]), re.IGNORECASE),
        instruction=data["instruction"],
    )


def _turning_names(turning: Iterable[re.Pattern[str]]) -> set[str]:
    """Return the names of places that have a word which elsewhere turns the meaning ("Cao Bằng")."""
    names = {_plain(place.name) for place in gazetteer().places}
    return {
        name for name in names if " " in name and any(pattern.search(name) for pattern in turning)
    }


def _plain(phrase: str) -> str:
    return " ".join(normalized_tokens(phrase.replace("%", "phần trăm")))


def _any(patterns: list[str]) -> re.Pattern[str]:
    """Return a pattern of whole words; written in lower case, as they are compared."""
    assert all(pattern == pattern.lower() for pattern in patterns), patterns
    joined = "|".join(map(normalize_tones, patterns))
    return re.compile(rf"(?<!\S)(?:{joined})(?!\S)")
