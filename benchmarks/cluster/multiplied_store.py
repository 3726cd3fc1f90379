"""A store in PostgreSQL made many times as large, within the server.

Each copy of a passage has the same words; its vector is moved a little, so that vectors do not
repeat themselves. To put a million passages in one by one would take hours.
"""

from __future__ import annotations

import sys
from typing import Any

import click
import numpy as np
from sqlalchemy import Connection, Table

from benchmarks.large import NOISE
from knowledge.search.postgresql.parameters import BUILD_MEMORY
from knowledge.storage import Store
from knowledge.storage.schema import (
    documents,
    passage_places,
    passage_terms,
    passage_years,
    passages,
)

#: Of each table the column that numbers passages, and what is another in a copy.
COPIED = (
    (documents, "first_passage", ("first_passage", "last_passage"), ("id", "checksum")),
    (passages, "id", ("id",), ("document_id",)),
    (passage_terms, "passage_id", ("passage_id",), ()),
    (passage_places, "passage_id", ("passage_id",), ()),
    (passage_years, "passage_id", ("passage_id",), ()),
)
#: Columns that count all passages together.
COUNTED = {
    "words": ("texts", "folded_texts", "uses"),
    "pairs": ("texts", "folded_texts", "uses"),
    "state": ("texts", "searched_words", "passages_given"),
}
#: Filled quicker without, and made again.
INDEX = "passage_terms_by_term"
#: PostgreSQL's binary form of rows: https://www.postgresql.org/docs/current/sql-copy.html
COPY_VECTORS = "COPY vectors (passage_id, encoder, vector) FROM STDIN (FORMAT binary)"
COPY_HEAD, COPY_END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


def multiply(store: Store, encoder: str, count: int) -> None:
    """Add copies until everything that a store holds is there `count` times."""
    kept = store.vectors(encoder)
    keys, vectors = np.array(list(kept)), np.stack(list(kept.values()))
    with store.database.writing(is_durable=False) as connection:
        run = connection.exec_driver_sql
        first_size = run("SELECT passages_given FROM state").scalar_one()
        run(f"DROP INDEX {INDEX}")
        with click.progressbar(range(1, count), label="copies", file=sys.stderr) as numbers:
            for copy in numbers:
                for table, key, shifted, renamed in COPIED:
                    _copy_rows(connection, table, key, shifted, renamed, copy, first_size)
                moved = _moved(vectors, np.random.default_rng(copy))
                _copy_vectors(connection, encoder, keys + copy * first_size, moved)
        for name, columns in COUNTED.items():
            changes = ", ".join(f"{column} = {column} * {int(count)}" for column in columns)
            run(f"UPDATE {name} SET {changes}")
        run(f"SET LOCAL maintenance_work_mem = '{BUILD_MEMORY}'")
        run(f"CREATE INDEX {INDEX} ON passage_terms USING gin (terms)")


def _copy_rows(
    connection: Connection,
    table: Table,
    key: str,
    shifted: tuple[str, ...],
    renamed: tuple[str, ...],
    copy: int,
    first_size: int,
) -> None:
    values = {column.name: f'"{column.name}"' for column in table.columns}
    names = ", ".join(values.values())
    values |= {name: f"{values[name]} + {copy * first_size}" for name in shifted}
    values |= {name: f"{values[name]} || '#{copy}'" for name in renamed}
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) SELECT {', '.join(values.values())}"
        f" FROM {table.name} WHERE {key} <= {first_size}"
    )


def _moved(vectors: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    moved = vectors + NOISE / vectors.shape[1] ** 0.5 * rng.standard_normal(vectors.shape)
    rows: np.ndarray = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return rows


def _copy_vectors(
    connection: Connection, encoder: str, keys: np.ndarray, vectors: np.ndarray
) -> None:
    name, dimension = encoder.encode(), vectors.shape[1]
    fields = [
        ("fields", ">i2"),
        ("id_bytes", ">i4"),
        ("id", ">i4"),
        ("name_bytes", ">i4"),
        ("name", f"S{len(name)}"),
        ("vector_bytes", ">i4"),
        ("dimension", ">i2"),
        ("unused", ">i2"),
        ("vector", ">f2", (dimension,)),
    ]
    rows = np.zeros(len(keys), dtype=fields)
    rows["fields"], rows["id_bytes"], rows["id"] = 3, 4, keys
    rows["name_bytes"], rows["name"] = len(name), name
    rows["vector_bytes"], rows["dimension"], rows["vector"] = 4 + 2 * dimension, dimension, vectors
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(COPY_VECTORS) as out:
        out.write(COPY_HEAD + rows.tobytes() + COPY_END)
