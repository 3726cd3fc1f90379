"""Finding awards in a question, whatever they are called: full names, levels, classes, abbreviations, without marks.

>>> from knowledge.vocabulary import vocabulary
>>> [spot.awards for spot in AwardFinder(catalogue(), vocabulary()).find("ldtt va cstd co so")]
[('ldtt',), ('cstd-co-so',)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.law.catalogue import Catalogue, catalogue
from knowledge.text import fold, same_tone, words
from knowledge.vocabulary import Vocabulary

__all__ = ["AwardFinder", "Spot", "catalogue"]

#: Spellings of one word.
EVEN = {"sỹ": "sĩ", "kỉ": "kỷ", "sy": "si"}
RANK = "hạng"
#: Awards that are named by these words and one or more of their own.
OPEN_NAMES = ("Huân chương", "Huy chương")
#: What may follow them without being a name of its own: "Huân chương nào …".
FOLLOWING = re.compile(
    r"(hang|thi|duoc|la|co|cho|gom|nao|gi|can|cua|va|bao|thuong|ai|cac|tang|theo|tien|muc|ho|tieu|dieu|phai|moi|do|"
    r"khac|thuoc|de|danh|khong|bi|voi|hay|hoac|trong|nam|tu|den|truoc|sau|cap|nay|cao|loai|may|nhung|truy|ky|bang)\b"
)


@dataclass(frozen=True)
class Spot:
    """What a name in a question may mean: one award, or several of a family; `wrong` when the name is not right.

    `start`, `end` are offsets in the question's text.
    """

    name: str
    awards: tuple[str, ...]
    wrong: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int


class AwardFinder:
    """Knows every name of every award."""

    def __init__(self, held: Catalogue, words_of: Vocabulary) -> None:
        self._short = {fold(term): _split(means) for term, means in words_of.terms.items()}
        self._ranks = {fold(other): rank for rank, others in held.ranks.items() for other in [*others, rank]}
        self._names: dict[tuple[str, ...], list[tuple[tuple[str, ...], Spot]]] = {}
        for family in held.families:
            self._name(family.name, Spot(family.name, family.members))
        for award in held.awards.values():
            for name in {award.name, award.short, award.former or award.name, *award.also}:
                self._name(name, Spot(award.short, (award.id,)))
            for name in award.wrong:
                self._name(name, Spot(award.short, (award.id,), wrong=True))
        self._longest = max(map(len, self._names))

    def _name(self, name: str, spot: Spot) -> None:
        tokens = tuple(_split(name))
        self._names.setdefault(tuple(map(fold, tokens)), []).append((tokens, spot))

    def find(self, text: str) -> list[Spot]:
        """Give the awards named, in reading order; the longest name wins."""
        tokens = self._tokens(text)
        found, place = [], 0
        while place < len(tokens):
            length, spot = self._at(tokens, place)
            if spot:
                first, last = tokens[place], tokens[place + length - 1]
                found.append(replace(spot, start=first.start, end=last.end))
            place += max(length, 1)
        return found

    def unknown(self, text: str) -> str | None:
        """Give the name of an award that is not known: "Huân chương Hoa sen"."""
        for spot in self.find(text):
            behind = words(text[spot.end :])[:2]
            if spot.name in OPEN_NAMES and len(behind) == 2 and not FOLLOWING.match(fold(behind[0].text)):
                return text[spot.start : spot.end + behind[1].end]
        return None

    def _at(self, tokens: list[_Token], place: int) -> tuple[int, Spot | None]:
        for length in range(min(self._longest, len(tokens) - place), 0, -1):
            part = tokens[place : place + length]
            if spot := self._named([token.text for token in part]):
                return self._with_class(tokens, place, length, spot)
        return 0, None

    def _named(self, typed: list[str]) -> Spot | None:
        """Compare word by word; a word typed without marks stands for the marked one."""
        for name, spot in self._names.get(tuple(map(fold, typed)), ()):
            if all(word in (full, fold(full)) for word, full in zip(typed, name, strict=True)):
                return spot
        return None

    def _with_class(self, tokens: list[_Token], place: int, length: int, spot: Spot) -> tuple[int, Spot]:
        """ "HCLĐ 3": the class right behind the name, without the word "hạng"."""
        behind = tokens[place + length : place + length + 1]
        if len(spot.awards) > 1 and behind and behind[0].text.isdigit() and behind[0].text in self._ranks:
            whole = [token.text for token in tokens[place : place + length]]
            if ranked := self._named([*whole, RANK, self._ranks[behind[0].text]]):
                return length + 1, ranked
        return length, spot

    def _tokens(self, text: str) -> list[_Token]:
        """Split into words, spell abbreviations out, and write classes one way: "HCLĐ hạng 3"."""
        found: list[_Token] = []
        for word in words(text):
            token = _even(word.text)
            if full := self._short.get(fold(token)):
                found += [_Token(part, word.start, word.end) for part in full]
            elif found and fold(found[-1].text) == fold(RANK) and fold(token) in self._ranks:
                found.append(_Token(self._ranks[fold(token)], word.start, word.end))
            else:
                found.append(_Token(token, word.start, word.end))
        return found


def _even(word: str) -> str:
    return EVEN.get(same_tone(word), same_tone(word))


def _split(text: str) -> list[str]:
    return [_even(word.text) for word in words(text)]
