"""Questions with what a right answer must say: their files, and how answers are judged.

Goes in: YAML files and answers. Comes out: verdicts. Imports: `bot.operations`.
"""

from bot.commands.evaluation.cases import (
    OUTCOME_LABELS,
    EvaluationCase,
    Outcome,
    Verdict,
    count_refused,
    judge,
    normalise,
    read_cases,
    read_groups,
    summary,
)

__all__ = [
    "OUTCOME_LABELS",
    "EvaluationCase",
    "Outcome",
    "Verdict",
    "count_refused",
    "judge",
    "normalise",
    "read_cases",
    "read_groups",
    "summary",
]
