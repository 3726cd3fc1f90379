"""Awards in a question, whatever they are called: names, levels, classes, abbreviations.

>>> [mention.awards for mention in award_finder().mentions("ldtt va cstd co so")]
[('ldtt',), ('cstd-co-so',)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from knowledge.language import (
    Token,
    Vocabulary,
    fold,
    normalize_tones,
    tokenize,
    vocabulary,
)
from knowledge.law.catalogue import Catalogue, catalogue
from knowledge.law.parameters import CACHED_TEXTS

#: Spellings of one word.
SPELLINGS = {"sỹ": "sĩ", "kỉ": "kỷ", "sy": "si"}
CLASS_WORD = "hạng"
#: Awards that are named by these words and one or more of their own.
OPEN_NAMES = ("Huân chương", "Huy chương")
#: What may follow them without being a name of its own: "Huân chương nào …".
NO_NAME = re.compile(
    r"(hang|thi|duoc|la|co|cho|gom|nao|gi|can|cua|va|bao|thuong|ai|cac|tang|theo|tien|muc|ho|tieu|"
    r"dieu|phai|moi|do|khac|thuoc|de|danh|khong|bi|voi|hay|hoac|trong|nam|tu|den|truoc|sau|cap|nay|"
    r"cao|loai|may|nhung|truy|ky|bang)\b"
)

Name = tuple[str, ...]


@dataclass(frozen=True)
class AwardMention:
    """What a name in a question may mean: one award, or several of a family.

    `wrong` is True for a name that is not right; `start`, `end` are offsets in the question.
    """

    name: str
    awards: tuple[str, ...]
    wrong: bool = False
    start: int = 0
    end: int = 0


class AwardFinder:
    """Knows every name of every award."""

    def __init__(self, laws: Catalogue, words: Vocabulary) -> None:
        self._abbreviations = {fold(term): _split(meaning) for term, meaning in words.terms.items()}
        self._classes = {
            fold(written): rank
            for rank, others in laws.ranks.items()
            for written in [*others, rank]
        }
        self._names: dict[Name, list[tuple[Name, AwardMention]]] = {}
        for family in laws.families:
            self._add(family.name, AwardMention(family.name, family.members))
        for award in laws.awards.values():
            former = award.former.name if award.former else award.name
            for name in {award.name, award.short, former, *award.also}:
                self._add(name, AwardMention(award.short, (award.id,)))
            for name in award.wrong:
                self._add(name, AwardMention(award.short, (award.id,), wrong=True))
        self._longest = max(map(len, self._names))
        self._kept = lru_cache(maxsize=CACHED_TEXTS)(self._find)

    def _add(self, name: str, mention: AwardMention) -> None:
        words = tuple(_split(name))
        self._names.setdefault(tuple(map(fold, words)), []).append((words, mention))

    def mentions(self, text: str) -> list[AwardMention]:
        """Return the awards named, in reading order; the longest name wins.

        A turn asks it of the same text several times: the last ones are kept.
        """
        return list(self._kept(text))

    def _find(self, text: str) -> tuple[AwardMention, ...]:
        tokens = self._tokens(text)
        found, index = [], 0
        while index < len(tokens):
            length, mention = self._mention_at(tokens, index)
            if mention:
                start, end = tokens[index].start, tokens[index + length - 1].end
                found.append(replace(mention, start=start, end=end))
            index += max(length, 1)
        return tuple(found)

    def completed(self, text: str, name: str) -> AwardMention | None:
        """Return the award that begins like a name and ends with words of a text, the most words.

        "hạng nhì" completes "Huân chương Lao động hạng Ba", "cấp tỉnh" "Chiến sĩ thi đua cơ sở".
        """
        tokens, own = self._tokens(text), _split(name)
        for length in range(min(self._longest, len(tokens)), 0, -1):
            for index in range(len(tokens) - length + 1):
                part = tokens[index : index + length]
                words = [token.text for token in part]
                for kept in range(len(own) - 1, 0, -1):
                    if mention := self._named([*own[:kept], *words]):
                        start = _start_of_name(tokens, index, own[:kept])
                        return replace(mention, start=start, end=part[-1].end)
        return None

    def unknown_award(self, text: str) -> str | None:
        """Return the name of an award that is not known, e.g. "Huân chương Hoa sen"."""
        for mention in self.mentions(text):
            following = tokenize(text[mention.end :])[:2]
            goes_on = following and not text[mention.end :][: following[0].start].strip()
            if mention.name in OPEN_NAMES and len(following) == 2 and goes_on:
                # "huân chương mà vừa có tập thể": without a capital it is no name.
                first = following[0].text
                if first[0].isupper() and not NO_NAME.match(fold(first)):
                    return text[mention.start : mention.end + following[1].end]
        return None

    def _mention_at(self, tokens: list[Token], index: int) -> tuple[int, AwardMention | None]:
        for length in range(min(self._longest, len(tokens) - index), 0, -1):
            part = tokens[index : index + length]
            if mention := self._named([token.text for token in part]):
                return self._with_class(tokens, index, length, mention)
        return 0, None

    def _named(self, typed: list[str]) -> AwardMention | None:
        """Compare word by word; a word typed without marks stands for the marked one."""
        for name, mention in self._names.get(tuple(map(fold, typed)), ()):
            pairs = zip(typed, name, strict=True)
            if all(word in (full, fold(full)) for word, full in pairs):
                return mention
        return None

    def _with_class(
        self, tokens: list[Token], index: int, length: int, mention: AwardMention
    ) -> tuple[int, AwardMention]:
        """Take in a class right behind the name, without the word "hạng": "HCLĐ 3"."""
        following = tokens[index + length : index + length + 1]
        if len(mention.awards) == 1 or not following:
            return length, mention
        digit = following[0].text
        if digit.isdigit() and digit in self._classes:
            name = [token.text for token in tokens[index : index + length]]
            if ranked := self._named([*name, CLASS_WORD, self._classes[digit]]):
                return length + 1, ranked
        return length, mention

    def _tokens(self, text: str) -> list[Token]:
        """Split into words, spell abbreviations out, write classes one way ("HCLĐ hạng 3")."""
        tokens: list[Token] = []
        for token in tokenize(text):
            word = _spelled(token.text)
            if full := self._abbreviations.get(fold(word)):
                tokens += [Token(part, token.start, token.end) for part in full]
                continue
            after_class = tokens and fold(tokens[-1].text) == fold(CLASS_WORD)
            if after_class and fold(word) in self._classes:
                word = self._classes[fold(word)]
            tokens.append(Token(word, token.start, token.end))
        return tokens


@cache
def award_finder() -> AwardFinder:
    """Return the finder, made on first use."""
    return AwardFinder(catalogue(), vocabulary())


def _start_of_name(tokens: list[Token], index: int, name: list[str]) -> int:
    """Return where a name begins of which words may stand before a token: "cờ của tỉnh"."""
    own = set(map(fold, name))
    while index and fold(tokens[index - 1].text) in own:
        index -= 1
    return tokens[index].start


def _spelled(word: str) -> str:
    return SPELLINGS.get(normalize_tones(word), normalize_tones(word))


def _split(text: str) -> list[str]:
    return [_spelled(token.text) for token in tokenize(text)]
