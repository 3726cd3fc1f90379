"""The words of the field, as data: loaded once from `data/`, found in text whatever its spelling.

>>> [topic.topic for topic in vocabulary().topics_of("khau hieu thi dua la gi")]
['theme']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.gazetteer import Gazetteer, Place, Spotted, load_yaml, patterns
from knowledge.text import fold, same_tone, words

__all__ = [
    "YEAR",
    "YEAR_RANGE",
    "Ask",
    "Place",
    "Spotted",
    "Topic",
    "Vocabulary",
    "load_yaml",
    "vocabulary",
    "years_in",
]

YEAR = re.compile(r"(?<![\d/.,-])(?:19|20)\d\d(?!\d|[.,]\d)")
YEAR_RANGE = re.compile(r"((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)")


@dataclass(frozen=True)
class Topic:
    """One thing that can be asked about a campaign; the fields are explained in `data/topics.yaml`."""

    topic: str
    cues: tuple[re.Pattern[str], ...]
    facts: tuple[str, ...]
    noun: str
    narrow: str
    closed: bool
    ask: str


@dataclass(frozen=True)
class Ask:
    """A kind of thing asked for (money, date, person…) and how a sentence that gives it looks."""

    ask: str
    cues: tuple[re.Pattern[str], ...]
    shows: re.Pattern[str]


class Vocabulary(Gazetteer):
    """Every word list, compiled; made once by `vocabulary()`."""

    def __init__(self) -> None:
        super().__init__()
        self.topics = tuple(map(_topic, load_yaml("topics.yaml")))
        self.modes = {name: patterns(row["cues"]) for name, row in load_yaml("modes.yaml").items()}
        self.asks = tuple(map(_ask, load_yaml("asks.yaml")))
        self._confusable = {same_tone(row["word"]) for row in load_yaml("confusable.yaml")}
        self.terms: dict[str, str] = {term: row["means"] for term, row in load_yaml("terms.yaml").items()}
        self.typing: dict[str, str] = {str(key): value for key, value in load_yaml("typing.yaml").items()}
        self.fillers = _any_of(phrase for group in load_yaml("fillers.yaml").values() for phrase in group)
        self.synonyms: list[list[str]] = [*load_yaml("synonyms.yaml"), *map(list, self.terms.items())]
        self.kinds: list[str] = [row["name"] for row in load_yaml("kinds.yaml")]
        #: Wordings the speller learns besides the documents.
        self.phrasings: list[str] = [
            *load_yaml("everyday.yaml"),
            *(phrase for group in self.synonyms for phrase in group),
        ]

    def topic(self, name: str) -> Topic:
        """Give the topic of this name."""
        return next(topic for topic in self.topics if topic.topic == name)

    def cue_text(self, text: str) -> str:
        """Give a question without marks, of the same length, for finding cues: "bộ máy" must not ask "mấy"."""
        folded = list(fold(text))
        for word in words(text):
            if same_tone(word.text) in self._confusable:
                folded[word.start : word.end] = "·" * (word.end - word.start)
        return "".join(folded)

    def modes_of(self, folded: str) -> set[str]:
        """Tell how a question asks; `folded` is the question without marks."""
        return {mode for mode, cues in self.modes.items() if any(cue.search(folded) for cue in cues)}

    def topics_of(self, folded: str) -> list[Topic]:
        """Give the topics whose cues stand in the question, the most telling first."""
        return [topic for topic in self.topics if any(cue.search(folded) for cue in topic.cues)]

    def ask_of(self, folded: str) -> Ask | None:
        """Tell what kind of thing is asked for, if the question says so."""
        return next((ask for ask in self.asks if any(cue.search(folded) for cue in ask.cues)), None)


def _topic(row: dict[str, Any]) -> Topic:
    return Topic(
        row["topic"], patterns(row["cues"]), tuple(row["facts"]), row["noun"], row["narrow"], row["closed"], row["ask"]
    )  # fmt: skip


def _ask(row: dict[str, Any]) -> Ask:
    # Names of people show by their capitals.
    flags = 0 if row["ask"] == "person" else re.IGNORECASE
    return Ask(row["ask"], patterns(row["cues"]), re.compile(row["shows"], flags))


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern, the longest first."""
    longest_first = sorted({same_tone(str(phrase)) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def years_in(text: str) -> list[int]:
    """Give the years named in a text, each once; a range gives both ends."""
    return list(dict.fromkeys(int(match[0]) for match in YEAR.finditer(YEAR_RANGE.sub(r"\1 \2", text))))


@cache
def vocabulary() -> Vocabulary:
    """Give the vocabulary, read on first use."""
    return Vocabulary()
