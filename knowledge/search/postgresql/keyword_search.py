"""Passages that hold a question's rare terms, by PostgreSQL's inverted index (GIN).

Frequent words bring nearly every passage and decide little: they count when the candidates are
scored, not when they are looked for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import text

from knowledge.search.bm25 import inverse_document_frequency
from knowledge.search.postgresql.parameters import MAX_POSTINGS
from knowledge.storage import Store

#: One look into the index a term, of a very frequent one at some passages only. One text, however
#: many terms there are: a part for each would take longer to plan than to run.
HOLDING = text(
    "SELECT passage_id FROM unnest(CAST(:terms AS int[]), CAST(:weights AS float8[]))"
    " AS asked (term, weight) CROSS JOIN LATERAL (SELECT passage_id FROM passage_terms"
    " WHERE terms @> ARRAY[asked.term] LIMIT :postings) AS holding"
    " GROUP BY passage_id ORDER BY sum(weight) DESC, passage_id LIMIT :limit"
)


def ids_with_rare_terms(
    store: Store, terms: Sequence[tuple[int, int]], texts: int, limit: int
) -> list[int]:
    """Return the ids of the passages with the most of some terms, by how rare they are, best first.

    `terms` come with the number of passages that hold each, of `texts` in all.
    """
    if not terms:
        return []
    keys, counts = zip(*terms, strict=True)
    found = {
        "terms": list(keys),
        "weights": inverse_document_frequency(texts, np.array(counts)).tolist(),
        "postings": MAX_POSTINGS,
        "limit": limit,
    }
    return [row[0] for row in store.reader.rows(HOLDING.bindparams(**found))]


def rarest(terms: Sequence[tuple[int, int]], postings: int) -> list[tuple[int, int]]:
    """Return the rarest terms that together stand in so many passages; the very rarest always."""
    chosen: list[tuple[int, int]] = []
    looked_at = 0
    for term, count in sorted(terms, key=lambda pair: (pair[1], pair[0])):
        looked_at += count
        if chosen and looked_at > postings:
            break
        chosen.append((term, count))
    return chosen
