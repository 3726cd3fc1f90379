"""How likely two questions that name the same things ask the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from knowledge.answering import Context, LogisticModel, load_model
from knowledge.curated.signature import ASKED, Signature
from knowledge.search import CLOSENESS
from knowledge.understanding import Question

#: The features of a pair of questions, in the order of `features_of`.
FEATURES = (
    *CLOSENESS,  # of the wording to the question, token by token
    "coverage",  # share of the question's words (by rarity) in the wording
    "covered",  # share of the wording's words in the question
    "bigrams",  # share of the question's bigrams in the wording
    *ASKED,  # 1 where the wording asks for something else, ½ where only one of them asks for it
)


@cache
def likeness_model() -> LogisticModel:
    """Return the model that ships."""
    return load_model("question_likeness.json", FEATURES)


@dataclass(frozen=True)
class ReadQuestion:
    """A question as it was understood, and what it names."""

    question: Question
    signature: Signature


def features_of(context: Context, asked: ReadQuestion, meant: ReadQuestion) -> np.ndarray:
    """Return the features (one row) of a question and a wording."""
    evidence, question, wording = context.evidence, asked.question, meant.question
    near = context.closeness(question.text, [wording.text])[0]
    words = (
        evidence.coverage(question.content_words, wording.text, question.marked),
        evidence.coverage(wording.content_words, question.text, question.marked),
        evidence.bigram_coverage(question.bigrams, wording.text),
    )
    differences = asked.signature.differences(meant.signature)
    return np.array([*near, *words, *differences], dtype=np.float64)
