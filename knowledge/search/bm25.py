"""BM25 of passages whose words are at hand, with the constants and the formula of tantivy.

Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond". A passage's
terms are its words and the pairs of neighbours, as `keyword_index` indexes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.storage import pair_keys

K1, B = 1.2, 0.75


def _length_codes() -> np.ndarray:
    """Return the lengths that one byte can tell: exact up to 40, then with three bits.

    Lucene's `SmallFloat.byte4ToInt`, which tantivy has taken over.
    """
    shifted = [(code & 7 | 8) << (code >> 3) - 1 if code >> 3 else code & 7 for code in range(232)]
    return np.array([*range(24), *(24 + length for length in shifted)], dtype=np.float64)


LENGTHS = _length_codes()


@dataclass(frozen=True)
class WeightedTerms:
    """Terms of a question as keys (int64), each with its inverse document frequency.

    The key of a word is its number, that of a pair `pair_keys` gives.
    """

    keys: np.ndarray
    weights: np.ndarray


def inverse_document_frequency(texts: int, texts_with: np.ndarray) -> np.ndarray:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)) for terms that stand in n of N texts."""
    frequency: np.ndarray = np.log1p((texts - texts_with + 0.5) / (texts_with + 0.5))
    return frequency


def bm25(passages: Sequence[np.ndarray], terms: WeightedTerms, average: float) -> np.ndarray:
    """Return the score of each passage (numbers of its words in order).

    `average` is the mean number of terms of a passage.
    """
    order = np.argsort(terms.keys)
    keys, weights = terms.keys[order], terms.weights[order]
    held = [np.concatenate([words.astype(np.int64), pair_keys(words)]) for words in passages]
    if not held or not len(keys):
        return np.zeros(len(passages))
    sizes = [len(one) for one in held]
    lengths = LENGTHS[np.searchsorted(LENGTHS, sizes, side="right") - 1]
    every = np.concatenate(held)
    column = np.minimum(np.searchsorted(keys, every), len(keys) - 1)
    is_term = keys[column] == every
    row = np.repeat(np.arange(len(held)), sizes)
    counts = np.zeros((len(held), len(keys)))
    np.add.at(counts, (row[is_term], column[is_term]), 1.0)
    norm = K1 * (1 - B + B * lengths / max(average, 1.0))
    scores: np.ndarray = (counts * (K1 + 1) / (counts + norm[:, None])) @ weights
    return scores
