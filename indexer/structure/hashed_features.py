"""Named features hashed into a fixed number of columns, and the softmax of a linear model over them.

Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009: no table of names is
kept, so that a model is one array.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
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
    values = np.array(list(features.values()), dtype=np.float64)
    return hash_names(features, columns), values


def hash_names(names: Iterable[str], columns: int) -> np.ndarray:
    """Return the column of each feature."""
    return np.array([_hash(name) % columns for name in names], dtype=np.int64)


@lru_cache(maxsize=CACHED_HASHES)
def _hash(name: str) -> int:
    """Return the hash of a feature's name; the words of texts come again and again."""
    return zlib.crc32(name.encode())


def beside(features: Features, offsets: Sequence[int], columns: int) -> dict[int, Hashed]:
    """Return for each offset what features of a line count for the line that sees it there."""
    values = np.array(list(features.values()), dtype=np.float64)
    at = [_columns_beside(name, tuple(offsets), columns) for name in features]
    by_offset = np.array(at, dtype=np.int64).reshape(-1, len(offsets)).T
    return {offset: (row, values) for offset, row in zip(offsets, by_offset, strict=True)}


@lru_cache(maxsize=CACHED_HASHES)
def _columns_beside(name: str, offsets: tuple[int, ...], columns: int) -> tuple[int, ...]:
    """Return the column of a feature of a line around, for each offset; each is hashed once."""
    return tuple(_hash(f"{offset} {name}") % columns for offset in offsets)


def joined(*parts: Hashed) -> Hashed:
    """Return the features of all parts."""
    columns, values = zip(*parts, strict=True)
    return np.concatenate(columns), np.concatenate(values)


def shares_around(shares: np.ndarray, offsets: Sequence[int]) -> np.ndarray:
    """Return for each row the rows of `shares` at these offsets, side by side; 0 beyond the ends."""
    count, reach = len(shares), max(map(abs, offsets))
    padded = np.pad(shares, ((reach, reach), (0, 0)))
    return np.hstack([padded[reach + offset : reach + offset + count] for offset in offsets])


def letter_features(text: str) -> Features:
    """Return the runs of letters of the beginning of a text, without marks, digits levelled."""
    letters = f"^{re.sub(r'[0-9]', '0', fold(text))[:MAX_LETTERS]}$"
    return {
        f"letters {letters[i : i + LETTERS]}": LETTERS_WEIGHT
        for i in range(len(letters) - LETTERS + 1)
    }


def by_column(weights: np.ndarray) -> np.ndarray:
    """Return weights in double precision, those of one column side by side: so they are looked up."""
    return np.asfortranarray(weights, dtype=np.float64)


def probabilities(weights: np.ndarray, rows: Sequence[Hashed]) -> np.ndarray:
    """Return the softmax of each row; `weights` has a column for each feature, and the intercept."""
    columns, values = joined(*rows)
    starts = np.cumsum([0, *(len(each) for each, _ in rows)])[:-1]
    weighed = weights.T.take(columns, axis=0) * values[:, np.newaxis]
    logits = np.add.reduceat(weighed, starts, axis=0) + weights[:, -1]
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: np.ndarray = shares / shares.sum(axis=1, keepdims=True)
    return result
