"""Passages that hold a question's rare terms, by PostgreSQL's inverted index (GIN).

Frequent words bring nearly every passage and decide little: they count when the candidates are
scored, not when they are looked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sqlalchemy import Select, desc, func, literal, select, union_all

from knowledge.search.postgresql.parameters import MAX_POSTINGS
from knowledge.storage import Store, passage_terms


def ids_with_rare_terms(
    store: Store, terms: Sequence[tuple[int, int]], texts: int, limit: int
) -> list[int]:
    """Return the ids of the passages with the most of some terms, by how rare they are, best first.

    `terms` come with the number of passages that hold each, of `texts` in all.
    """
    if not terms:
        return []
    found = union_all(*(_holding(term, count, texts) for term, count in terms)).subquery()
    best = select(found.c.passage_id).group_by(found.c.passage_id)
    best = best.order_by(desc(func.sum(found.c.weight)), found.c.passage_id).limit(limit)
    return [row[0] for row in store.database.rows(best)]


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


def _holding(term: int, count: int, texts: int) -> Select[tuple[int, float]]:
    """Return the statement for the passages that hold a term; of a very frequent one, some."""
    weight = literal(math.log1p((texts - count + 0.5) / (count + 0.5)))
    holds = passage_terms.c.terms.contains([term])
    inner = select(passage_terms.c.passage_id).where(holds).limit(MAX_POSTINGS).subquery()
    return select(inner.c.passage_id, weight.label("weight"))
