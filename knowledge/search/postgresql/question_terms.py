"""The terms of a question with how many passages hold each: what is rare is looked for first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.language import fold_word
from knowledge.search.bm25 import WeightedTerms, inverse_document_frequency
from knowledge.snapshot import Lexicon
from knowledge.storage import (
    Store,
    StoredPair,
    StoredWord,
    pair_key,
    pairs_of,
    stored_terms,
)


@dataclass(frozen=True)
class QuestionTerms:
    """Terms of a question that stand in any passage.

    `weighted` is for BM25, as the question was typed; `stored` are the same without marks as the
    index stores them, each with the number of passages that hold it.
    """

    weighted: WeightedTerms
    stored: list[tuple[int, int]]


def question_terms(
    store: Store, lexicon: Lexicon, words: Sequence[str], marked: bool
) -> QuestionTerms:
    """Return the terms of a question's words."""
    known = [lexicon.word(word) for word in words]
    folded = [lexicon.word(fold_word(word)) for word in words]
    pairs = pairs_of(store, sorted(_neighbours(folded) | (_neighbours(known) if marked else set())))
    of_forms = _counted(folded, pairs, marked=False)
    typed = _counted(known, pairs, marked=True) if marked else of_forms
    keys, counts = (np.array(part, dtype=np.int64) for part in (list(typed), list(typed.values())))
    weights = inverse_document_frequency(lexicon.texts, counts)
    return QuestionTerms(WeightedTerms(keys, weights), _stored(of_forms))


def _neighbours(known: Sequence[StoredWord]) -> set[tuple[int, int]]:
    pairs = zip(known, known[1:], strict=False)
    return {(a.id, b.id) for a, b in pairs if min(a.id, b.id) >= 0}


def _counted(
    known: Sequence[StoredWord], pairs: Sequence[StoredPair], marked: bool
) -> dict[int, int]:
    """Return key → passages that hold it, of the words and pairs that any passage holds."""
    counts = {
        word.id: word.texts if marked else word.folded_texts for word in known if word.id >= 0
    }
    neighbours = _neighbours(known)
    counts |= {
        pair_key(pair.first, pair.second): pair.texts if marked else pair.folded_texts
        for pair in pairs
        if (pair.first, pair.second) in neighbours
    }
    return {key: count for key, count in counts.items() if count > 0}


def _stored(counts: dict[int, int]) -> list[tuple[int, int]]:
    terms = stored_terms(np.array(list(counts), dtype=np.int64))
    return list(zip(terms.tolist(), counts.values(), strict=True))
