"""What the rankings learn from: rows of features, and which of them answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from bot.commands.evaluation import judge
from knowledge.library import Library
from training.answers.questions import Asked
from training.parameters import MIN_QUOTED, MIN_SHARED


@dataclass(frozen=True)
class Examples:
    """A row of features for each candidate, and whether it answers its question."""

    features: np.ndarray
    right: np.ndarray


def sentence_examples(library: Library, questions: Iterable[Asked]) -> Examples:
    """Return the sentences that the library considers; those of the evidence answer."""
    features, right = [], []
    for asked in questions:
        sentences, rows = library.scored_sentences(asked.text, asked.subject, asked.case.as_of)
        features.append(rows)
        right += [is_evidence(sentence.text, asked.evidence) for sentence in sentences]
    return Examples(np.concatenate(features), np.array(right, dtype=bool))


def draft_examples(library: Library, questions: Iterable[Asked]) -> Examples:
    """Return the drafts that the library considers; those that are judged right answer.

    Where the answer is settled by rule nothing is considered; none answers an unanswerable question.
    """
    texts = {document.id: document.text for document in library.documents()}
    features, right = [], []
    for asked in questions:
        answers, rows = library.scored_drafts(asked.text, asked.subject, asked.case.as_of)
        features.append(rows)
        right += [_is_right(asked, answer.as_json(), texts) for answer in answers]
    return Examples(np.concatenate(features), np.array(right, dtype=bool))


def _is_right(asked: Asked, answer: Mapping[str, object], texts: Mapping[str, str]) -> bool:
    return not asked.case.abstain and not judge(asked.case, answer, texts).faults


def is_evidence(sentence: str, evidence: Iterable[str]) -> bool:
    """Whether a sentence is evidence, holds it, or is a good part of it.

    >>> is_evidence("Trồng mới 570 ha rừng.", ["trồng mới 570 ha rừng"])
    True
    """
    own = _words(sentence)
    return any(_is_same(own, _words(quotation)) for quotation in evidence)


def _is_same(own: list[str], quoted: list[str]) -> bool:
    sentence, quotation = " ".join(own), " ".join(quoted)
    is_part = sentence in quotation and len(sentence) > MIN_QUOTED * len(quotation)
    shared = len(set(own) & set(quoted))
    is_alike = shared >= MIN_SHARED * max(len(set(own)), len(set(quoted)))
    return bool(own and quoted) and (is_part or quotation in sentence or is_alike)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
