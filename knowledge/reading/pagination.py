"""A list cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Page(Generic[T]):
    """The items of page `number`, the first being 1, of `count`; `total` is the number of all items.

    A page beyond the last has no items.
    """

    items: tuple[T, ...]
    number: int
    count: int
    total: int


def page_of(items: Sequence[T], number: int, size: int, shown: Callable[[T], U]) -> Page[U]:
    """Return one page of items, each as it is shown: only those of the page are made ready."""
    count = max(1, -(-len(items) // size))
    of_page = items[(number - 1) * size : number * size]
    return Page(tuple(map(shown, of_page)), number, count, len(items))
