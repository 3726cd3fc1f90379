"""How good rankings are: recall, mean reciprocal rank, nDCG with binary gains.

Computed by ir_measures (MacAvaney et al. 2022, arXiv:2111.13466; https://ir-measur.es), which hands
R and nDCG to trec_eval and RR@10 to the script of MS MARCO.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

#: Names in the table → measures.
MEASURES = {
    "R@1": R @ 1,
    "R@5": R @ 5,
    "R@10": R @ 10,
    "R@100": R @ 100,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}


def evaluate(
    rankings: Sequence[Sequence[str]], gold: Sequence[Collection[str]]
) -> dict[str, float]:
    """Return each measure's mean over the questions, to three decimals.

    A ranking has the ids that were found, best first; `gold` those that are right.
    """
    questions = range(len(gold))
    relevance = {str(i): dict.fromkeys(gold[i], 1) for i in questions}
    # Measures take scores: places from the end, since ties would be broken by id.
    scores = {str(i): _scores(rankings[i]) for i in questions}
    means = ir_measures.calc_aggregate(MEASURES.values(), relevance, scores)
    return {name: round(means[measure], 3) for name, measure in MEASURES.items()}


def _scores(ranking: Sequence[str]) -> dict[str, float]:
    return {document: float(-place) for place, document in enumerate(ranking)}
