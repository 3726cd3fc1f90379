"""The synthetic vectors of the benchmark on scale."""

from __future__ import annotations

import numpy as np

from benchmarks.scale import DIMENSION, NEAREST, SyntheticVectors


def test_vectors_are_the_same_each_time_and_their_nearest_are_right() -> None:
    vectors = SyntheticVectors(20_000, clustered=True)
    (rows,) = vectors.read([7, 9])
    assert rows[7].shape == (DIMENSION,)
    assert np.allclose(rows[7], vectors.block(0)[7])
    queries = vectors.queries()[:3]
    every = np.concatenate([vectors.block(0), vectors.block(1)])
    expected = [set(np.argsort(-(every @ query))[:NEAREST].tolist()) for query in queries]
    assert vectors.nearest(queries) == expected
