"""What can be asked about a campaign, and how questions ask, as data.

>>> [topic.topic for topic in topic_catalogue().topics_of("khau hieu thi dua la gi")]
['theme']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.data import load_yaml
from knowledge.language import compile_cue
from knowledge.understanding.offices import OFFICE, offices

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Topic:
    """One thing that can be asked about a campaign; `data/topics.yaml` explains the fields."""

    topic: str
    cues: Patterns
    facts: tuple[str, ...]
    noun: str
    narrow: str
    closed: bool
    ask: str
    counted: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnswerType:
    """A type of answer asked for (money, date, person…), and how a sentence that gives it looks."""

    type: str
    cues: Patterns
    shows: re.Pattern[str]


class TopicCatalogue:
    """Topics, answer types and modes of asking; every method takes a question without marks."""

    def __init__(self) -> None:
        self.topics = tuple(map(_topic, load_yaml("topics.yaml")))
        self.answer_types = tuple(map(_answer_type, load_yaml("answer_types.yaml")))
        #: Mode (compare, define, follow_up…) → its cues.
        self.modes = {name: _compile(row["cues"]) for name, row in load_yaml("modes.yaml").items()}

    def topic(self, name: str) -> Topic:
        """Return the topic of this name."""
        return next(topic for topic in self.topics if topic.topic == name)

    @property
    def names(self) -> frozenset[str]:
        """The name of every topic."""
        return frozenset(topic.topic for topic in self.topics)

    def topics_of(self, folded: str) -> list[Topic]:
        """Return the topics whose cues stand in the question, the most telling first."""
        return [t for t in self.topics if any(cue.search(folded) for cue in t.cues)]

    def modes_of(self, folded: str) -> set[str]:
        """Return the modes in which a question asks."""
        return {mode for mode, cues in self.modes.items() if any(c.search(folded) for c in cues)}

    def answer_type_of(self, folded: str) -> AnswerType | None:
        """Return the type of answer asked for, None when the question does not say."""
        types = self.answer_types
        return next((t for t in types if any(cue.search(folded) for cue in t.cues)), None)


def _topic(row: dict[str, Any]) -> Topic:
    return Topic(
        topic=row["topic"],
        cues=_compile(row["cues"]),
        facts=tuple(row["facts"]),
        noun=row["noun"],
        narrow=row["narrow"],
        closed=row["closed"],
        ask=row["ask"],
        counted=tuple(row.get("counted", ())),
    )


def _answer_type(row: dict[str, Any]) -> AnswerType:
    # Names of people show by their capitals.
    flags = 0 if row["type"] == "person" else re.IGNORECASE
    return AnswerType(row["type"], _compile(row["cues"]), re.compile(row["shows"], flags))


def _compile(cues: list[str]) -> Patterns:
    return tuple(compile_cue(cue.replace(OFFICE, offices().pattern)) for cue in cues)


@cache
def topic_catalogue() -> TopicCatalogue:
    """Return the catalogue, loaded on first use."""
    return TopicCatalogue()
