"""Bring the probabilities of drafts to how often they are right: Platt scaling (Platt 1999)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression


def calibrated(
    weights: np.ndarray, intercept: float, predicted: Sequence[tuple[float, bool]]
) -> tuple[np.ndarray, float]:
    """Return a model whose probabilities fit `predicted`: those of the present one, and what was right.

    The order of drafts stays: the logit is stretched and moved, the same way for all.
    """
    probabilities = np.array([probability for probability, _ in predicted])
    logits = np.log(probabilities / (1.0 - probabilities))[:, None]
    model = LogisticRegression(C=np.inf).fit(logits, [right for _, right in predicted])
    stretch, shift = float(model.coef_[0, 0]), float(model.intercept_[0])
    return weights * stretch, intercept * stretch + shift
