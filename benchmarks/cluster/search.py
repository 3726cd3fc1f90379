"""Both engines among 30,000 to a million passages: `python -m benchmarks.cluster search [COPIES …]`.

Needs the store that `python -m benchmarks.retrieval` leaves; of its articles COPIES are made (1, 10
and 34, unless told otherwise). The embedded engine is measured up to 10. Each is measured in a
process of its own: start, search, memory, a change at the next question. On one copy the rankings
of both are compared. A table, JSON and a plot are left in `var/benchmarks`.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import psycopg

from benchmarks.cluster.multiplied_store import multiply
from benchmarks.large import fill, measure
from benchmarks.report import FOLDER, write_report
from benchmarks.retrieval.library_search import library_rankings
from benchmarks.retrieval.results import measure_rankings
from knowledge.library import Library
from knowledge.search import open_encoder
from knowledge.storage import Store, migrate
from tests.servers import PostgresqlServer, new_database
from training.corpus import read_questions

ENGINES = ("embedded", "postgresql")
#: Copies of the articles, and how many the embedded engine is measured with at most.
COPIES, MOST_EMBEDDED = (1, 10, 34), 10
#: The limits asked for, by what is measured: (engine, most passages) → the most it may be.
LIMITS = {
    "p95_ms": {("postgresql", 50_000): 40, ("postgresql", 500_000): 80, ("postgresql", 2_000_000): 120},
    "memory_mb": {("embedded", 500_000): 1_500, ("postgresql", 2_000_000): 1_000},
    "start_s": {("embedded", 500_000): 40, ("postgresql", 2_000_000): 25},
    "change_ms": {("embedded", 500_000): 100},
}  # fmt: skip
#: How far the measures of both engines may be apart, and which.
MAX_APART, COMPARED = 0.01, ("nDCG@10", "R@10")
#: What PostgreSQL is given for the measurement.
SERVER_SETTINGS = {"shared_buffers": "2GB", "max_wal_size": "8GB", "synchronous_commit": "off"}

Figures = dict[str, Any]


@click.command()
@click.argument("copies", nargs=-1, type=int)
def search(copies: Sequence[int]) -> None:
    """Print the figures; one over its limit makes the exit code 1."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        running_server(Path(scratch) / "postgresql") as server,
    ):
        rows = [
            _measured(engine, count, Path(scratch), server)
            for count in copies or COPIES
            for engine in ENGINES
            if engine == "postgresql" or count <= MOST_EMBEDDED
        ]
    print("".join(f"{name:>12}" for name in rows[0]))
    for row in rows:
        print("".join(f"{value!s:>12}" for value in row.values()))
    missed = [*_over_limits(rows), *_apart(rows)]
    write_report("cluster", {"rows": rows, "missed": "; ".join(missed)})
    _plot(rows, FOLDER / "cluster.png")
    if missed:
        raise SystemExit(1)


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """Run PostgreSQL with memory as an operator would give it; give its administrator's address."""
    server = PostgresqlServer(folder)
    with psycopg.connect(server.address, autocommit=True) as connection:
        for name, value in SERVER_SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    server.stop()
    server.start()
    try:
        yield server.address
    finally:
        server.close()


def _measured(engine: str, copies: int, scratch: Path, server: str) -> Figures:
    """Fill a store with copies and measure it; PostgreSQL's index is made before the start."""
    folder = scratch / f"{engine}{copies}"
    folder.mkdir()
    address = str(folder / "s.db") if engine == "embedded" else new_database(server)
    migrate(address)
    store, encoder = Store(address), open_encoder("embedded")
    if store.database.is_postgresql:
        fill(store, encoder, 1)
        multiply(store, encoder.name, copies)
        # As the server does by itself after a while.
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        Library(store, encoder).snapshot()
    else:
        fill(store, encoder, copies)
    store.close()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure_store, (engine, copies, address, folder / "index"))


def _measure_store(engine: str, copies: int, address: str, folder: Path) -> Figures:
    encoder, store = open_encoder("embedded"), Store(address)
    compared = dict.fromkeys(COMPARED, 0.0)
    if copies == 1:
        rankings, _ = library_rankings(Library(store, encoder), read_questions(), "as asked")
        articles = [[article.replace("#0", "") for article in ranking] for ranking in rankings]
        measures = measure_rankings(articles, read_questions())
        compared = {name: measures[name] for name in COMPARED}
    figures, _ = measure(store, encoder, folder)
    store.close()
    return {"engine": engine, **figures, **compared}


def _over_limits(rows: Sequence[Figures]) -> Iterator[str]:
    for row in rows:
        for name, limits in LIMITS.items():
            of_size = (
                limit
                for (engine, most), limit in limits.items()
                if engine == row["engine"] and row["passages"] <= most
            )
            if row[name] > next(of_size, float("inf")):
                yield f"{row['engine']}, {row['passages']} passages: {name} {row[name]}"


def _apart(rows: Sequence[Figures]) -> Iterator[str]:
    """Yield the measures in which the engines differ, of those sizes that both were measured with."""
    compared = [row for row in rows if row[COMPARED[0]]]
    for name in COMPARED:
        values = [row[name] for row in compared]
        if values and max(values) - min(values) > MAX_APART:
            yield f"{name}: {min(values)} to {max(values)}"


def _plot(rows: Sequence[Figures], path: Path) -> None:
    """Draw the times of a search over the number of passages, both on logarithmic scales."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for engine in ENGINES:
        of_engine = [row for row in rows if row["engine"] == engine]
        sizes = [row["passages"] for row in of_engine]
        for name in ("p50_ms", "p95_ms"):
            axes.plot(sizes, [row[name] for row in of_engine], "o-", label=f"{engine}, {name[:3]}")
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="milliseconds a search")
    axes.legend()
    figure.savefig(path)
