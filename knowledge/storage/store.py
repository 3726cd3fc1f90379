"""The one truth: an SQLite file that holds documents, passages, facts and vectors.

Everything else (FAISS, the keyword index, the spelling corrector's words) is derived from it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.errors import StoreError, UnknownDocument
from knowledge.model import Document, Fact, Passage
from knowledge.storage.journal import use_write_ahead_log
from knowledge.storage.migrations import migrate
from knowledge.storage.parameters import BUSY_SECONDS, ROWS_PER_STATEMENT
from knowledge.storage.rows import (
    DOCUMENT_COLUMNS,
    FACT_COLUMNS,
    PASSAGE_COLUMNS,
    Row,
    document_from,
    document_row,
    fact_from,
    fact_row,
    passage_from,
    passage_row,
)

#: The table is called `mark` since version 5 of the store.
NEW_GENERATION = "UPDATE mark SET value = lower(hex(randomblob(16)))"


class Store:
    """An open store; threads may share it and take turns.

    Raises StoreError when the file cannot be opened or was written by a newer program.
    """

    def __init__(self, path: Path | str) -> None:
        try:
            if str(path) != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA foreign_keys = ON")
            use_write_ahead_log(self._db)
            migrate(self._db)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"Không mở được kho dữ liệu {path}: {error}") from error
        self._lock = threading.RLock()
        self._own_changes = 0

    def close(self) -> None:
        """Close the file once no other thread is in it: SQLite would crash."""
        with self._lock:
            self._db.close()

    @property
    def version(self) -> tuple[int, int]:
        """A value that changes with every change of the store, by any process."""
        with self._lock:
            return self._db.execute("PRAGMA data_version").fetchone()[0], self._own_changes

    @property
    def generation(self) -> str:
        """An id that no other store has, new when all vectors were replaced or a copy put back."""
        return str(self._rows("SELECT value FROM mark")[0][0])

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

    @contextmanager
    def read_transaction(self) -> Iterator[None]:
        """Read several things as of one moment, whatever other processes write meanwhile."""
        with self._lock:
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    def _rows(self, sql: str, *values: Any) -> list[Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def put(
        self,
        document: Document,
        passages: Iterable[Passage],
        facts: Iterable[Fact],
        vectors: Mapping[int, np.ndarray],
        encoder: str,
    ) -> bool:
        """Add or replace a document with all that was read from it, in one transaction.

        `vectors` maps the number of a passage to its vector (float32). Return True when a document
        of this id was replaced.
        """
        with self._transaction() as db:
            replaced = db.execute(
                "SELECT added FROM documents WHERE id = ?", (document.id,)
            ).fetchone()
            newest = db.execute("SELECT coalesce(max(added), 0) FROM documents").fetchone()[0]
            db.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            numbered = replace(document, added=replaced[0] if replaced else newest + 1)
            db.execute(_insert("documents", DOCUMENT_COLUMNS), document_row(numbered))
            for passage in passages:
                row_id = db.execute(
                    _insert("passages", PASSAGE_COLUMNS), passage_row(passage)
                ).lastrowid
                if passage.number in vectors:
                    vector = _blob(vectors[passage.number])
                    db.execute("INSERT INTO vectors VALUES (?, ?, ?)", (row_id, encoder, vector))
            db.executemany(_insert("facts", FACT_COLUMNS), [fact_row(fact) for fact in facts])
        return replaced is not None

    def remove(self, document_id: str) -> None:
        """Remove a document and all that belongs to it; raise UnknownDocument for an unknown id."""
        with self._transaction() as db:
            if not db.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount:
                raise UnknownDocument(document_id)

    def set_vectors(self, encoder: str, vectors: Mapping[int, np.ndarray]) -> None:
        """Replace every vector; `vectors` maps passage ids to vectors of the named encoder."""
        with self._transaction() as db:
            db.execute("DELETE FROM vectors")
            db.execute(NEW_GENERATION)
            rows = [(key, encoder, _blob(vector)) for key, vector in vectors.items()]
            db.executemany("INSERT INTO vectors VALUES (?, ?, ?)", rows)

    def renew_generation(self) -> None:
        """Give the store a new generation, so that no index built from it before is used."""
        with self._transaction() as db:
            db.execute(NEW_GENERATION)

    def id_of_checksum(self, checksum: str) -> str | None:
        """Return the id of the document with this checksum, None when there is none."""
        rows = self._rows("SELECT id FROM documents WHERE checksum = ?", checksum)
        return rows[0][0] if rows else None

    def document(self, document_id: str) -> Document:
        """Return one document; raise UnknownDocument for an unknown id."""
        columns = ", ".join(DOCUMENT_COLUMNS)
        rows = self._rows(f"SELECT {columns} FROM documents WHERE id = ?", document_id)
        if not rows:
            raise UnknownDocument(document_id)
        return document_from(rows[0])

    def document_ids(self) -> list[str]:
        """Return the id of every document."""
        return [row[0] for row in self._rows("SELECT id FROM documents")]

    def documents(self) -> list[Document]:
        """Return every document, by id."""
        columns = ", ".join(DOCUMENT_COLUMNS)
        return [
            document_from(row) for row in self._rows(f"SELECT {columns} FROM documents ORDER BY id")
        ]

    def passage_documents(self) -> dict[int, str]:
        """Return passage id → id of its document."""
        return dict(self._rows("SELECT id, document_id FROM passages"))

    def passages(self, document_id: str | None = None) -> dict[int, Passage]:
        """Return passages by their id, of one document or of all."""
        where = "" if document_id is None else "WHERE p.document_id = ?"
        columns = ", ".join(f"p.{name}" for name in PASSAGE_COLUMNS)
        sql = (
            f"SELECT p.id, substr(d.text, p.start + 1, p.end - p.start), {columns} FROM passages p"
            f" JOIN documents d ON d.id = p.document_id {where} ORDER BY p.document_id, p.number"
        )
        rows = self._rows(sql, *(() if document_id is None else (document_id,)))
        return {row[0]: passage_from(row[1], row[2:]) for row in rows}

    def facts(self, document_id: str | None = None) -> list[Fact]:
        """Return facts in their order, of one document or of all."""
        where = "" if document_id is None else "WHERE document_id = ?"
        columns = ", ".join(FACT_COLUMNS)
        sql = f"SELECT {columns} FROM facts {where} ORDER BY document_id, start, id"
        rows = self._rows(sql, *(() if document_id is None else (document_id,)))
        return [fact_from(row) for row in rows]

    def count_without_vector(self, encoder: str, kinds: Iterable[str]) -> int:
        """Return the number of passages of these kinds that an encoder has not embedded."""
        wanted = tuple(kinds)
        sql = (
            f"SELECT count(*) FROM passages WHERE kind IN ({_placeholders(wanted)})"
            " AND id NOT IN (SELECT passage_id FROM vectors WHERE encoder = ?)"
        )
        return int(self._rows(sql, *wanted, encoder)[0][0])

    def embedded_passages(self, encoder: str) -> list[int]:
        """Return the ids of the passages that an encoder has embedded."""
        rows = self._rows("SELECT passage_id FROM vectors WHERE encoder = ?", encoder)
        return [row[0] for row in rows]

    def vectors(self, encoder: str) -> dict[int, np.ndarray]:
        """Return every vector of an encoder by passage id."""
        parts = self.iter_vectors(encoder, self.embedded_passages(encoder))
        return {key: vector for part in parts for key, vector in part.items()}

    def iter_vectors(
        self, encoder: str, passage_ids: Iterable[int]
    ) -> Iterator[dict[int, np.ndarray]]:
        """Yield vectors by passage id in parts, so that not all are in memory at once.

        A blob that was cut off gives a vector too short, which `thidua index check` reports.
        """
        for part in _batches(sorted(passage_ids)):
            sql = f"SELECT passage_id, vector FROM vectors WHERE encoder = ? AND passage_id IN ({_placeholders(part)})"
            rows = self._rows(sql, encoder, *part)
            yield {key: np.frombuffer(blob[: len(blob) // 4 * 4], "<f4") for key, blob in rows}

    def count_orphans(self) -> dict[str, int]:
        """Return table → rows that belong to nothing.

        SQLite keeps foreign keys only for programs that ask for it.
        """
        rows = self._rows("PRAGMA foreign_key_check")
        tables = ("passages", "facts", "vectors")
        return {table: sum(row[0] == table for row in rows) for table in tables}

    def drop_orphans(self) -> None:
        """Remove the rows that belong to nothing."""
        with self._transaction() as db:
            for table in ("passages", "facts"):
                db.execute(
                    f"DELETE FROM {table} WHERE document_id NOT IN (SELECT id FROM documents)"
                )
            db.execute("DELETE FROM vectors WHERE passage_id NOT IN (SELECT id FROM passages)")

    def quick_check(self) -> str:
        """Return what SQLite finds wrong with the file; "ok" when it finds nothing."""
        return str(self._rows("PRAGMA quick_check(1)")[0][0])


def prepare_copy(path: Path) -> None:
    """Bring a copy that is about to be put back to this program's version, as a new generation.

    Ids of passages may be given a second time after a copy was put back; by the generation a
    serving library knows that its index is of another store, and builds it anew. Raise StoreError
    for a copy that a newer program has written.
    """
    store = Store(path)
    store.renew_generation()
    store.close()


def _blob(vector: np.ndarray) -> bytes:
    return np.asarray(vector, dtype=np.float32).tobytes()


def _batches(keys: list[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while batch := list(islice(rest, ROWS_PER_STATEMENT)):
        yield batch


def _placeholders(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({_placeholders(columns)})"
