"""What the rankings of answers learn from, and how their weights are fitted and kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.answering.sentences import LogisticModel
from training.answers import Examples, calibrated, fit, save
from training.answers.examples import is_evidence


@pytest.mark.parametrize(
    ("sentence", "evidence", "expected"),
    [
        ("Trồng mới 570 ha rừng.", "trồng mới 570 ha rừng", True),
        ("Năm 2022 huyện trồng mới 570 ha rừng, cấp 3 xe.", "trồng mới 570 ha rừng", True),
        ("trồng mới 570 ha", "Huyện phấn đấu trồng mới 570 ha rừng", True),
        ("Huyện", "Huyện phấn đấu trồng mới 570 ha rừng trong năm", False),
        ("Thành lập 02 hợp tác xã.", "trồng mới 570 ha rừng", False),
        ("", "trồng mới 570 ha rừng", False),
    ],
)
def test_what_counts_as_evidence(sentence: str, evidence: str, expected: bool) -> None:
    assert is_evidence(sentence, [evidence]) is expected


def test_the_feature_that_tells_gets_the_weight(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    features = chance.normal(size=(400, 2)) * [1.0, 50.0]
    examples = Examples(features, features[:, 0] > 0)
    weights, intercept = fit([(examples, 1.0)])
    found = LogisticModel(weights, intercept).probabilities(features)
    assert ((found > 0.5) == examples.right).mean() > 0.97
    assert abs(weights[0]) > 100 * abs(weights[1])
    save(tmp_path / "model.json", ("tells", "noise"), weights, intercept)
    assert '"tells"' in (tmp_path / "model.json").read_text(encoding="utf-8")


def test_a_group_counts_by_its_weight() -> None:
    rows = np.array([[0.0], [1.0]] * 20)
    up, down = Examples(rows, rows[:, 0] > 0), Examples(rows, rows[:, 0] < 1)
    (weight,), _ = fit([(up, 5.0), (down, 1.0)])
    assert weight > 0


def test_calibration_brings_a_probability_to_the_share_that_is_right() -> None:
    """0.9 was right six times of ten, 0.3 twice: both are told so, and the order stays."""
    predicted = [(0.9, i < 6) for i in range(10)] + [(0.3, i < 2) for i in range(10)]
    logits = np.log([[0.9 / 0.1], [0.3 / 0.7]])
    weights, intercept = calibrated(np.array([1.0]), 0.0, predicted)
    found = LogisticModel(weights, intercept).probabilities(logits)
    assert found == pytest.approx([0.6, 0.2], abs=0.01)
