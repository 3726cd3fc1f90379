"""Fit a model of two passes over a page: the second also sees what the first took the rest for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from indexer.structure.hashed_features import Hashed, probabilities
from training.parameters import (
    MAX_PAGE_STEPS,
    PAGE_FOLDS,
    UNSEEN_INTERCEPT,
)

#: The features of a page's lines or sentences, and the same with what the first pass made of them.
Rows = Sequence[Hashed]
AddSeen = Callable[[Rows, np.ndarray], Rows]
#: The weights of both passes: a row for each class, a column for each feature, and the intercept.
Weights = tuple[np.ndarray, np.ndarray]


def teach_two_passes(
    pages: Sequence[Rows],
    labels: Sequence[np.ndarray],
    add_seen: AddSeen,
    classes: int,
    columns: int,
    inverse_penalty: float,
) -> Weights:
    """Return the weights of both passes; `labels` are the numbers of each page's classes.

    What the second pass sees of the first is what that makes of pages it was not taught on.
    """
    seen: dict[int, np.ndarray] = {}
    for part in range(PAGE_FOLDS):
        others = [number for number in range(len(pages)) if number % PAGE_FOLDS != part]
        taught, told = [pages[n] for n in others], [labels[n] for n in others]
        weights = _fit(taught, told, classes, columns, inverse_penalty)
        for number in range(part, len(pages), PAGE_FOLDS):
            seen[number] = probabilities(weights, pages[number])
    second = [add_seen(rows, seen[number]) for number, rows in enumerate(pages)]
    first, last = (
        _fit(rows, labels, classes, columns, inverse_penalty) for rows in (pages, second)
    )
    return first, last


def save_weights(path: Path, weights: Weights) -> None:
    """Write the weights of both passes in half precision."""
    first, second = (one.astype(np.float16) for one in weights)
    np.savez_compressed(path, first=first, second=second)


def _fit(
    pages: Sequence[Rows],
    labels: Sequence[np.ndarray],
    classes: int,
    columns: int,
    inverse_penalty: float,
) -> np.ndarray:
    """Return the weights of one pass; a class that no page has is never likely."""
    model = LogisticRegression(C=inverse_penalty, max_iter=MAX_PAGE_STEPS)
    rows = [row for page in pages for row in page]
    model.fit(_matrix(rows, columns), np.concatenate(labels))
    weights = np.zeros((classes, columns + 1))
    weights[:, columns] = UNSEEN_INTERCEPT
    weights[model.classes_, :columns] = model.coef_
    weights[model.classes_, columns] = model.intercept_
    return weights


def _matrix(rows: Rows, columns: int) -> csr_matrix:
    hashed, values = zip(*rows, strict=True)
    ends = np.cumsum([0, *map(len, hashed)])
    shape = (len(rows), columns)
    return csr_matrix((np.concatenate(values), np.concatenate(hashed), ends), shape=shape)
