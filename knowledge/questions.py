"""A question, read: its places, years and topic, what kind of thing it asks for, and the words that are left.

The words that are left (`focus`) are what an answer must be about: "che phủ rừng" in
"Chỉ tiêu che phủ rừng của huyện A năm 2030?"; `content` has the words that name the topic too ("chỉ tiêu").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from knowledge.spelling import Speller
from knowledge.text import WORD, fold, nfc, one_line, same_tone, words
from knowledge.vocabulary import YEAR, YEAR_RANGE, Ask, Place, Spotted, Topic, Vocabulary, years_in

LONGEST_QUESTION = 2000
ORDINAL = re.compile(r"(?:noi dung|nhiem vu|phong trao|muc|chi tieu|dieu)(?: thi dua)?(?: thu| so)? (\d{1,2}|nhat|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)\b(?! (?:noi|phong|nhiem|chi)\b)")
ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}


@dataclass(frozen=True)
class Question:
    """A question as it was understood; `text` is what was meant, `marked` whether it was typed with marks."""

    typed: str
    text: str
    marked: bool
    places: tuple[Place, ...] = ()
    unclear_places: tuple[Place, ...] = ()
    years: tuple[int, ...] = ()
    topics: tuple[Topic, ...] = ()
    modes: frozenset[str] = frozenset()
    ask: Ask | None = None
    focus: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    ordinal: int | None = None

    @property
    def topic(self) -> Topic | None:
        """The topic, if the question names one."""
        return self.topics[0] if self.topics else None

    @property
    def bare(self) -> bool:
        """Whether nothing but place, year and topic is left to go by."""
        return not self.focus


def read_question(typed: str, speller: Speller, words_of: Vocabulary) -> Question:
    """Understand a typed question."""
    typed = one_line(nfc(typed))[:LONGEST_QUESTION]
    reading = speller.read(typed)
    text = _expand(reading.text, words_of)
    folded = fold(text)
    spots = words_of.spot_places(text)
    clear = [spot.candidates[0] for spot in spots if len(spot.candidates) == 1]
    unclear = [place for spot in spots if len(spot.candidates) > 1 for place in spot.candidates]
    topics = tuple(words_of.topics_of(folded))
    ordinal = ORDINAL.search(folded)
    modes = frozenset(words_of.modes_of(folded))
    cues = [cue for mode in modes for cue in words_of.modes[mode]]
    return Question(
        typed,
        text,
        reading.marked,
        tuple(dict.fromkeys(clear)),
        tuple(unclear),
        tuple(years_in(YEAR_RANGE.sub(" ", text))),
        topics,
        modes,
        words_of.ask_of(folded),
        tuple(_focus(text, spots, [*cues, *(cue for topic in topics[:1] for cue in topic.cues)], words_of)),
        tuple(_focus(text, spots, cues, words_of)),
        _ordinal(ordinal[1]) if ordinal else None,
    )


def _ordinal(word: str) -> int | None:
    return int(word) if word.isdigit() else ORDINALS.get(word)


def _expand(text: str, words_of: Vocabulary) -> str:
    """Write abbreviations out beside themselves: "HTX" becomes "HTX (hợp tác xã)"."""
    meanings = {fold(term): means for term, means in words_of.terms.items()}

    def both(match: re.Match[str]) -> str:
        means = meanings.get(fold(match[0]))
        return f"{match[0]} {means}" if means and fold(means) not in fold(text) else match[0]

    return WORD.sub(both, text)


def _focus(text: str, spots: list[Spotted], cues: Iterable[re.Pattern[str]], words_of: Vocabulary) -> list[str]:
    """Give the words that neither place, year, the given cues nor everyday wording accounts for."""
    spent = [(spot.start, spot.end) for spot in spots] + [match.span() for match in YEAR.finditer(text)]
    folded = fold(text)
    cued = [(match.span(), _letters(cue)) for cue in cues for match in cue.finditer(folded)]
    left = []
    for word in words(text):
        bare = fold(word.text)
        if any(start <= word.start < end for start, end in spent):
            continue
        if any(start <= word.start < end and (bare in letters or bare.isdigit()) for (start, end), letters in cued):
            continue
        if same_tone(word.text) in words_of.fillers or len(word.text) == 1 and word.text.isalpha():
            continue
        left.append(same_tone(word.text))
    return left


@cache
def _letters(cue: re.Pattern[str]) -> frozenset[str]:
    """Give the words a cue spells out: of "khen thuong.*uu tien" it accounts for those, not for what is between."""
    return frozenset(re.findall(r"[a-z]{2,}", cue.pattern.replace(r"\b", " ").replace(r"\w", " ").replace(r"\d", " ")))
