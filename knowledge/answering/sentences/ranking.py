"""How likely a sentence answers a question: logistic regression over features anyone can recompute.

`python -m training answers` fits the weights on `tests/evaluation/train`, whose questions other
people wrote; `data/sentence_ranking.json` holds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from knowledge.answering.draft import Context
from knowledge.answering.sentences.features import FEATURES, scored_sentences
from knowledge.answering.sentences.finding import Sentence
from knowledge.data import load_json
from knowledge.understanding import Scope


@dataclass(frozen=True)
class RankedSentence:
    """A sentence with the probability that it answers, from 0 to 1."""

    sentence: Sentence
    probability: float


@dataclass(frozen=True)
class LogisticModel:
    """One weight for each feature, and the intercept."""

    weights: np.ndarray
    intercept: float

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Return the probability of each row."""
        logits = features @ self.weights + self.intercept
        result: np.ndarray = 1.0 / (1.0 + np.exp(-logits))
        return result


def load_model(file: str, features: Sequence[str]) -> LogisticModel:
    """Return the model of a file in `knowledge/data`."""
    data = load_json(file)
    weights = np.array([data["weights"][name] for name in features])
    return LogisticModel(weights, float(data["intercept"]))


@cache
def sentence_model() -> LogisticModel:
    """Return the model that ships."""
    return load_model("sentence_ranking.json", FEATURES)


def rank_sentences(
    context: Context, scope: Scope, document: str | None = None
) -> Sequence[RankedSentence]:
    """Return the sentences of a scope, the likeliest first.

    `document` is the id of the text that the conversation was about.
    """
    sentences, features = scored_sentences(context, scope, document)
    if not sentences:
        return ()
    found = sentence_model().probabilities(features)
    ranked = [RankedSentence(s, float(p)) for s, p in zip(sentences, found, strict=True)]
    return sorted(ranked, key=lambda one: -one.probability)
