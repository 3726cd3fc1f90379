"""Learn the weight of each ranking feature from questions whose articles are known.

List-wise softmax over the candidates of each question: Cao et al. 2007, "Learning to Rank: From
Pairwise Approach to Listwise Approach".
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from knowledge.library import Library
from knowledge.search import FEATURES
from training.article_library import article_id
from training.parameters import FOLD_SEED, FOLDS, MAX_STEPS, RIDGE, WEIGHT_DECIMALS


@dataclass(frozen=True)
class RankingExample:
    """The candidates of one question.

    `features` has a row for each candidate (columns: FEATURES), `relevant` whether it answers.
    """

    features: np.ndarray
    relevant: np.ndarray


def ranking_example(
    library: Library, question: str, gold: Collection[str]
) -> tuple[list[str], RankingExample]:
    """Return the ids of the articles that a search considers, and the example they make."""
    candidates = library.scored_candidates(question)
    passages = library.snapshot().passages(candidates.keys)
    articles = [article_id(passages[key]) for key in candidates.keys]
    relevant = np.array([article in gold for article in articles], dtype=bool)
    return articles, RankingExample(candidates.features, relevant)


def fit_weights(examples: Sequence[RankingExample]) -> np.ndarray:
    """Return the weight of each feature under which the relevant candidates are likeliest.

    Examples without a relevant candidate teach nothing.
    """
    usable = [example for example in examples if example.relevant.any()]
    # A feature that is the same everywhere has no deviation to divide by.
    scale = np.concatenate([example.features for example in usable]).std(axis=0) + 1e-9
    data = [
        (
            torch.from_numpy(example.features / scale),
            torch.from_numpy(example.relevant.astype(float)),
        )
        for example in usable
    ]
    weights = torch.zeros(len(FEATURES), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=MAX_STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = _listwise_loss(weights, data)
        loss.backward()
        return loss

    optimizer.step(closure)
    learned: np.ndarray = weights.detach().numpy() / scale
    return learned


def _listwise_loss(
    weights: torch.Tensor, data: Sequence[tuple[torch.Tensor, torch.Tensor]]
) -> torch.Tensor:
    losses = [
        -(torch.log_softmax(features @ weights, 0) * relevant).sum() / relevant.sum()
        for features, relevant in data
    ]
    return torch.stack(losses).mean() + RIDGE * (weights**2).sum()


def cross_validated_weights(examples: Sequence[RankingExample]) -> list[np.ndarray]:
    """Return for each example the weights that the other folds taught."""
    fold_of = np.random.default_rng(FOLD_SEED).permutation(len(examples)) % FOLDS
    by_fold = [
        fit_weights([example for example, f in zip(examples, fold_of, strict=True) if f != fold])
        for fold in range(FOLDS)
    ]
    return [by_fold[fold] for fold in fold_of]


def save_weights(weights: np.ndarray, path: Path) -> None:
    """Write the weights as the library reads them."""
    rounded = {
        name: round(float(weight), WEIGHT_DECIMALS)
        for name, weight in zip(FEATURES, weights, strict=True)
    }
    path.write_text(json.dumps({"weights": rounded}, indent=1) + "\n", encoding="utf-8")
