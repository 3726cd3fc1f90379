"""Named features hashed into a fixed number of columns, and the softmax of a linear model over them.

Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009: no table of names is
kept, so that a model is one array.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from indexer.structure.parameters import CACHED_HASHES, LETTERS, LETTERS_WEIGHT, MAX_LETTERS
from knowledge.language import fold

#: Name of a feature → its value.
Features = dict[str, float]
#: The same as the columns that the names are hashed into, and the values.
Hashed = tuple[np.ndarray, np.ndarray]


def hash_features(features: Features, columns: int) -> Hashed:
    """Return the columns and values of features; two names may share a column."""
    hashed = [_hash(name) % columns for name in features]
    values = np.array(list(features.values()), dtype=np.float64)
    return np.array(hashed, dtype=np.int64), values


@lru_cache(maxsize=CACHED_HASHES)
def _hash(name: str) -> int:
    """Return the hash of a feature's name; the words of texts come again and again."""
    return zlib.crc32(name.encode())


def joined(first: Hashed, second: Hashed) -> Hashed:
    """Return the features of both."""
    return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])


def letter_features(text: str) -> Features:
    """Return the runs of letters of the beginning of a text, without marks, digits levelled."""
    letters = f"^{re.sub(r'[0-9]', '0', fold(text))[:MAX_LETTERS]}$"
    return {
        f"letters {letters[i : i + LETTERS]}": LETTERS_WEIGHT
        for i in range(len(letters) - LETTERS + 1)
    }


def probabilities(weights: np.ndarray, rows: Sequence[Hashed]) -> np.ndarray:
    """Return the softmax of each row; `weights` has a column for each feature, and the intercept."""
    logits = np.stack([weights[:, columns] @ values for columns, values in rows])
    logits += weights[:, -1]
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: np.ndarray = shares / shares.sum(axis=1, keepdims=True)
    return result
