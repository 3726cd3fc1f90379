"""A question, read: its places, years and topic, what kind of thing it asks for, and the words that are left.

The words that are left (`focus`) are what an answer must be about: "che phủ rừng" in
"Chỉ tiêu che phủ rừng của huyện A năm 2030?"; `content` has the words that name the topic too ("chỉ tiêu"), and
`pairs` those of them that stand next to each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from knowledge.citations import NUMBER, numbers_in
from knowledge.spelling import Speller
from knowledge.text import NUMBER_WORDS, Word, fold, nfc, one_line, same_tone, words
from knowledge.vocabulary import YEAR, YEAR_RANGE, Ask, Place, Spotted, Topic, Vocabulary, years_in

LONGEST_QUESTION = 2000
#: Ways of asking that a document need not contain; who launched a movement is content.
WORDING = {"compare", "which_places", "many", "define", "yes_no", "follow_up"}
ORDINAL = re.compile(
    r"(?:noi dung|nhiem vu|phong trao|muc|chi tieu|dieu)(?: thi dua)?(?: thu| so)? (\d{1,2}|nhat|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)\b(?! (?:noi|phong|nhiem|chi)\b)"
)
MORE_ORDINALS = re.compile(r"\b(?:thu|so) (\d{1,2}|nhat|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)\b")
ORDINALS = {**NUMBER_WORDS, "nhat": 1}


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
    pairs: tuple[tuple[str, str], ...] = ()
    numbers: tuple[str, ...] = ()
    ordinals: tuple[int, ...] = ()
    period: str | None = None
    kinds: tuple[str, ...] = ()

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
    text, folded = reading.text, words_of.cue_text(reading.text)
    spots = words_of.spot_places(text)
    topics = tuple(words_of.topics_of(folded))
    modes = words_of.modes_of(folded)
    asking = [cue for mode in modes for cue in words_of.modes[mode]]
    wording = [cue for mode in modes & WORDING for cue in words_of.modes[mode]]
    ask = words_of.ask_of(folded)
    # "bao nhiêu phần trăm" is told by a figure, not by those words; money must be spoken of.
    content = _left(text, spots, [*wording, *(ask.cues if ask and ask.ask != "money" else ())], words_of)
    period = YEAR_RANGE.search(text)
    return Question(
        typed=typed,
        text=text,
        marked=reading.marked,
        places=tuple(dict.fromkeys(spot.candidates[0] for spot in spots if len(spot.candidates) == 1)),
        unclear_places=tuple(place for spot in spots if len(spot.candidates) > 1 for place in spot.candidates),
        years=tuple(years_in(YEAR_RANGE.sub(" ", text))),
        topics=topics,
        modes=frozenset(modes),
        ask=ask,
        focus=_keys(_left(text, spots, [*asking, *(cue for topic in topics[:1] for cue in topic.cues)], words_of)),
        content=_keys(content),
        pairs=tuple(_pairs(text, content)),
        numbers=tuple(dict.fromkeys(numbers_in(typed.upper()))),
        ordinals=_ordinals(folded),
        period=f"{period[1]}-{period[2]}" if period else None,
        kinds=tuple(kind for kind in words_of.kinds if same_tone(kind) in same_tone(text)),
    )


def _ordinals(folded: str) -> tuple[int, ...]:
    """Give which of the counted parts are asked for: "nội dung thứ nhất và thứ hai" → 1, 2."""
    if not (first := ORDINAL.search(folded)):
        return ()
    found = [first[1], *MORE_ORDINALS.findall(folded[first.end() :])]
    return tuple(int(word) if word.isdigit() else ORDINALS[word] for word in found)


def _left(text: str, spots: list[Spotted], cues: Iterable[re.Pattern[str]], words_of: Vocabulary) -> list[Word]:
    """Give the words that neither place, year, number, the given cues nor everyday wording accounts for."""
    folded, even = words_of.cue_text(text), same_tone(text)
    spent = [(spot.start, spot.end) for spot in spots]
    spent += [match.span() for pattern in (YEAR_RANGE, YEAR, NUMBER) for match in pattern.finditer(text)]
    spent += [match.span() for match in words_of.fillers.finditer(even)] if len(even) == len(text) else []
    cued = [(match.span(), _letters(cue)) for cue in cues for match in cue.finditer(folded)]
    return [
        word
        for word in words(text)
        if not any(start <= word.start < end for start, end in spent)
        and not any(start <= word.start < end and _accounts(letters, word) for (start, end), letters in cued)
        and (len(word.text) > 1 or word.text.isdigit())
    ]


def _accounts(letters: frozenset[str], word: Word) -> bool:
    return word.text.isdigit() or fold(word.text) in letters


def _keys(left: Iterable[Word]) -> tuple[str, ...]:
    return tuple(same_tone(word.text) for word in left)


def _pairs(text: str, left: list[Word]) -> Iterable[tuple[str, str]]:
    """Give the words left that stand next to each other in the question: most often one Vietnamese word."""
    for first, second in zip(left, left[1:], strict=False):
        if text[first.end : second.start].isspace():
            yield same_tone(first.text), same_tone(second.text)


@cache
def _letters(cue: re.Pattern[str]) -> frozenset[str]:
    """Give the words a cue spells out: of "khen thuong.*uu tien" it accounts for those, not for what is between."""
    return frozenset(re.findall(r"[a-z]{2,}", cue.pattern.replace(r"\b", " ").replace(r"\w", " ").replace(r"\d", " ")))
