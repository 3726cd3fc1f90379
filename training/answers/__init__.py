"""Teach which sentence and which draft answers a question, from questions by other hands.

Goes in: `tests/evaluation/train` and our own questions. Comes out: the weights in `knowledge/data`.
Imports: the whole product; nothing of it imports this.
"""

from training.answers.calibration import calibrated
from training.answers.examples import Examples, draft_examples, sentence_examples
from training.answers.fitting import fit, save
from training.answers.likeness import (
    likeness_examples,
    make_answers,
    read_rewordings,
    single_questions,
    typed_questions,
)
from training.answers.matching import MatchExample, match_examples, split_by_group, teach_matcher
from training.answers.questions import (
    Asked,
    asked_questions,
    open_group,
    open_own,
    own_cases,
    read_group,
)

__all__ = [
    "Asked",
    "Examples",
    "MatchExample",
    "asked_questions",
    "calibrated",
    "draft_examples",
    "fit",
    "likeness_examples",
    "make_answers",
    "match_examples",
    "open_group",
    "open_own",
    "own_cases",
    "read_group",
    "read_rewordings",
    "save",
    "sentence_examples",
    "single_questions",
    "split_by_group",
    "teach_matcher",
    "typed_questions",
]
