"""The library's own search as it ships, and with weights that a question did not teach."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.measurement import timed
from benchmarks.retrieval.results import Rankings
from benchmarks.retrieval.spellings import SPELLINGS
from knowledge.library import Library
from knowledge.search import CANDIDATES
from training.article_library import article_id
from training.corpus import LabelledQuestion
from training.learning_to_rank import ranking_example


def library_rankings(
    library: Library, questions: Sequence[LabelledQuestion], spelling: str
) -> tuple[Rankings, list[float]]:
    """Search for each question; return what was found, and the milliseconds of each search."""
    rankings, times = [], []
    for labelled in questions:
        text = SPELLINGS[spelling](labelled.question, labelled.id)
        hits, seconds = timed(library.search, text, limit=CANDIDATES)
        rankings.append([article_id(hit.passage) for hit in hits])
        times.append(seconds * 1000)
    return rankings, times


def cross_validated_rankings(
    library: Library,
    questions: Sequence[LabelledQuestion],
    weights: Sequence[np.ndarray],
    spelling: str,
) -> Rankings:
    """Rank each question's candidates by its own weights, those that other folds taught."""
    rankings = []
    for labelled, own in zip(questions, weights, strict=True):
        text = SPELLINGS[spelling](labelled.question, labelled.id)
        articles, example = ranking_example(library, text, labelled.gold)
        order = np.argsort(-(example.features @ own), kind="stable")
        rankings.append([articles[i] for i in order])
    return rankings
