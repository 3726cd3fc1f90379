"""How often words and pairs of words occur, kept up to date with every change of the texts.

Keyword search needs to know in how many texts a word stands, the spelling corrector how often it is
used. Only what changes is written, within the transaction that changes the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from database import insert_into
from knowledge.language import fold_word
from knowledge.storage.batching import batches
from knowledge.storage.derived.passage_words import PassageWords
from knowledge.storage.derived.term_keys import pair_keys, pair_words
from knowledge.storage.parameters import PASSAGES_PER_COUNT, SEARCHABLE_KINDS
from knowledge.storage.schema import pairs, passages, words

#: The counts of a word or pair, in the order of a tally's columns.
COUNTS = ("texts", "folded_texts", "uses")


@dataclass(frozen=True)
class CountedPassage:
    """A passage's words, the numbers of their forms without marks, and what is counted of it."""

    words: PassageWords
    #: Of `words.searched`.
    folded: np.ndarray
    is_searched: bool


#: Passages, each to be added once (1) or taken away (-1).
Weighed = Iterable[tuple[CountedPassage, int]]


@dataclass(frozen=True)
class Tally:
    """Keys (int64) and for each a row of COUNTS; those that cancel out are left out."""

    keys: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, parts: Iterable[tuple[int, int, np.ndarray]]) -> Tally:
        """Add up parts: which of COUNTS, by how much, for which keys (one each time it occurs)."""
        parts = [part for part in parts if len(part[2])]
        if not parts:
            return cls(np.empty(0, np.int64), np.empty((0, len(COUNTS)), np.int64))
        keys, index = np.unique(np.concatenate([part[2] for part in parts]), return_inverse=True)
        counts = np.zeros((len(keys), len(COUNTS)), np.int64)
        columns = np.repeat([part[0] for part in parts], [len(part[2]) for part in parts])
        weights = np.repeat([part[1] for part in parts], [len(part[2]) for part in parts])
        np.add.at(counts, (index, columns), weights)
        kept = counts.any(axis=1)
        return cls(keys[kept], counts[kept])

    @classmethod
    def sum(cls, tallies: Sequence[Tally]) -> Tally:
        """Return several tallies as one."""
        keys, index = np.unique(np.concatenate([t.keys for t in tallies]), return_inverse=True)
        counts = np.zeros((len(keys), len(COUNTS)), np.int64)
        np.add.at(counts, index, np.concatenate([t.counts for t in tallies]))
        return cls(keys, counts)


@dataclass(frozen=True)
class Searched:
    """How many passages are searched, and how many words they have."""

    texts: int
    words: int

    @classmethod
    def of(cls, weighed: Weighed) -> Searched:
        """Add up passages, each as often as its weight says."""
        counted = [(by, len(one.folded)) for one, by in weighed if one.is_searched]
        return cls(sum(by for by, _ in counted), sum(by * words for by, words in counted))


