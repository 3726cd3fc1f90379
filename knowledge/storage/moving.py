"""A store moved to another database, or copied from a shared one into a file and back: all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from database import Database, checksum, copy_rows, fill_table
from knowledge.errors import StoreError
from knowledge.storage import schema
from knowledge.storage.derived.passage_words import PassageWords
from knowledge.storage.derived.term_keys import search_terms
from knowledge.storage.opening import migrate, renew_generation, require_ready
from knowledge.storage.parameters import PASSAGES_PER_COUNT, SEARCHABLE_KINDS
from knowledge.storage.store import Store

#: In an order in which no row comes before the one that it belongs to.
TABLES = (
    schema.documents,
    schema.passages,
    schema.facts,
    schema.vectors,
    schema.passage_places,
    schema.passage_years,
    schema.words,
    schema.pairs,
    schema.removals,
    schema.curated_answers,
    schema.curated_wordings,
    schema.rule_verifications,
    schema.versions,
)
MOVING = "moving "


def claim_target(source: Store, address: Path | str) -> str:
    """Say at an address what is being moved there, so that nothing else is mixed with it.

    Return what is said, by which an earlier move of just this is known again. Raise StoreError
    where another store is there.
    """
    migrate(address)
    mark = f"{MOVING}{source.state.generation} {source.state.revision}"
    with closing(Store(address)) as target:
        if target.state.generation == mark:
            return mark
        if target.document_ids() or target.database.rows(select(schema.curated_answers.c.id)):
            raise StoreError("Nơi đến đã có dữ liệu khác: hãy dùng một cơ sở dữ liệu trống.")
        with target.database.writing() as connection:
            connection.execute(update(schema.state).values(generation=mark))
    return mark


def move_store(source: Store, address: Path | str, report: Callable[[str, int], object]) -> None:
    """Copy a store to an address, where none is, or what an earlier move of it has left.

    `report` is told of each table and the rows copied. Raise StoreError where another store is
    there, or where what was copied is not what the source holds.
    """
    mark = claim_target(source, address)
    with closing(Store(address)) as target:
        for table in TABLES:
            for count in copy_rows(source.database, target.database, table):
                report(table.name, count)
        if target.database.is_postgresql:
            for count in _make_terms(target.database):
                report(schema.passage_terms.name, count)
        _compare(source, target, mark)
        with source.database.reading() as old, target.database.writing() as new:
            _take_over_state(old, new)


def _make_terms(target: Database) -> Iterator[int]:
    """Make what PostgreSQL finds passages by, part by part; SQLite has nothing of the kind to copy."""
    with target.reading() as connection:
        folded = _folded_forms(connection)
    while True:
        with target.writing() as connection:
            made = _make_next_terms(connection, folded)
        if not made:
            return
        yield made


def _folded_forms(connection: Connection) -> dict[int, int]:
    """Return of each word's number that of its form without marks."""
    words = connection.execute(select(schema.words.c.id, schema.words.c.folded))
    return {row.id: row.folded for row in words}


def _make_next_terms(connection: Connection, folded: dict[int, int]) -> int:
    """Make those of the next passages in the order of ids; return of how many, 0 after the last."""
    kept, made = schema.passages.c, schema.passage_terms
    last = select(func.coalesce(func.max(made.c.passage_id), 0)).scalar_subquery()
    chosen = select(kept.id, kept.words).where(kept.kind.in_(SEARCHABLE_KINDS), kept.id > last)
    rows = connection.execute(chosen.order_by(kept.id).limit(PASSAGES_PER_COUNT)).all()
    if rows:
        connection.execute(insert(made), [_terms(row.id, row.words, folded) for row in rows])
    return len(rows)


def _terms(key: int, words: bytes, folded: dict[int, int]) -> dict[str, object]:
    searched = PassageWords.from_bytes(words).searched.tolist()
    return {"passage_id": key, "terms": search_terms([folded[number] for number in searched])}


def _compare(source: Store, target: Store, mark: str) -> None:
    if mark != f"{MOVING}{source.state.generation} {source.state.revision}":
        raise StoreError("Kho nguồn đã thay đổi trong lúc chuyển: hãy chạy lại vào một nơi trống.")
    for table in TABLES:
        if checksum(source.database, table) != checksum(target.database, table):
            raise StoreError(f"Bảng {table.name} ở nơi đến không giống nguồn: chuyển chưa xong.")


def _take_over_state(source: Connection, target: Connection) -> None:
    row = source.execute(select(schema.state)).mappings().one()
    target.execute(update(schema.state).values(dict(row)))
    renew_generation(target)


def copy_store(source: Connection, path: Path) -> None:
    """Write what a transaction sees of a store into a new SQLite file.

    Raise OutdatedTables or NewerTables where the store is not this program's.
    """
    require_ready(source)
    with closing(Store(path)) as copy, copy.database.writing() as target:
        for table in TABLES:
            fill_table(source, target, table)
        _take_over_state(source, target)


def replace_store(target: Connection, path: Path) -> None:
    """Replace what a store on PostgreSQL holds by a copy, within one transaction.

    Until its end its readers see the old; then, by the new generation, they know that all is new.
    Raise OutdatedTables or NewerTables where the store is not this program's.
    """
    require_ready(target)
    with closing(Store(path)) as copy, copy.database.reading() as source:
        # Whoever changes the store takes a number first: they wait, or are waited for.
        target.execute(update(schema.state).values(revision=schema.state.c.revision + 1))
        # Not TRUNCATE: it would lock readers out.
        for table in reversed((*TABLES, schema.passage_terms)):
            target.execute(delete(table))
        for table in TABLES:
            fill_table(source, target, table)
        folded = _folded_forms(target)
        while _make_next_terms(target, folded):
            pass
        _take_over_state(source, target)
