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
        # Another thread may replace what is kept at any moment: what is needed is taken once.
        kept = self._kept
        known = {s: matrix for s in set(sentences) if (matrix := kept.get(s)) is not None}
        missing = list(dict.fromkeys(s for s in sentences if s not in known))
        for sentence in missing:
            # One at a time: 8-bit activations share a scale per batch, so neighbours would count.
            (tokens,) = self._encoder.encode_tokens([sentence], "document")
            known[sentence] = tokens.astype(np.float16)
        if len(kept) + len(missing) > CACHED_SENTENCES:
            kept = {}
        self._kept = kept | {s: known[s] for s in missing}
        return [known[s].astype(np.float32) for s in sentences]


def _compare(question: np.ndarray, sentence: np.ndarray) -> tuple[float, float, float]:
    best = np.sort((_unit(question) @ _unit(sentence).T).max(axis=1))
    worst = best[: max(1, round(len(best) * WORST_SHARE))]
    cosine = _unit(question.mean(axis=0)) @ _unit(sentence.mean(axis=0))
    return float(cosine), float(best.mean()), float(worst.mean())


def _unit(rows: np.ndarray) -> np.ndarray:
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return unit
