"""Passages that hold a question's rare terms, by PostgreSQL's inverted index (GIN).

Frequent words bring nearly every passage and decide little: they count when the candidates are
scored, not when they are looked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sqlalchemy import Select, desc, func, literal, select, union_all

from knowledge.search.postgresql.parameters import MAX_POSTINGS, MIN_POSTINGS, SCORED_PASSAGES
from knowledge.storage import PassageFilter, Store, passage_terms, passages_within


def ids_with_rare_terms(
    store: Store, terms: Sequence[tuple[int, int]], texts: int, within: PassageFilter
) -> list[int]:
    """Return the ids of the passages with the most of the rarest terms, by how rare they are.

    `terms` come with the number of passages that hold each, of `texts` in all.
    """
    chosen = rarest(terms, MIN_POSTINGS if within == PassageFilter() else MAX_POSTINGS)
    if not chosen:
        return []
    found = union_all(*(_holding(term, count, texts) for term, count in chosen)).subquery()
    best = select(found.c.passage_id).group_by(found.c.passage_id)
    if within != PassageFilter():
        best = best.where(found.c.passage_id.in_(passages_within(within)))
    best = best.order_by(desc(func.sum(found.c.weight)), found.c.passage_id).limit(SCORED_PASSAGES)
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
