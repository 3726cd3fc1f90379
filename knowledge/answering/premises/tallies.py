"""How many there are of a thing: told only where a document bears the number out itself.

What is read of a text may lack some, so what was read is never counted by itself. A number is borne
out where the text's own words give it ("Sáu nội dung thi đua"), or where every item of the lists
that bear the thing's name was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.language import NUMBER_WORDS, fold
from knowledge.model import Fact, Passage
from knowledge.snapshot import Snapshot, StoredText
from knowledge.understanding import Topic

#: A number before the name of what it counts.
NUMBER = rf"(?<![\w/.,-])(\d{{1,3}}|{'|'.join(NUMBER_WORDS)}) "


@dataclass(frozen=True)
class Tally:
    """How many there are; `said` are the document's words for it, empty where its list was counted."""

    number: int
    said: str = ""


def tally_of(snapshot: Snapshot, topic: Topic, facts: Sequence[Fact]) -> Tally | None:
    """Return how many there are of a topic's facts, given all; None where the text may have others."""
    lists = _lists(snapshot, facts)
    if not topic.counted or lists is None:
        return None
    text = snapshot.text_of(facts[0].document_id)
    called = re.compile(rf"\b(?:{'|'.join(topic.counted)})\b")
    if len(lists) == 1:
        passages = next(iter(lists.values()))
        stated = list(_stated(text, passages, called.pattern))
        if stated:
            return next((one for one in stated if one.number == len(facts)), None)
    is_whole = all(_is_whole(text, passages, called) for passages in lists.values())
    if not is_whole or len(facts) != sum(map(len, lists.values())):
        return None
    return None if _has_others(text, lists, called) else Tally(len(facts))


def _lists(snapshot: Snapshot, facts: Sequence[Fact]) -> dict[str, list[Passage]] | None:
    """Return heading → the passages below it that state facts; None for several documents."""
    if len({fact.document_id for fact in facts}) != 1:
        return None
    lists: dict[str, list[Passage]] = {}
    for fact in facts:
        passage = snapshot.passage_at(fact.document_id, fact.start)
        if passage is None:
            return None
        beside = lists.setdefault(passage.heading, [])
        if passage not in beside:
            beside.append(passage)
    return lists


def _stated(text: StoredText, passages: Sequence[Passage], called: str) -> Iterator[Tally]:
    """Yield the numbers of the thing in the words that open its list, or in the line that is one."""
    first = passages[0]
    opening = [first.nearest_heading, *(lead.text for lead in text.leads_of(first))]
    for words in [*opening, first.text] if len(passages) == 1 else opening:
        for match in re.finditer(NUMBER + called, fold(words)):
            number = NUMBER_WORDS.get(match[1]) or int(match[1])
            yield Tally(number, words[match.start() : match.end()])


def _is_whole(text: StoredText, passages: Sequence[Passage], called: re.Pattern[str]) -> bool:
    """Whether every item of a list was read that bears the thing's name, or whose items do."""
    items = text.list_of(passages[0])
    names = [passages[0].nearest_heading], [passage.text for passage in passages]
    is_named = any(all(called.search(fold(name)) for name in some) for some in names)
    return is_named and items == list(passages)


def _has_others(text: StoredText, lists: dict[str, list[Passage]], called: re.Pattern[str]) -> bool:
    """Whether something else stands below a heading that bears the thing's name."""
    return any(
        called.search(fold(passage.nearest_heading)) and passage.heading not in lists
        for passage in text.passages
    )
