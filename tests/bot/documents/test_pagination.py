"""Lists of the console cut into pages."""

from __future__ import annotations

import pytest

from bot.documents.pagination import Page, page_of


@pytest.mark.parametrize(
    ("held", "asked", "items", "number", "count"),
    [
        (0, 1, (), 1, 1),
        (0, 9, (), 1, 1),
        (4, 2, (2, 3), 2, 2),
        (5, 1, (0, 1), 1, 3),
        (5, 3, (4,), 3, 3),
        (5, 4, (4,), 3, 3),
        (5, 0, (0, 1), 1, 3),
        (5, -2, (0, 1), 1, 3),
    ],
)
def test_a_page_that_is_not_there_is_the_nearest(
    held: int, asked: int, items: tuple[int, ...], number: int, count: int
) -> None:
    assert page_of(range(held), asked, 2) == Page(items, number, count, held)
