"""Nearest vectors by pgvector: HNSW over half precision, and one by one where few are allowed.

https://github.com/pgvector/pgvector#hnsw, #half-precision-indexing, #iterative-index-scans
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import CTE, ColumnElement, and_, cast, func, select, text, true

from knowledge.search.postgresql.parameters import (
    BUILD_CANDIDATES,
    BUILD_MEMORY,
    LINKS,
    SEARCH_CANDIDATES,
)
from knowledge.storage import Store, among, vectors

#: Held while the index is made, so that two processes do not make it at once.
INDEX_LOCK = 0x7469_6476


class VectorSearch:
    """The vectors of one encoder."""

    def __init__(self, store: Store, encoder: str, dimension: int) -> None:
        self._store, self._encoder, self._dimension = store, encoder, dimension
        self._is_indexed = False

    def sync(self) -> None:
        """Make the index where there is none."""
        if not self._is_indexed:
            make_index(self._store, self._encoder, self._dimension)
            self._is_indexed = True

    def nearest_of(self, vector: np.ndarray, keys: Sequence[int], limit: int) -> dict[int, float]:
        """Return passage id → cosine of the nearest of some passages, best first."""
        found = self.cosines(vector, keys)
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])

    def cosines(self, vector: np.ndarray, keys: Sequence[int]) -> dict[int, float]:
        """Return passage id → cosine of the passages that have a vector."""
        if not keys:
            return {}
        distance = self._distance(vector)
        chosen = select(vectors.c.passage_id, distance.label("distance")).where(
            vectors.c.encoder == self._encoder,
            among(vectors.c.passage_id, keys, is_postgresql=True),
        )
        return {row.passage_id: -row.distance for row in self._store.reader.rows(chosen)}

    def nearest(self, vector: np.ndarray, limit: int) -> dict[int, float]:
        """Return passage id → cosine of the nearest of all, best first."""
        distance = self._distance(vector)
        configured = _search_settings(min(1000, max(SEARCH_CANDIDATES, limit)))
        near = (
            select(vectors.c.passage_id, distance.label("distance"))
            # Where the settings are, so that they are set before the index is asked.
            .where(text("encoder = " + _quoted(self._encoder)), configured.c.is_set)
            .order_by(distance)
            .limit(limit)
            .lateral()
        )
        chosen = select(near).select_from(configured.join(near, true())).order_by(near.c.distance)
        return {row.passage_id: -row.distance for row in self._store.reader.rows(chosen)}

    def _distance(self, vector: np.ndarray) -> ColumnElement[float]:
        """Return the negative inner product, by which unit vectors are ordered as by the angle."""
        column: Any = cast(vectors.c.vector, HALFVEC(self._dimension))
        return column.max_inner_product(vector)


def make_index(store: Store, encoder: str, dimension: int) -> None:
    """Make the index of an encoder's vectors where there is none; quick while there are few."""
    name = "vectors_near_" + hashlib.sha256(encoder.encode()).hexdigest()[:16]
    # CREATE INDEX waits for all who write vectors, also where there is one: a copy that is being put
    # back would keep an assistant that starts from answering.
    if store.database.scalar(select(func.to_regclass(name))) is not None:
        return
    with store.database.writing() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": INDEX_LOCK})
        connection.execute(text(f"SET LOCAL maintenance_work_mem = '{BUILD_MEMORY}'"))
        connection.execute(
            text(
                f"CREATE INDEX IF NOT EXISTS {name} ON vectors"
                f" USING hnsw ((vector::halfvec({int(dimension)})) halfvec_ip_ops)"
                f" WITH (m = {LINKS}, ef_construction = {BUILD_CANDIDATES})"
                f" WHERE encoder = {_quoted(encoder)}"
            )
        )


def _search_settings(candidates: int) -> CTE:
    """Return the part of a statement that sets how far the index is searched, for it alone."""
    both = {"hnsw.ef_search": str(candidates), "hnsw.iterative_scan": "strict_order"}
    each = [func.set_config(name, value, True).is_not(None) for name, value in both.items()]
    return select(and_(*each).label("is_set")).cte("configured").prefix_with("MATERIALIZED")


def _quoted(name: str) -> str:
    """Return a name as an SQL string: the index is made for it, so that it is no parameter."""
    return "'" + name.replace("'", "''").replace(":", "\\:") + "'"
