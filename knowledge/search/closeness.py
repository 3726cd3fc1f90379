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
from knowledge.search.parameters import CACHED_QUESTION_TOKENS, CACHED_SENTENCES, WORST_SHARE

#: The columns of `Closeness.of`.
CLOSENESS = ("cosine", "max_sim", "min_sim")


class Closeness:
    """Compares questions with sentences; the vectors of the last `kept` sentences are kept."""

    def __init__(self, encoder: Encoder, kept: int = CACHED_SENTENCES) -> None:
        self._encoder, self._limit = encoder, kept
        self._kept: dict[str, np.ndarray] = {}
        self._question = lru_cache(maxsize=CACHED_QUESTION_TOKENS)(self._encode_question)

    def of(self, question: str, sentences: Sequence[str]) -> np.ndarray:
        """Return one row for each sentence (columns: CLOSENESS, each from -1 to 1)."""
        tokens = self._question(question)
        units, mean = _unit(tokens), _unit(tokens.mean(axis=0))
        rows = [_compare(units, mean, matrix) for matrix in self._matrices(sentences)]
        return np.array(rows, dtype=np.float64).reshape(len(sentences), len(CLOSENESS))

    def _encode_question(self, question: str) -> np.ndarray:
        (tokens,) = self._encoder.encode_tokens([question], "query")
        return tokens

    def _matrices(self, sentences: Sequence[str]) -> list[np.ndarray]:
        # Another thread may replace what is kept at any moment: what is needed is taken once.
        kept = self._kept
        known = {s: matrix for s in set(sentences) if (matrix := kept.get(s)) is not None}
        missing = list(dict.fromkeys(s for s in sentences if s not in known))
        if missing:
            matrices = self._encoder.encode_tokens(missing, "document")
            found = {s: m.astype(np.float16) for s, m in zip(missing, matrices, strict=True)}
            known |= found
            self._kept = found if len(kept) + len(found) > self._limit else kept | found
        return [known[s].astype(np.float32) for s in sentences]


def _compare(units: np.ndarray, mean: np.ndarray, sentence: np.ndarray) -> tuple[float, ...]:
    """Return CLOSENESS of a question's unit vectors, and their mean, to a sentence's tokens."""
    best = np.sort((units @ _unit(sentence).T).max(axis=1))
    worst = best[: max(1, round(len(best) * WORST_SHARE))]
    cosine = mean @ _unit(sentence.mean(axis=0))
    return float(cosine), float(best.mean()), float(worst.mean())


def _unit(rows: np.ndarray) -> np.ndarray:
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return unit
