"""What the index of vectors costs and finds at 10,000 to 1,000,000 vectors: `python -m benchmarks.scale`.

Vectors are clustered, as passages of like documents are, or random, the worst case; they are made block by block, so that
only the index takes memory. Recall is against exact search in full precision.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import click
import numpy as np

from benchmarks.report import percentile, tell
from knowledge.vectors import VectorIndex, kind_of

DIMENSION, BLOCK, IN_A_CLUSTER = 384, 10_000, 60
#: How far a vector lies from the middle of its cluster: as near as passages of one law are (cosine about .9).
SPREAD = 0.5
QUERIES, NEAREST, CHANGED = 200, 10, 500
SIZES = (10_000, 100_000, 300_000, 1_000_000)
LEAST_RECALL, MOST_MB = 0.99, 2048.0


class Made:
    """Vectors by id, made from a seed."""

    def __init__(self, count: int, clustered: bool) -> None:
        self.count, self._clustered = count, clustered
        self._middles = _unit(np.random.default_rng(1).standard_normal((max(1, count // IN_A_CLUSTER), DIMENSION)))

    def block(self, number: int) -> np.ndarray:
        """Give the vectors of one block of ids."""
        chance = np.random.default_rng((2, number))
        rows = chance.standard_normal((BLOCK, DIMENSION)).astype(np.float32)
        if self._clustered:
            whose = chance.integers(len(self._middles), size=BLOCK)
            rows = self._middles[whose] + SPREAD / DIMENSION**0.5 * rows
        return _unit(rows)

    def read(self, wanted: Iterable[int]) -> Iterator[Mapping[int, np.ndarray]]:
        """Give vectors by id, block by block, as the store does."""
        blocks: dict[int, list[int]] = {}
        for key in wanted:
            blocks.setdefault(key // BLOCK, []).append(key)
        for number, keys in blocks.items():
            rows = self.block(number)
            yield {key: rows[key % BLOCK] for key in keys}

    def asked(self) -> np.ndarray:
        """Give questions: vectors near to some that are held."""
        chance = np.random.default_rng(3)
        some = self.block(0)[chance.choice(BLOCK, QUERIES, replace=False)]
        return _unit(some + 0.3 * SPREAD / DIMENSION**0.5 * chance.standard_normal(some.shape).astype(np.float32))

    def nearest(self, asked: np.ndarray) -> list[set[int]]:
        """Give the ids nearest to each question, by comparing all."""
        scores = np.full((len(asked), NEAREST), -2.0, dtype=np.float32)
        ids = np.zeros((len(asked), NEAREST), dtype=np.int64)
        for number in range(self.count // BLOCK):
            both = np.concatenate([scores, asked @ self.block(number).T], axis=1)
            known = np.concatenate([ids, np.tile(np.arange(BLOCK) + number * BLOCK, (len(asked), 1))], axis=1)
            best = np.argpartition(-both, NEAREST, axis=1)[:, :NEAREST]
            scores, ids = np.take_along_axis(both, best, 1), np.take_along_axis(known, best, 1)
        return [set(row.tolist()) for row in ids]


def _unit(rows: np.ndarray) -> np.ndarray:
    unit: np.ndarray = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def trial(made: Made, folder: Path) -> dict[str, object]:
    """Build, search, change and open again; give the figures."""
    index, build = _timed(lambda: _filled(made, folder))
    asked = made.asked()
    right, found, times = made.nearest(asked), [], []
    for row in asked:
        hits, seconds = _timed(lambda row=row: index.search(row, NEAREST))
        found.append({key for key, _ in hits})
        times.append(seconds * 1000)
    recall = sum(len(a & b) for a, b in zip(right, found, strict=True)) / (NEAREST * len(asked))
    _, change = _timed(lambda: index.sync(range(CHANGED, made.count), made.read))
    _, opened = _timed(lambda: VectorIndex(DIMENSION, folder))
    return {
        "kind": kind_of(made.count),
        "build_s": round(build, 1),
        "file_mb": round(sum(path.stat().st_size for path in folder.iterdir()) / 2**20),
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
        "recall": round(recall, 4),
        "remove_500_ms": round(change * 1000, 1),
        "open_ms": round(opened * 1000, 1),
    }


def _filled(made: Made, folder: Path) -> VectorIndex:
    index = VectorIndex(DIMENSION, folder)
    index.sync(range(made.count), made.read)
    return index


def _timed(work):
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun


@click.command()
@click.option("--most", default=SIZES[-1], help="Leave out the sizes above this.")
def main(most: int) -> None:
    """Print a line a size; recall or size missed makes the exit code 1."""
    rows = {}
    for clustered in (True, False):
        for count in islice((size for size in SIZES if size <= most), None if clustered else 2):
            with tempfile.TemporaryDirectory() as scratch:
                name = f"{count} {'clustered' if clustered else 'random'}"
                rows[name] = trial(Made(count, clustered), Path(scratch))
                print(name, rows[name], flush=True)
    tell("scale", {"rows": rows})
    sys.exit(any(row["recall"] < LEAST_RECALL or row["file_mb"] > MOST_MB for row in rows.values()))


if __name__ == "__main__":
    main()
