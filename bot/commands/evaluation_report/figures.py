"""The numbers of an evaluation: scores, how well probabilities hold, confusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.commands.evaluation import OUTCOME_LABELS, Outcome
from bot.commands.evaluation_report.parameters import BINS
from bot.commands.evaluation_report.trials import Basis, Trial

#: How what an answer rested on is called in a report.
BASIS_LABELS: dict[Basis, str] = {
    "facts": "dữ kiện",
    "sentences": "câu của văn bản",
    "law": "pháp luật",
    "nothing": "không có gì",
}
NOT_NAMED = "(không ghi)"


@dataclass(frozen=True)
class Score:
    """How the answers of some questions went: of each outcome how many."""

    name: str
    counts: dict[Outcome, int]

    @property
    def total(self) -> int:
        """How many questions there are."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Bin:
    """Questions whose likeliest candidate has a probability from `low` to `high`.

    `predicted` is its mean, `right` the share of these candidates that are right.
    """

    low: float
    high: float
    count: int
    predicted: float
    right: float


@dataclass(frozen=True)
class Confusion:
    """Questions of one kind that went one way: on what the answers rested, how often."""

    kind: str
    outcome: Outcome
    counts: dict[Basis, int]

    @property
    def total(self) -> int:
        """How many questions there are."""
        return sum(self.counts.values())


def scores(trials: Iterable[Trial], name: Callable[[Trial], str]) -> list[Score]:
    """Return the score of each name that trials are given, the names in order."""
    counts: dict[str, Counter[Outcome]] = {}
    for trial in trials:
        of_name = counts.setdefault(name(trial) or NOT_NAMED, Counter())
        of_name[trial.verdict.outcome] += 1
    return [
        Score(name, {outcome: counted[outcome] for outcome in OUTCOME_LABELS})
        for name, counted in sorted(counts.items())
    ]


def predictions(trials: Iterable[Trial]) -> list[tuple[float, bool]]:
    """Return the probability of each likeliest candidate and whether it is right.

    Where it was refused it is judged as if it had been given; where no probability decided, there
    is nothing to compare.
    """
    best = (trial.candidates[0] for trial in trials if trial.is_chosen_by_model)
    return [(candidate.probability, candidate.is_right) for candidate in best]


def reliability(predicted: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Return the bins of equal width that hold anything, the lowest first."""
    members: dict[int, list[tuple[float, bool]]] = {}
    for probability, is_right in predicted:
        number = min(BINS - 1, int(probability * BINS))
        members.setdefault(number, []).append((probability, is_right))
    return [_bin(number, inside) for number, inside in sorted(members.items())]


def _bin(number: int, members: Sequence[tuple[float, bool]]) -> Bin:
    count = len(members)
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=count,
        predicted=sum(probability for probability, _ in members) / count,
        right=sum(is_right for _, is_right in members) / count,
    )


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance of what was predicted from what was right, by bins' counts."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.predicted - one.right) for one in bins) / total if total else 0.0


def confusions(trials: Iterable[Trial]) -> list[Confusion]:
    """Return for each kind of question and outcome what the answers rested on."""
    counts: dict[tuple[str, Outcome], Counter[Basis]] = {}
    for trial in trials:
        key = trial.case.kind or NOT_NAMED, trial.verdict.outcome
        counts.setdefault(key, Counter())[trial.basis] += 1
    kinds = sorted({kind for kind, _ in counts})
    return [
        Confusion(kind, outcome, {basis: counts[kind, outcome][basis] for basis in BASIS_LABELS})
        for kind in kinds
        for outcome in OUTCOME_LABELS
        if (kind, outcome) in counts
    ]
