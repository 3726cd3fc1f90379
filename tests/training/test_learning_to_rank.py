"""Learning the weight of each ranking feature."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.search import FEATURES
from knowledge.search.ranking import learned_weights
from training.learning_to_rank import (
    RankingExample,
    cross_validated_weights,
    fit_weights,
    save_weights,
)


def test_the_ranking_learns_which_feature_decides(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    examples = []
    for _ in range(60):
        features = rng.random((20, len(FEATURES)))
        examples.append(RankingExample(features, np.arange(20) == features[:, 2].argmax()))
    weights = fit_weights(examples)
    assert int(np.abs(weights).argmax()) == 2
    assert len(cross_validated_weights(examples)) == len(examples)
    save_weights(weights, tmp_path / "ranking.json")
    text = (tmp_path / "ranking.json").read_text(encoding="utf-8")
    assert text.count(":") == len(FEATURES) + 1


def test_the_weights_that_ship_fit_the_features() -> None:
    assert learned_weights().shape == (len(FEATURES),)
    assert np.isfinite(learned_weights()).all()
