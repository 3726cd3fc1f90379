"""How close sentences are to a question in meaning, by the vectors of their tokens.

Late interaction: every token of the question is compared with the nearest one of the sentence
(MaxSim; Khattab and Zaharia 2020, arXiv:2004.12832). It tells sentences apart that share a topic,
where one vector a sentence does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from knowledge.search.encoders import Encoder
from knowledge.search.parameters import CACHED_SENTENCES

#: The columns of `Closeness.of`.
CLOSENESS = ("cosine", "max_sim", "min_sim")
#: The share of the question's tokens, the worst matched, whose mean is `min_sim`.
WORST_SHARE = 0.25


class Closeness:
    """Compares questions with sentences; the vectors of the last sentences are kept."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, np.ndarray] = {}
        self._question = lru_cache(maxsize=8)(self._encode_question)

    def of(self, question: str, sentences: Sequence[str]) -> np.ndarray:
        """Return one row for each sentence (columns: CLOSENESS, each from -1 to 1)."""
        tokens = self._question(question)
        rows = [_compare(tokens, matrix) for matrix in self._matrices(sentences)]
        return np.array(rows, dtype=np.float64).reshape(len(sentences), len(CLOSENESS))

    def _encode_question(self, question: str) -> np.ndarray:
        (tokens,) = self._encoder.encode_tokens([question], "query")
        return tokens

    def _matrices(self, sentences: Sequence[str]) -> list[np.ndarray]:
        missing = list(dict.fromkeys(s for s in sentences if s not in self._kept))
        found = dict(zip(missing, self._encoder.encode_tokens(missing, "document"), strict=True))
        matrices = [found.get(s, self._kept.get(s)) for s in sentences]
        if len(self._kept) + len(found) > CACHED_SENTENCES:
            self._kept.clear()
        self._kept.update({s: matrix.astype(np.float16) for s, matrix in found.items()})
        return [m.astype(np.float32) for m in matrices if m is not None]


def _compare(question: np.ndarray, sentence: np.ndarray) -> tuple[float, float, float]:
    best = np.sort((_unit(question) @ _unit(sentence).T).max(axis=1))
    worst = best[: max(1, round(len(best) * WORST_SHARE))]
    cosine = _unit(question.mean(axis=0)) @ _unit(sentence.mean(axis=0))
    return float(cosine), float(best.mean()), float(worst.mean())


def _unit(rows: np.ndarray) -> np.ndarray:
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return unit
