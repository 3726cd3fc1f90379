"""Many values in parts that one statement can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from knowledge.storage.parameters import ROWS_PER_STATEMENT

T = TypeVar("T")


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield the values in their order, ROWS_PER_STATEMENT at a time; a range in ranges."""
    for first in range(0, len(values), ROWS_PER_STATEMENT):
        yield values[first : first + ROWS_PER_STATEMENT]
