"""The kind of statement that each sentence makes, by logistic regression in two passes.

The second pass also sees what the first took the sentences around for. `python -m training
statements` fits the weights on the annotated pages of `tests/gold/train`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from indexer.extraction.parameters import SHARE_DECIMALS
from indexer.extraction.statements.features import announcing_lines, sentence_features, with_seen
from indexer.extraction.statements.spans import find_bodies
from indexer.structure.hashed_features import by_column, probabilities
from indexer.structure.sentences import Sentence

StatementKind = Literal[
    "theme",
    "launch",
    "movement",
    "content",
    "target",
    "result",
    "duty",
    "deadline",
    "principle",
    "honour",
    "membership",
    "role",
    "legal_basis",
    "event",
    "background",
    "noise",
]
KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
FILE = Path(__file__).parent / "kinds.npz"


@dataclass(frozen=True)
class Statement:
    """A sentence with the probability of each of KINDS, and the line that heads it."""

    sentence: Sentence
    shares: np.ndarray
    heading: str = ""

    def share(self, kind: StatementKind) -> float:
        """Return the probability that the sentence makes a statement of a kind."""
        return round(float(self.shares[KINDS.index(kind)]), SHARE_DECIMALS)

    @property
    def content_share(self) -> float:
        """Return the probability of a content in a numbered part: a task without its body is one too."""
        kinds: list[StatementKind] = ["content", "movement", "theme", "target"]
        if not next(find_bodies(self.sentence.text), None):
            kinds.append("duty")
        return min(1.0, sum(map(self.share, kinds)))


def classify_statements(sentences: Sequence[Sentence], year: int | None) -> list[Statement]:
    """Return the sentences of a text, in their order, with what each may say.

    `year` is the year that the text is about: a figure of the year before is a result.
    """
    if not sentences:
        return []
    first, second = _weights()
    rows = sentence_features(sentences, year)
    shares = probabilities(second, with_seen(rows, probabilities(first, rows)))
    lines = announcing_lines(sentences)
    return [Statement(*each) for each in zip(sentences, shares, lines, strict=True)]


@cache
def _weights() -> tuple[np.ndarray, np.ndarray]:
    with np.load(FILE) as arrays:
        return by_column(arrays["first"]), by_column(arrays["second"])
