"""Logistic regression over rows of features, written as the library reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from training.answers.examples import Examples
from training.parameters import INVERSE_PENALTY, MAX_REGRESSION_STEPS, WEIGHT_DECIMALS


def fit(groups: Sequence[tuple[Examples, float]]) -> tuple[np.ndarray, float]:
    """Return the weight of each feature and the intercept; each group counts by its weight.

    Features are brought to one scale for fitting; the weights are for features as they come.
    """
    features = np.concatenate([examples.features for examples, _ in groups])
    right = np.concatenate([examples.right for examples, _ in groups])
    counts = np.concatenate([np.full(len(examples.right), weight) for examples, weight in groups])
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=MAX_REGRESSION_STEPS)
    model.fit(scaler.transform(features), right, sample_weight=counts)
    weights: np.ndarray = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def save(path: Path, names: Sequence[str], weights: np.ndarray, intercept: float) -> None:
    """Write a model: its intercept and a weight for each feature."""
    rounded = {
        name: round(float(weight), WEIGHT_DECIMALS)
        for name, weight in zip(names, weights, strict=True)
    }
    data = {"intercept": round(intercept, WEIGHT_DECIMALS), "weights": rounded}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
