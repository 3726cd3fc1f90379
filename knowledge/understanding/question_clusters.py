"""Groups of questions that ask the same in nearly the same words, typed with marks or without.

Questions stand in the order in which they came. One that is like no leader before it leads a group;
any other joins the leader before it that it is most like. So what comes last moves nothing, and what
goes moves only those that it led, and those that they lead or draw away then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from math import inf

from knowledge.language import cached_tokens, fold
from knowledge.understanding.parameters import SAME_QUESTION

#: Where a question stands: when it first came, then its own words.
Place = tuple[float, str]


@dataclass(frozen=True)
class QuestionCluster:
    """Questions that are alike: the first of them, how many there are, and which, by their index."""

    text: str
    count: int
    members: tuple[int, ...] = field(default=(), compare=False)


def cluster_questions(questions: Sequence[str]) -> list[QuestionCluster]:
    """Return the clusters, largest first; a question joins the cluster it is most like."""
    firsts: dict[str, float] = {}
    for index, question in enumerate(questions):
        firsts.setdefault(question, index)
    leaders = QuestionClusters().update(firsts)
    members: dict[str, list[int]] = defaultdict(list)
    for index, question in enumerate(questions):
        members[leaders[question]].append(index)
    clusters = [QuestionCluster(text, len(m), tuple(m)) for text, m in members.items()]
    return sorted(clusters, key=lambda cluster: -cluster.count)


class QuestionClusters:
    """Different questions in their clusters, which change with them: always those of all held now.

    However they came and went, at once or one by one, the clusters are the same.
    """

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._leaders: dict[str, str] = {}
        self._led: dict[str, set[str]] = {}
        self._held, self._leading = _WordIndex(), _WordIndex()
        # No question behind this place has a leader.
        self._last: Place = (-inf, "")

    def update(self, firsts: Mapping[str, float]) -> dict[str, str]:
        """Hold just these questions, each with when it first came; return for each its leader.

        A leader is the first question of its cluster. The cost is that of what is new or gone.
        """
        places = {question: (first, question) for question, first in firsts.items()}
        gone = [q for q, place in self._places.items() if places.get(q) != place]
        new = [q for q, place in places.items() if self._places.get(q) != place]
        moved = {other for question in gone for other in self._take_out(question)}
        for question in new:
            self._places[question] = places[question]
            self._held.add(question)
        self._settle(moved.intersection(self._places).union(new))
        return dict(self._leaders)

    def _take_out(self, question: str) -> set[str]:
        """Forget a question; return those that it led."""
        del self._places[question]
        self._held.remove(question)
        return self._follow(question, None)

    def _settle(self, questions: Iterable[str]) -> None:
        """Find the leaders of questions, the first of them first, and of all that are moved thereby."""
        waiting = set(questions)
        queue = [self._places[question] for question in waiting]
        heapify(queue)
        while queue:
            _, question = heappop(queue)
            waiting.remove(question)
            for other in self._place(question) - waiting:
                waiting.add(other)
                heappush(queue, self._places[other])

    def _place(self, question: str) -> set[str]:
        """Give a question its leader; return the later questions that this may move."""
        place = self._places[question]
        before = [
            (likeness, other)
            for other, likeness in self._leading.alike(question)
            if self._places[other] < place
        ]
        most = max((likeness for likeness, _ in before), default=0.0)
        nearest = (other for likeness, other in before if likeness == most)
        leader = min(nearest, key=self._places.__getitem__, default=question)
        if leader == self._leaders.get(question):
            return set()
        moved = self._follow(question, leader)
        if leader == question and place < self._last:
            alike = (other for other, _ in self._held.alike(question))
            moved |= {other for other in alike if self._places[other] > place}
        self._last = max(self._last, place)
        return moved

    def _follow(self, question: str, leader: str | None) -> set[str]:
        """Let a question follow a leader, or none any more; return those that it led till now."""
        followed = self._leaders.pop(question, None)
        led: set[str] = set()
        if followed == question:
            self._leading.remove(question)
            led = self._led.pop(question) - {question}
        elif followed in self._led:
            self._led[followed].discard(question)
        if leader is not None:
            self._leaders[question] = leader
            self._led.setdefault(leader, set()).add(question)
        if leader == question:
            self._leading.add(question)
        return led


class _WordIndex:
    """Questions by their words without marks, to find those that share most of them."""

    def __init__(self) -> None:
        self._with_word: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)

    def add(self, question: str) -> None:
        words = _words(question)
        for word in words:
            self._with_word[word][question] = words

    def remove(self, question: str) -> None:
        for word in _words(question):
            del self._with_word[word][question]
            if not self._with_word[word]:
                del self._with_word[word]

    def alike(self, question: str) -> Iterator[tuple[str, float]]:
        """Yield the questions that are like one, with how much they are.

        They share so many of its words that each has one of the rarest few.
        """
        words = _words(question)
        found = sorted((self._with_word.get(word, {}) for word in words), key=len)
        rarest = found[: len(words) - int(SAME_QUESTION * len(words)) + 1]
        near: dict[str, frozenset[str]] = {}
        for with_word in rarest:
            near |= with_word
        for other, others in near.items():
            shared = len(words & others)
            likeness = shared / (len(words) + len(others) - shared)
            if likeness >= SAME_QUESTION:
                yield other, likeness


def _words(question: str) -> frozenset[str]:
    return frozenset(map(fold, cached_tokens(question))) or frozenset({question})
