"""Words and pairs of neighbours as one kind of number.

The key of a word is its number in the table `words`; that of a pair has the first word's number in
its upper half and the second's in its lower.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

#: The key of a pair is this, or more.
PAIR = 1 << 32
Key = TypeVar("Key", int, np.ndarray)


def pair_key(first: Key, second: Key) -> Key:
    """Return the key of two neighbours by their numbers, or of many (int64)."""
    key: Key = first << 32 | second
    return key


def pair_words(key: Key) -> tuple[Key, Key]:
    """Return the numbers of the words of a pair, or of many; of a word 0 and its own."""
    return key >> 32, key & PAIR - 1


def pair_keys(numbers: np.ndarray) -> np.ndarray:
    """Return the key (int64) of each pair of neighbours in a text."""
    wide = numbers.astype(np.int64)
    return pair_key(wide[:-1], wide[1:])


def stored_terms(keys: np.ndarray) -> np.ndarray:
    """Return what PostgreSQL keeps of keys: 32 bits.

    A word is its number. A pair is below zero, mixed from two numbers: two pairs may be one, which
    only adds a candidate.
    """
    first, second = pair_words(keys)
    mixed = first * 0x9E3779B1 + second * 0x85EBCA6B
    return np.where(keys < PAIR, keys, -1 - (mixed & 0x3FFFFFFF))


def search_terms(words: Sequence[int] | np.ndarray) -> list[int]:
    """Return what PostgreSQL finds a passage by: its words without marks, given in order, and pairs."""
    numbers = np.asarray(words, dtype=np.int64)
    terms: list[int] = np.unique(
        stored_terms(np.concatenate([numbers, pair_keys(numbers)]))
    ).tolist()
    return terms
