"""How well a sentence answers a question, token by token, as it was taught.

Late interaction as in `closeness.py`, over the encoder's vectors projected to fewer dimensions: a
question's tokens are weighed by how much they matter ("bao nhiêu" more than "dạ thưa"), a sentence's
by how much they may answer. `python -m training answers` teaches the projection and the weights on
questions by other hands (ColBERT; Khattab and Zaharia 2020, arXiv:2004.12832).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from knowledge.data import DATA

FILE = DATA / "matching.npz"


@dataclass(frozen=True)
class Matcher:
    """What was taught: `projection` (hidden size × dimensions), and a weight for each hidden unit.

    `attention` weighs a question's tokens against each other, `gate` with `gate_bias` opens or
    closes each token of a sentence.
    """

    projection: np.ndarray
    attention: np.ndarray
    gate: np.ndarray
    gate_bias: float

    @property
    def hidden(self) -> int:
        """The length of the encoder's vectors that it reads."""
        return int(self.projection.shape[0])

    def question(self, tokens: np.ndarray) -> np.ndarray:
        """Return the projected vectors of a question's tokens, each as long as it counts."""
        weights = np.exp(tokens @ self.attention)
        projected: np.ndarray = unit(tokens @ self.projection)
        return projected * (weights / weights.sum())[:, np.newaxis]

    def sentence(self, tokens: np.ndarray) -> np.ndarray:
        """Return the projected vectors of a sentence's tokens, each as long as its gate is open."""
        gates = 1.0 / (1.0 + np.exp(-(tokens @ self.gate + self.gate_bias)))
        projected: np.ndarray = unit(tokens @ self.projection)
        return projected * gates[:, np.newaxis]

    def save(self, path: Path) -> None:
        """Write what was taught, in half precision."""
        np.savez_compressed(
            path,
            projection=self.projection.astype(np.float16),
            attention=self.attention.astype(np.float16),
            gate=self.gate.astype(np.float16),
            gate_bias=np.float16(self.gate_bias),
        )


def match(question: np.ndarray, sentence: np.ndarray) -> float:
    """Return how well a sentence answers a question, from -1 to 1; both as a Matcher returns them."""
    return float((question @ sentence.T).max(axis=1).sum())


def read_matcher(path: Path = FILE) -> Matcher:
    """Return the matcher of a file."""
    with np.load(path) as arrays:
        kept = {name: arrays[name].astype(np.float32) for name in arrays.files}
    bias = float(kept.pop("gate_bias"))
    return Matcher(**kept, gate_bias=bias)


@cache
def bundled_matcher() -> Matcher:
    """Return the matcher that ships."""
    return read_matcher()


def unit(rows: np.ndarray) -> np.ndarray:
    """Return vectors, the last axis, at unit length."""
    scaled: np.ndarray = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return scaled
