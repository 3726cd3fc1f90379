"""A question, parsed: its places, years and topic, what it asks for, and the words that are left.

The words that are left (`focus`) are what an answer must be about: "che phủ rừng" in "Chỉ tiêu che
phủ rừng của huyện A năm 2030?". `content_words` have those that name the topic too ("chỉ tiêu"),
and `bigrams` those of them that stand next to each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.language import (
    COMMUNES,
    ORDINAL_WORDS,
    YEAR_RANGE,
    Gazetteer,
    Place,
    PlaceMention,
    SpellingCorrector,
    document_numbers_in,
    fold,
    has_marks,
    normalize,
    normalize_tones,
    one_line,
    vocabulary,
    years_in,
)
from knowledge.understanding.content_words import bigrams_of, content_tokens, words_of
from knowledge.understanding.parameters import FIRST_CAMPAIGN_YEAR, MAX_QUESTION_LENGTH
from knowledge.understanding.topics import AnswerType, Topic, topic_catalogue

#: Modes whose words a document need not contain; who launched a movement is content.
WORDING = {
    "compare", "which_places", "many", "define", "yes_no", "follow_up", "summarize", "now",
}  # fmt: skip
#: A number in words without "thứ" is one only before what is asked of it: "nội dung thi đua năm 2022",
#: "các nội dung sau", "phong trào Ba Đồn" number nothing.
ORDINAL = re.compile(
    r"(?:noi dung|nhiem vu|phong trao|muc|chi tieu|dieu)(?: thi dua)?"
    r"(?: (?:thu|so) (?P<counted>\d{1,2}|nhat|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)"
    r"| (?P<bare>\d{1,2}|(?:hai|ba|bon|bay|tam|chin|muoi)(?= (?:la|gi|cua)\b|\W*$)))\b"
    r"(?! (?:noi|phong|nhiem|chi)\b)"
)
#: "Hợp tác xã", "xã hội", "phương hướng": other words than a commune's kind.
OTHER_BEFORE = "(?<!hợp tác )(?<!hop tac )"
OTHER_BEHIND = "(?:hội|hoi|huong|an|tien|cham|phap|thuc|nhat|xoi)\\b"
MORE_ORDINALS = re.compile(r"\b(?:thu|so) (\d{1,2}|nhat|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)\b")


@dataclass(frozen=True)
class Question:
    """A question as it was understood.

    `text` is what was meant, `marked` whether it was typed with marks. `ambiguous_places` are those
    of names that several places bear; `period` is a range of years such as "2021-2025".
    """

    typed: str
    text: str
    marked: bool
    places: tuple[Place, ...] = ()
    ambiguous_places: tuple[Place, ...] = ()
    years: tuple[int, ...] = ()
    topics: tuple[Topic, ...] = ()
    modes: frozenset[str] = frozenset()
    answer_type: AnswerType | None = None
    focus: tuple[str, ...] = ()
    content_words: tuple[str, ...] = ()
    bigrams: tuple[tuple[str, str], ...] = ()
    document_numbers: tuple[str, ...] = ()
    ordinals: tuple[int, ...] = ()
    period: str | None = None
    document_kinds: tuple[str, ...] = ()

    @property
    def place_names(self) -> frozenset[str]:
        """The names of the places that it names, of an ambiguous name all that bear it."""
        return frozenset(place.name for place in (*self.places, *self.ambiguous_places))

    @property
    def topic(self) -> Topic | None:
        """The topic that the question names, None when it names none."""
        return self.topics[0] if self.topics else None

    @property
    def asks_why(self) -> bool:
        """Whether a reason is asked for, which no fact is."""
        return self.answer_type is not None and self.answer_type.type == "reason"

    @property
    def lacks_focus(self) -> bool:
        """Whether nothing but place, year and topic is left to go by."""
        return not self.focus


def parse_question(typed: str, corrector: SpellingCorrector, places: Gazetteer) -> Question:
    """Return a typed question as it was meant, parsed; `places` are those that it may name."""
    typed = one_line(normalize(typed))[:MAX_QUESTION_LENGTH]
    corrected = corrector.correct(typed)
    text = corrected.text
    folded = vocabulary().cue_text(text)
    catalogue = topic_catalogue()
    mentions = places.mentions(text, corrected.marked)
    topics = tuple(catalogue.topics_of(folded))
    modes = catalogue.modes_of(folded)
    answer_type = catalogue.answer_type_of(folded)
    names = [*mentions, *_kind_mentions(text, mentions, has_marks(text))]
    content = content_tokens(text, names, _wording_cues(modes, answer_type))
    focus = content_tokens(text, names, _frame_cues(modes, topics))
    period = YEAR_RANGE.search(text)
    return Question(
        typed=typed,
        text=text,
        marked=corrected.marked,
        places=_certain_places(mentions),
        ambiguous_places=_ambiguous_places(mentions),
        years=tuple(y for y in years_in(YEAR_RANGE.sub(" ", text)) if y >= FIRST_CAMPAIGN_YEAR),
        topics=topics,
        modes=frozenset(modes),
        answer_type=answer_type,
        focus=words_of(focus),
        content_words=words_of(content),
        bigrams=tuple(bigrams_of(text, content)),
        document_numbers=tuple(dict.fromkeys(document_numbers_in(typed.upper()))),
        ordinals=_ordinals(folded),
        period=f"{period[1]}-{period[2]}" if period else None,
        document_kinds=_document_kinds(text),
    )


def _wording_cues(modes: set[str], answer_type: AnswerType | None) -> list[re.Pattern[str]]:
    """Return the cues of how a question asks.

    "bao nhiêu phần trăm" is answered by a figure, not by those words; money must be spoken of.
    """
    cues = [cue for mode in modes & WORDING for cue in topic_catalogue().modes[mode]]
    return [*cues, *(answer_type.cues if answer_type and answer_type.type != "money" else ())]


def _frame_cues(modes: set[str], topics: tuple[Topic, ...]) -> list[re.Pattern[str]]:
    """Return the cues of modes and of the first topic."""
    cues = [cue for mode in modes for cue in topic_catalogue().modes[mode]]
    return [*cues, *(cue for topic in topics[:1] for cue in topic.cues)]


def _certain_places(mentions: list[PlaceMention]) -> tuple[Place, ...]:
    places = (one.candidates[0] for one in mentions if len(one.candidates) == 1)
    return tuple(dict.fromkeys(places))


def _kind_mentions(text: str, mentions: list[PlaceMention], marked: bool) -> Iterator[PlaceMention]:
    """Yield where the kind of a commune stands alone for it: "ở Bản Lầu xã đón mấy lượt khách"."""
    lowered = text.lower()
    for place in _certain_places(mentions):
        if place.kind in COMMUNES:
            kind = place.kind if marked else fold(place.kind)
            for match in re.finditer(rf"{OTHER_BEFORE}\b{kind}\b(?! {OTHER_BEHIND})", lowered):
                yield PlaceMention((place,), *match.span())


def _ambiguous_places(mentions: list[PlaceMention]) -> tuple[Place, ...]:
    return tuple(place for m in mentions if len(m.candidates) > 1 for place in m.candidates)


def _document_kinds(text: str) -> tuple[str, ...]:
    normalized = normalize_tones(text)
    kinds = vocabulary().document_kinds
    return tuple(kind for kind in kinds if normalize_tones(kind) in normalized)


def _ordinals(folded: str) -> tuple[int, ...]:
    """Return which counted parts are asked for: "nội dung thứ nhất và thứ hai" → 1, 2."""
    if not (first := ORDINAL.search(folded)):
        return ()
    words = [first["counted"] or first["bare"], *MORE_ORDINALS.findall(folded[first.end() :])]
    return tuple(int(word) if word.isdigit() else ORDINAL_WORDS[word] for word in words)