def number_words(connection: Connection, wanted: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return word → its number and that of its form without marks; new words are added."""
    forms = {word: fold_word(word) for word in wanted}
    every = sorted({*forms, *forms.values()})
    known = _known_numbers(connection, every)
    if new := [word for word in every if word not in known]:
        last = connection.execute(select(words.c.id).order_by(words.c.id.desc()).limit(1)).scalar()
        known |= {word: number for number, word in enumerate(new, (last or 0) + 1)}
        rows = [{"id": known[word], "word": word, "folded": known[fold_word(word)]} for word in new]
        connection.execute(
            insert(words), [row | dict.fromkeys((*COUNTS, "revision"), 0) for row in rows]
        )
    return {word: (known[word], known[form]) for word, form in forms.items()}


def _known_numbers(connection: Connection, wanted: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in batches(wanted):
        rows = connection.execute(select(words.c.word, words.c.id).where(words.c.word.in_(part)))
        found |= {row.word: row.id for row in rows}
    return found


def stored_passages(connection: Connection, chosen: Select[Any]) -> list[CountedPassage]:
    """Return passages as they were counted; `chosen` selects `words` and `kind`."""
    rows = connection.execute(chosen).all()
    kept = [PassageWords.from_bytes(row.words) for row in rows]
    used = np.unique(np.concatenate([np.empty(0, "<i4"), *(one.searched for one in kept)]))
    folded = _folded_forms(connection, used.tolist())
    return [
        CountedPassage(
            one,
            np.array([folded[n] for n in one.searched.tolist()], "<i4"),
            row.kind in SEARCHABLE_KINDS,
        )
        for one, row in zip(kept, rows, strict=True)
    ]


def _folded_forms(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in batches(numbers):
        rows = connection.execute(select(words.c.id, words.c.folded).where(words.c.id.in_(part)))
        found |= {row.id: row.folded for row in rows}
    return found


def apply_change(
    connection: Connection,
    added: Sequence[CountedPassage],
    removed: Sequence[CountedPassage],
    revision: int,
) -> Searched:
    """Count added passages and uncount removed ones; return by how much more is searched."""
    weighed = [*((one, 1) for one in added), *((one, -1) for one in removed)]
    _add_to_words(connection, Tally.of(_word_parts(weighed)), revision)
    _add_to_pairs(connection, Tally.of(_pair_parts(weighed)))
    return Searched.of(weighed)


def _word_parts(weighed: Weighed) -> Iterator[tuple[int, int, np.ndarray]]:
    for one, by in weighed:
        if one.is_searched:
            yield 0, by, np.unique(one.words.searched)
            yield 1, by, np.unique(one.folded)
        yield 2, by, one.words.text


def _pair_parts(weighed: Weighed) -> Iterator[tuple[int, int, np.ndarray]]:
    for one, by in weighed:
        if one.is_searched:
            yield 0, by, np.unique(pair_keys(one.words.searched))
            yield 1, by, np.unique(pair_keys(one.folded))
        yield 2, by, pair_keys(one.words.text)


def _add_to_words(connection: Connection, tally: Tally, revision: int) -> None:
    if not len(tally.keys):
        return
    columns = {name: words.c[name] + bindparam(f"by_{name}") for name in COUNTS}
    change = (
        update(words).where(words.c.id == bindparam("key")).values(**columns, revision=revision)
    )
    connection.execute(
        change,
        [
            {"key": key, **{f"by_{n}": c for n, c in zip(COUNTS, counts, strict=True)}}
            for key, counts in zip(tally.keys.tolist(), tally.counts.tolist(), strict=True)
        ],
    )


def _add_to_pairs(connection: Connection, tally: Tally) -> None:
    adding = insert_into(connection, pairs)
    adding = adding.on_conflict_do_update(
        index_elements=["first", "second"],
        set_={name: pairs.c[name] + adding.excluded[name] for name in COUNTS},
    )
    for part in batches(range(len(tally.keys))):
        connection.execute(adding, [_pair_row(tally, index) for index in part])


def _pair_row(tally: Tally, index: int) -> dict[str, int]:
    first, second = pair_words(int(tally.keys[index]))
    counts = dict(zip(COUNTS, tally.counts[index].tolist(), strict=True))
    return {"first": first, "second": second, **counts}


def recount(connection: Connection, revision: int) -> Searched:
    """Count every passage anew, after many were put in uncounted; return what is searched."""
    connection.execute(delete(pairs))
    connection.execute(update(words).values(**dict.fromkeys(COUNTS, 0), revision=revision))
    of_words, of_pairs, searched = [], [], Searched(0, 0)
    for part in _parts_of_all(connection):
        weighed = [(one, 1) for one in part]
        of_words.append(Tally.of(_word_parts(weighed)))
        of_pairs.append(Tally.of(_pair_parts(weighed)))
        more = Searched.of(weighed)
        searched = Searched(searched.texts + more.texts, searched.words + more.words)
    if of_words:
        _add_to_words(connection, Tally.sum(of_words), revision)
        _add_to_pairs(connection, Tally.sum(of_pairs))
    return searched


def _parts_of_all(connection: Connection) -> Iterator[list[CountedPassage]]:
    last = 0
    while True:
        chosen = select(passages.c.id, passages.c.words, passages.c.kind)
        chosen = chosen.where(passages.c.id > last).order_by(passages.c.id)
        chosen = chosen.limit(PASSAGES_PER_COUNT)
        ids = connection.execute(select(chosen.subquery().c.id)).scalars().all()
        if not ids:
            return
        yield stored_passages(connection, chosen)
        last = max(ids)
