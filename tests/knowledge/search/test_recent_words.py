"""Words of passages compared last: read once, at most so many kept, none of what never was."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from knowledge.search.postgresql.recent_words import RecentWords
from knowledge.storage import Store


@pytest.fixture
def store(starter: Library) -> Store:
    return starter.snapshot().store


def test_words_are_those_of_the_store(store: Store) -> None:
    ids, recent = store.spread_ids(20), RecentWords(store, 100)
    stored = store.words_of(ids)
    for found in (recent.of(ids), recent.of(ids)):
        assert list(found) == ids
        assert all((found[key].text == stored[key].text).all() for key in ids)


def test_what_is_not_there_is_left_out(store: Store) -> None:
    known = store.spread_ids(1)
    recent = RecentWords(store, 100)
    assert [list(recent.of([*known, -1])) for _ in range(2)] == [known, known]


def test_what_was_compared_last_is_kept(store: Store) -> None:
    first, *others = store.spread_ids(20)
    recent = RecentWords(store, 3)
    kept = recent.of([first])[first]
    recent.of(others[:2])
    assert recent.of([first])[first] is kept
    recent.of(others)
    assert recent.of([first])[first] is not kept
