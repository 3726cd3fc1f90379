"""The one truth: an SQLite file that holds documents, passages, facts and vectors.

Everything else (FAISS, the keyword index, the speller's words) is a cache that is built from it.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.errors import StoreError, UnknownDocument
from knowledge.migrations import migrate
from knowledge.model import Document, Fact, Passage

DOCUMENT_FIELDS = (
    "id", "title", "text", "kind", "number", "authority", "place", "years", "issued", "publisher", "published",
    "source_title", "source_url", "signer", "effective_from", "effective_to", "by_hand", "file", "doubts", "added",
    "checksum",
)  # fmt: skip
DAYS = ("issued", "published", "effective_from", "effective_to")
LISTS = ("years", "by_hand", "doubts")
PASSAGE_FIELDS = ("document_id", "number", "start", "end", "kind", "label", "heading", "level", "places")
FACT_FIELDS = ("document_id", "kind", "name", "value", "place", "year", "details", "start", "end")
BUSY_SECONDS = 30
#: SQLite takes 32,766 values in one statement.
ROWS_AT_ONCE = 10_000


class Store:
    """An open store; safe to share between threads, which take turns."""

    def __init__(self, path: Path | str) -> None:
        try:
            if str(path) != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA journal_mode = WAL")
            migrate(self._db)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"Không mở được kho dữ liệu {path}: {error}") from error
        self._lock = threading.RLock()
        self._own_changes = 0

    def close(self) -> None:
        """Close the file, when no other thread is in it: SQLite would crash."""
        with self._lock:
            self._db.close()

    @property
    def version(self) -> tuple[int, int]:
        """Changes whenever anything in the store changes, by this connection or another process."""
        with self._lock:
            return self._db.execute("PRAGMA data_version").fetchone()[0], self._own_changes

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            self._own_changes += 1

    @property
    def mark(self) -> str:
        """What tells this store's vectors from any other's: new when they are all replaced."""
        return str(self._rows("SELECT value FROM mark")[0][0])

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Read several things as they were at one moment, whatever other processes write meanwhile."""
        with self._lock:
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def put(
        self,
        document: Document,
        passages: Iterable[Passage],
        facts: Iterable[Fact],
        vectors: dict[int, np.ndarray],
        encoder: str,
    ) -> bool:
        """Add or replace a document with all that was read from it, in one transaction; tell whether one was replaced.

        `vectors` maps the number of a searchable passage to its vector (float32).
        """
        with self._transaction() as db:
            held = db.execute("SELECT added FROM documents WHERE id = ?", (document.id,)).fetchone()
            newest = db.execute("SELECT coalesce(max(added), 0) FROM documents").fetchone()[0]
            db.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            placed = replace(document, added=held[0] if held else newest + 1)
            db.execute(_insert("documents", DOCUMENT_FIELDS), _document_row(placed))
            for passage in passages:
                row = db.execute(_insert("passages", PASSAGE_FIELDS), _passage_row(passage)).lastrowid
                if passage.number in vectors:
                    blob = np.asarray(vectors[passage.number], dtype=np.float32).tobytes()
                    db.execute("INSERT INTO vectors VALUES (?, ?, ?)", (row, encoder, blob))
            db.executemany(_insert("facts", FACT_FIELDS), [_fact_row(fact) for fact in facts])
        return held is not None

    def remove(self, document_id: str) -> None:
        """Remove a document and all that belongs to it."""
        with self._transaction() as db:
            if not db.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount:
                raise UnknownDocument(document_id)

    def set_vectors(self, encoder: str, vectors: dict[int, np.ndarray]) -> None:
        """Replace every vector; `vectors` maps passage ids to vectors of the named encoder."""
        with self._transaction() as db:
            db.execute("DELETE FROM vectors")
            db.execute("UPDATE mark SET value = lower(hex(randomblob(16)))")
            rows = [(key, encoder, np.asarray(v, dtype=np.float32).tobytes()) for key, v in vectors.items()]
            db.executemany("INSERT INTO vectors VALUES (?, ?, ?)", rows)

    def with_checksum(self, checksum: str) -> str | None:
        """Give the id of the document with this checksum, nothing when none has it."""
        rows = self._rows("SELECT id FROM documents WHERE checksum = ?", checksum)
        return rows[0][0] if rows else None

    def document(self, document_id: str) -> Document:
        """Give one document."""
        rows = self._rows(f"SELECT {', '.join(DOCUMENT_FIELDS)} FROM documents WHERE id = ?", document_id)
        if not rows:
            raise UnknownDocument(document_id)
        return _document(rows[0])

    def document_ids(self) -> list[str]:
        """Give the id of every document."""
        return [row[0] for row in self._rows("SELECT id FROM documents")]

    def passage_owners(self) -> dict[int, str]:
        """Give for every passage the document it belongs to."""
        return dict(self._rows("SELECT id, document_id FROM passages"))

    def documents(self) -> list[Document]:
        """Give every document, by id."""
        return [_document(row) for row in self._rows(f"SELECT {', '.join(DOCUMENT_FIELDS)} FROM documents ORDER BY id")]

    def passages(self, document_id: str | None = None) -> dict[int, Passage]:
        """Give passages by their id, of one document or of all."""
        where = "" if document_id is None else "WHERE p.document_id = ?"
        columns = ", ".join(f"p.{name}" for name in PASSAGE_FIELDS)
        sql = (
            f"SELECT p.id, substr(d.text, p.start + 1, p.end - p.start), {columns} FROM passages p"
            f" JOIN documents d ON d.id = p.document_id {where} ORDER BY p.document_id, p.number"
        )
        rows = self._rows(sql, *(() if document_id is None else (document_id,)))
        return {row[0]: _passage(row[1], row[2:]) for row in rows}

    def facts(self, document_id: str | None = None) -> list[Fact]:
        """Give facts in their order, of one document or of all."""
        where = "" if document_id is None else "WHERE document_id = ?"
        sql = f"SELECT {', '.join(FACT_FIELDS)} FROM facts {where} ORDER BY document_id, start, id"
        return [_fact(row) for row in self._rows(sql, *(() if document_id is None else (document_id,)))]

    def without_vector(self, encoder: str, kinds: Iterable[str]) -> int:
        """Count the passages of these kinds that an encoder has not embedded."""
        wanted = tuple(kinds)
        sql = (
            f"SELECT count(*) FROM passages WHERE kind IN ({', '.join('?' * len(wanted))})"
            " AND id NOT IN (SELECT passage_id FROM vectors WHERE encoder = ?)"
        )
        return int(self._rows(sql, *wanted, encoder)[0][0])

    def vectors(self, encoder: str) -> dict[int, np.ndarray]:
        """Give the vectors of one encoder by passage id."""
        return {
            key: vector for some in self.vectors_of(encoder, self.embedded(encoder)) for key, vector in some.items()
        }

    def embedded(self, encoder: str) -> list[int]:
        """Give the ids of the passages that an encoder has embedded."""
        return [row[0] for row in self._rows("SELECT passage_id FROM vectors WHERE encoder = ?", encoder)]

    def vectors_of(self, encoder: str, wanted: Iterable[int]) -> Iterator[dict[int, np.ndarray]]:
        """Give the vectors of these passages in parts, so that not all are in memory at once."""
        for some in _batched(sorted(wanted)):
            sql = f"SELECT passage_id, vector FROM vectors WHERE encoder = ? AND passage_id IN ({', '.join('?' * len(some))})"
            # A blob that was cut off gives a vector too short, which `check` tells of.
            rows = self._rows(sql, encoder, *some)
            yield {row[0]: np.frombuffer(row[1][: len(row[1]) // 4 * 4], dtype=np.float32) for row in rows}

    def orphans(self) -> dict[str, int]:
        """Count the rows of each table that belong to nothing: foreign keys are only kept by programs that ask for it."""
        rows = self._rows("PRAGMA foreign_key_check")
        return {table: sum(row[0] == table for row in rows) for table in ("passages", "facts", "vectors")}

    def drop_orphans(self) -> None:
        """Remove the rows that belong to nothing."""
        with self._transaction() as db:
            for table in ("passages", "facts"):
                db.execute(f"DELETE FROM {table} WHERE document_id NOT IN (SELECT id FROM documents)")
            db.execute("DELETE FROM vectors WHERE passage_id NOT IN (SELECT id FROM passages)")

    def damage(self) -> str:
        """Give what SQLite finds wrong with the file; "ok" when nothing is."""
        return str(self._rows("PRAGMA quick_check(1)")[0][0])


def bring_up_to_date(path: Path) -> None:
    """Bring a copy of a store up to this program's version; StoreError where a newer program has written it."""
    Store(path).close()


def _batched(keys: list[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while some := list(islice(rest, ROWS_AT_ONCE)):
        yield some


def _insert(table: str, fields: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(fields)}) VALUES ({', '.join('?' * len(fields))})"


def _document_row(document: Document) -> tuple[Any, ...]:
    values = {**vars(document), **{name: json.dumps(getattr(document, name)) for name in LISTS}}
    for name in DAYS:
        values[name] = values[name].isoformat() if values[name] else None
    return tuple(values[name] for name in DOCUMENT_FIELDS)


def _document(row: tuple[Any, ...]) -> Document:
    values = dict(zip(DOCUMENT_FIELDS, row, strict=True))
    for name in LISTS:
        values[name] = tuple(json.loads(values[name]))
    for name in DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return Document(**values)


def _passage_row(passage: Passage) -> tuple[Any, ...]:
    values = {**vars(passage), "places": json.dumps(passage.places, ensure_ascii=False)}
    return tuple(values[name] for name in PASSAGE_FIELDS)


def _passage(text: str, row: tuple[Any, ...]) -> Passage:
    values = dict(zip(PASSAGE_FIELDS, row, strict=True))
    values["places"] = tuple(json.loads(values["places"]))
    return Passage(text=text, **values)


def _fact_row(fact: Fact) -> tuple[Any, ...]:
    values = {**vars(fact), "details": json.dumps(dict(fact.details), ensure_ascii=False)}
    return tuple(values[name] for name in FACT_FIELDS)


def _fact(row: tuple[Any, ...]) -> Fact:
    values = dict(zip(FACT_FIELDS, row, strict=True))
    values["details"] = json.loads(values["details"])
    return Fact(**values)
