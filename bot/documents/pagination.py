"""A list of the console cut into pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """The items of page `number`, the first being 1, of `count`; `total` is the number of all."""

    items: tuple[T, ...]
    number: int
    count: int
    total: int


def page_of(items: Sequence[T], number: int, size: int) -> Page[T]:
    """Return one page of items; a number beyond the first or last page stands for that page.

    A list of drafts grows shorter while one works on it. On the public pages, which
    `knowledge.reading` cuts, a page beyond the last is empty.
    """
    count = max(1, -(-len(items) // size))
    number = min(max(1, number), count)
    return Page(tuple(items[(number - 1) * size : number * size]), number, count, len(items))
