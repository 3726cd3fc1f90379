"""`python -m benchmarks.cluster search | faults | throughput`; each says more with --help."""

from __future__ import annotations

import click

from benchmarks.cluster.faults import faults
from benchmarks.cluster.search import search
from benchmarks.cluster.throughput import throughput

if __name__ == "__main__":
    click.Group(commands=[search, faults, throughput])()
