"""BM25 of passages whose words are at hand, with the constants and the formula of tantivy.

Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond". A passage's
terms are its words and the pairs of neighbours, as `keyword_index` indexes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.storage import PAIR, pair_key, pair_words

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

    The key of a word is its number, that of a pair `pair_key` gives.
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
    if not passages or not len(terms.keys):
        return np.zeros(len(passages))
    order = np.argsort(terms.keys)
    keys, weights = terms.keys[order], terms.weights[order]
    counts = np.zeros((len(passages), len(keys)))
    for rows, found in _terms_held(passages, keys):
        column = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
        is_term = keys[column] == found
        np.add.at(counts, (rows[is_term], column[is_term]), 1.0)
    # A passage of n words has n - 1 pairs.
    sizes = [max(0, 2 * len(words) - 1) for words in passages]
    lengths = LENGTHS[np.searchsorted(LENGTHS, sizes, side="right") - 1]
    norm = K1 * (1 - B + B * lengths / max(average, 1.0))
    scores: np.ndarray = (counts * (K1 + 1) / (counts + norm[:, None])) @ weights
    return scores


def _terms_held(
    passages: Sequence[np.ndarray], keys: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield passages (indexes) with the words, then with the pairs, that may be among the keys.

    Most words are none of the question's: they are left out by one look into a table.
    """
    every = np.concatenate(passages)
    asked = np.zeros(int(every.max(initial=0)) + 1, dtype=bool)
    firsts, seconds = pair_words(keys)
    parts = np.concatenate([firsts[keys >= PAIR], seconds])
    asked[parts[parts < len(asked)]] = True
    place = np.flatnonzero(asked[every])
    row = np.searchsorted(np.cumsum([len(words) for words in passages]), place, side="right")
    words = every[place].astype(np.int64)
    yield row, words
    is_pair = (place[1:] - place[:-1] == 1) & (row[:-1] == row[1:])
    yield row[:-1][is_pair], pair_key(words[:-1][is_pair], words[1:][is_pair])
