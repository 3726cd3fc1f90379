"""Putting together what people ask in nearly the same words, typed with marks or without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.text import fold, tokens

#: Shared words over all words (Jaccard); "chủ đề thi đua của Cà Mau" and "chu de thi dua ca mau 2024" share 0.67.
ALIKE = 0.6


@dataclass(frozen=True)
class Group:
    """Texts that are alike: the one that came first, and how many there are."""

    text: str
    count: int


def groups(texts: Sequence[str]) -> list[Group]:
    """Group texts by the words they share, the largest group first; a text joins the group it is most like."""
    leaders: list[frozenset[str]] = []
    members: list[list[str]] = []
    with_word: dict[str, set[int]] = defaultdict(set)
    for text in texts:
        words = frozenset(fold(one) for one in tokens(text)) or frozenset({text})
        near = {number for word in words for number in with_word[word]}
        best = max(near, key=lambda number: (_alike(words, leaders[number]), -number), default=None)
        if best is not None and _alike(words, leaders[best]) >= ALIKE:
            members[best].append(text)
            continue
        for word in words:
            with_word[word].add(len(leaders))
        leaders.append(words)
        members.append([text])
    found = [Group(some[0], len(some)) for some in members]
    return sorted(found, key=lambda group: -group.count)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
