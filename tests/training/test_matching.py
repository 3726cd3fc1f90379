"""The matcher learns which tokens of a sentence answer, and is tried on documents it has not seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.commands.evaluation import EvaluationCase
from knowledge.model import Subject
from knowledge.search.late_interaction.matching import match
from training.answers import Asked, MatchExample, split_by_group, teach_matcher

HIDDEN = 32
CHANCE = np.random.default_rng(0)
#: What marks the token of a question that asks; raw closeness does not know that it counts more.
MARK = np.zeros(HIDDEN)
MARK[0] = 10.0


def example(number: int) -> MatchExample:
    """The sentence that answers holds the token that asks, another one two of the others."""
    question = CHANCE.standard_normal((3, HIDDEN))
    question[2] += MARK
    sentences = list(CHANCE.standard_normal((4, 6, HIDDEN)))
    sentences[0][:2] = question[:2]
    sentences[2][0] = question[2]
    right = np.array([False, False, True, False])
    return MatchExample(question, sentences, right, group=str(number % 3))


def test_it_learns_which_sentence_answers() -> None:
    taught = teach_matcher([example(number) for number in range(1200)])
    right = 0
    for number in range(60):
        held = example(number)
        asked = taught.question(held.question)
        scores = [match(asked, taught.sentence(sentence)) for sentence in held.sentences]
        right += bool(held.right[int(np.argmax(scores))])
    assert right >= 50, right


def test_what_is_taught_on_a_part_has_seen_none_of_its_documents() -> None:
    examples = [example(number) for number in range(9)]
    case = EvaluationCase(id="q", turns=("?",))
    questions = [
        Asked(replace(case, id=str(i), group=one.group), Subject(), ())
        for i, one in enumerate(examples)
    ]
    parts = list(split_by_group(examples, questions, 3))
    for others, part in parts:
        assert {one.group for one in others}.isdisjoint(asked.case.group for asked in part)
    assert sorted(asked.case.id for _, part in parts for asked in part) == list("012345678")
