"""How answers went in documents' own words, and in those of the office's language model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.commands.evaluation import OUTCOME_LABELS, Outcome, Verdict
from bot.commands.evaluation_report.trials import Trial
from knowledge.writing import Fault


@dataclass(frozen=True)
class Comparison:
    """What became of the answers that a model was given.

    `used` are those that its words were taken for, `failed` those that it gave nothing for;
    `sentences` what it wrote, `rejected` how many of them by what was wrong. `seconds` are the median
    and the 95th percentile; `tokens` the mean of an answer, both ways.
    """

    asked: int
    used: int
    failed: int
    before: Mapping[Outcome, int]
    after: Mapping[Outcome, int]
    sentences: int
    rejected: Mapping[Fault, int]
    seconds: tuple[float, float]
    tokens: float


def compare(trials: Iterable[Trial]) -> Comparison | None:
    """Return how the answers went that a model was given; None where it was given none."""
    asked = [(trial.verdict, trial.reworded) for trial in trials if trial.reworded]
    if not asked:
        return None
    reworded = [one for _, one in asked]
    written = [one.written for one in reworded if one.written]
    rejected: Counter[Fault] = Counter()
    for one in written:
        rejected.update(one.rejected)
    seconds = sorted(one.seconds for one in reworded)
    return Comparison(
        asked=len(asked),
        used=sum(one.answer is not None for one in written),
        failed=len(asked) - len(written),
        before=_outcomes([verdict for verdict, _ in asked]),
        after=_outcomes([one.verdict for one in reworded]),
        sentences=sum(one.sentences for one in written),
        rejected=dict(rejected.most_common()),
        seconds=(seconds[len(seconds) // 2], seconds[len(seconds) * 95 // 100]),
        tokens=sum(one.tokens for one in reworded) / len(asked),
    )


def _outcomes(verdicts: Sequence[Verdict]) -> dict[Outcome, int]:
    counts = Counter(verdict.outcome for verdict in verdicts)
    return {outcome: counts[outcome] for outcome in OUTCOME_LABELS}
