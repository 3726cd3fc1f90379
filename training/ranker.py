"""Learn what weight each measure of a candidate has: list-wise softmax over the candidates of each question."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from knowledge.library import Library
from knowledge.ranking import MEASURES
from training.laws import article_of

#: Keeps weights small where the questions say little.
RIDGE = 1e-3
FOLDS = 5


@dataclass(frozen=True)
class Case:
    """The candidates of one question: measures (rows × MEASURES), and which of them are right."""

    rows: np.ndarray
    right: np.ndarray


def judged(library: Library, typed: str, gold: Collection[str]) -> tuple[list[str], Case]:
    """Give the articles that the library's search considers for a question, and the case they make."""
    found = library.considered(typed)
    passages = library.snapshot().passages
    articles = [article_of(passages[key]) for key in found.keys]
    return articles, Case(found.rows, np.array([article in gold for article in articles], dtype=bool))


def fit(cases: Sequence[Case]) -> np.ndarray:
    """Give the weights under which the right candidates are likeliest."""
    told = [case for case in cases if case.right.any()]
    whole = np.concatenate([case.rows for case in told])
    scale = whole.std(axis=0) + 1e-9
    weights = torch.zeros(len(MEASURES), dtype=torch.float64, requires_grad=True)
    data = [(torch.from_numpy(case.rows / scale), torch.from_numpy(case.right.astype(float))) for case in told]
    descent = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        descent.zero_grad()
        each = [-(torch.log_softmax(rows @ weights, 0) * right).sum() / right.sum() for rows, right in data]
        total = torch.stack(each).mean() + RIDGE * (weights**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    descent.step(loss)
    found: np.ndarray = weights.detach().numpy() / scale
    return found


def across_folds(cases: Sequence[Case]) -> list[np.ndarray]:
    """Give for each question the weights learned from the other folds: no question is ranked by what it taught."""
    fold = np.random.default_rng(0).permutation(len(cases)) % FOLDS
    weights = [fit([case for case, own in zip(cases, fold, strict=True) if own != one]) for one in range(FOLDS)]
    return [weights[own] for own in fold]


def save(weights: np.ndarray, path: Path) -> None:
    """Write the weights where the library reads them."""
    told = {name: round(float(value), 4) for name, value in zip(MEASURES, weights, strict=True)}
    path.write_text(json.dumps({"weights": told}, indent=1) + "\n", encoding="utf-8")
