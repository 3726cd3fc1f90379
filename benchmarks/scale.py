"""Cost and recall of the vector index at 10,000 to 1,000,000 vectors.

Run: python -m benchmarks.scale [--most SIZE]

Vectors are clustered, as passages of similar documents are, or random, the worst case; they are
made block by block, so that only the index takes memory. Recall is against exact search in full
precision.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.measurement import latency, timed
from benchmarks.report import write_report
from knowledge.search import VectorIndex
from knowledge.search.embedded.vector_index import factory_string

#: The limits asked for: recall of the ten nearest, MB of the index file.
MIN_RECALL, MAX_FILE_MB = 0.99, 2048.0
#: Sizes for clustered vectors; random ones are tried at the first two.
SIZES, RANDOM_SIZES = (10_000, 100_000, 300_000, 1_000_000), 2
DIMENSION, BLOCK, VECTORS_PER_CLUSTER = 384, 10_000, 60
#: Distance of a vector from the centre of its cluster: as near as passages of one law are (cosine
#: about .9); and that of a query from a stored vector, as a share of it.
SPREAD, QUERY_SPREAD = 0.5, 0.3
QUERIES, NEAREST, REMOVED = 200, 10, 500
#: Seeds of centres, of blocks and of queries.
CENTRE_SEED, BLOCK_SEED, QUERY_SEED = 1, 2, 3


class SyntheticVectors:
    """Unit vectors with ids from 0, made from a seed."""

    def __init__(self, count: int, clustered: bool) -> None:
        self.count, self._clustered = count, clustered
        shape = (max(1, count // VECTORS_PER_CLUSTER), DIMENSION)
        self._centres = _unit(np.random.default_rng(CENTRE_SEED).standard_normal(shape))

    def block(self, number: int) -> np.ndarray:
        """Return the vectors of one block of ids, as rows."""
        rng = np.random.default_rng((BLOCK_SEED, number))
        rows = rng.standard_normal((BLOCK, DIMENSION)).astype(np.float32)
        if self._clustered:
            cluster = rng.integers(len(self._centres), size=BLOCK)
            rows = self._centres[cluster] + SPREAD / DIMENSION**0.5 * rows
        return _unit(rows)

    def read(self, ids: Iterable[int]) -> Iterator[Mapping[int, np.ndarray]]:
        """Yield vectors by id, block by block, as the store does."""
        blocks: dict[int, list[int]] = {}
        for key in ids:
            blocks.setdefault(key // BLOCK, []).append(key)
        for number, keys in blocks.items():
            rows = self.block(number)
            yield {key: rows[key % BLOCK] for key in keys}

    def queries(self) -> np.ndarray:
        """Return vectors near to some of the first block, as rows."""
        rng = np.random.default_rng(QUERY_SEED)
        rows = self.block(0)[rng.choice(BLOCK, QUERIES, replace=False)]
        noise = rng.standard_normal(rows.shape).astype(np.float32)
        return _unit(rows + QUERY_SPREAD * SPREAD / DIMENSION**0.5 * noise)

    def nearest(self, queries: np.ndarray) -> list[set[int]]:
        """Return the ids nearest to each query, by comparing all."""
        scores = np.full((len(queries), NEAREST), -2.0, dtype=np.float32)
        ids = np.zeros((len(queries), NEAREST), dtype=np.int64)
        for number in range(self.count // BLOCK):
            block_ids = np.tile(np.arange(BLOCK) + number * BLOCK, (len(queries), 1))
            all_scores = np.concatenate([scores, queries @ self.block(number).T], axis=1)
            all_ids = np.concatenate([ids, block_ids], axis=1)
            best = np.argpartition(-all_scores, NEAREST, axis=1)[:, :NEAREST]
            scores = np.take_along_axis(all_scores, best, 1)
            ids = np.take_along_axis(all_ids, best, 1)
        return [set(row.tolist()) for row in ids]


def _unit(rows: np.ndarray) -> np.ndarray:
    unit: np.ndarray = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def measure(vectors: SyntheticVectors, folder: Path) -> dict[str, Any]:
    """Build an index, search, remove some vectors and open it again; return the figures."""
    index, build = timed(_build, vectors, folder)
    recall, times = _search(index, vectors)
    _, removal = timed(index.sync, range(REMOVED, vectors.count), vectors.read)
    _, opening = timed(VectorIndex, DIMENSION, folder)
    return {
        "kind": factory_string(vectors.count),
        "build_s": round(build, 1),
        "file_mb": round(sum(path.stat().st_size for path in folder.iterdir()) / 2**20),
        **latency(times),
        "recall": round(recall, 4),
        "remove_500_ms": round(removal * 1000, 1),
        "open_ms": round(opening * 1000, 1),
    }


def _build(vectors: SyntheticVectors, folder: Path) -> VectorIndex:
    index = VectorIndex(DIMENSION, folder)
    index.sync(range(vectors.count), vectors.read)
    return index


def _search(index: VectorIndex, vectors: SyntheticVectors) -> tuple[float, list[float]]:
    """Return the share of the nearest that is found, and the milliseconds of each search."""
    queries = vectors.queries()
    found, times = 0, []
    for query, nearest in zip(queries, vectors.nearest(queries), strict=True):
        hits, seconds = timed(index.search, query, NEAREST)
        found += len(nearest & {key for key, _ in hits})
        times.append(seconds * 1000)
    return found / (NEAREST * len(queries)), times


@click.command()
@click.option("--most", "max_size", default=SIZES[-1], help="Leave out the sizes above this.")
def main(max_size: int) -> None:
    """Print a line a size; recall or size missed makes the exit code 1."""
    rows = {}
    sizes = [size for size in SIZES if size <= max_size]
    for clustered in (True, False):
        for count in sizes if clustered else sizes[:RANDOM_SIZES]:
            name = f"{count} {'clustered' if clustered else 'random'}"
            with tempfile.TemporaryDirectory() as scratch:
                rows[name] = measure(SyntheticVectors(count, clustered), Path(scratch))
            print(name, rows[name], flush=True)
    write_report("scale", {"rows": rows})
    missed = [r for r in rows.values() if r["recall"] < MIN_RECALL or r["file_mb"] > MAX_FILE_MB]
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
