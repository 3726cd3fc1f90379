"""Groups of questions that ask the same in nearly the same words, typed with marks or without."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from knowledge.language import cached_tokens, fold
from knowledge.understanding.parameters import SAME_QUESTION


@dataclass(frozen=True)
class QuestionCluster:
    """Questions that are alike: the first of them, how many there are, and which, by their index."""

    text: str
    count: int
    members: tuple[int, ...] = field(default=(), compare=False)


def cluster_questions(questions: Sequence[str]) -> list[QuestionCluster]:
    """Return the clusters, largest first; a question joins the cluster it is most like."""
    leaders: list[frozenset[str]] = []
    members: list[list[int]] = []
    with_word: dict[str, list[int]] = defaultdict(list)
    for index, question in enumerate(questions):
        words = frozenset(map(fold, cached_tokens(question))) or frozenset({question})
        shared = Counter(chain.from_iterable(with_word[word] for word in words))
        # Of those that share fewer words, none is alike enough.
        near = [i for i, count in shared.items() if count / len(words) >= SAME_QUESTION]
        best = max(near, key=lambda i: (_jaccard(words, leaders[i]), -i), default=None)
        if best is not None and _jaccard(words, leaders[best]) >= SAME_QUESTION:
            members[best].append(index)
            continue
        for word in words:
            with_word[word].append(len(leaders))
        leaders.append(words)
        members.append([index])
    clusters = [QuestionCluster(questions[m[0]], len(m), tuple(m)) for m in members]
    return sorted(clusters, key=lambda cluster: -cluster.count)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
