"""How often words and pairs of words occur in the stored texts, read from the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, text

from knowledge.storage.schema import words
from knowledge.storage.store import Store


@dataclass(frozen=True)
class StoredWord:
    """A word with its number and that of its form without marks, and how often it occurs.

    `texts` hold it as written, `folded_texts` hold a word of this form; `uses` counts running text.
    """

    id: int
    word: str
    folded: int
    texts: int
    folded_texts: int
    uses: int


@dataclass(frozen=True)
class StoredPair:
    """Two neighbours by their numbers, with the same counts."""

    first: int
    second: int
    texts: int
    folded_texts: int
    uses: int


def words_after(store: Store, revision: int) -> list[StoredWord]:
    """Return the words whose counts have changed after a revision."""
    columns = [words.c[name] for name in StoredWord.__dataclass_fields__]
    chosen = select(*columns).where(words.c.revision > revision)
    return [StoredWord(*row) for row in store.reader.rows(chosen)]


def pairs_of(store: Store, wanted: Iterable[tuple[int, int]]) -> list[StoredPair]:
    """Return those of the wanted pairs that stand in any text, a few thousand at most."""
    # As many parameters as there are pairs would cost more than the look-up itself.
    rows = ", ".join(f"({int(first)}, {int(second)})" for first, second in wanted)
    if not rows:
        return []
    columns = ", ".join(f"pairs.{name}" for name in StoredPair.__dataclass_fields__)
    chosen = text(
        f"WITH wanted (first, second) AS (VALUES {rows}) SELECT {columns} FROM wanted"
        " JOIN pairs ON pairs.first = wanted.first AND pairs.second = wanted.second"
    )
    return [StoredPair(*row) for row in store.reader.rows(chosen)]
