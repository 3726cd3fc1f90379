"""Sentences that may answer a question: found, described by features, put in order.

Goes in: a Context and a Scope. Comes out: sentences, each with the probability that it answers.
Imports: the draft's Context and what lies below `answering`.
"""

from knowledge.answering.sentences.answer_types import gives_type
from knowledge.answering.sentences.features import FEATURES, scored_sentences
from knowledge.answering.sentences.finding import Sentence, identity_of, name_rarities
from knowledge.answering.sentences.ranking import (
    LogisticModel,
    RankedSentence,
    load_model,
    rank_sentences,
    sentence_model,
)
from knowledge.answering.sentences.word_features import words_asked

__all__ = [
    "FEATURES",
    "LogisticModel",
    "RankedSentence",
    "Sentence",
    "gives_type",
    "identity_of",
    "load_model",
    "name_rarities",
    "rank_sentences",
    "scored_sentences",
    "sentence_model",
    "words_asked",
]
