"""The tables of what is known, as SQLAlchemy knows them; `steps/` makes them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
from pgvector import HalfVector
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Double,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import ARRAY

from database import Tables
from knowledge.storage.rows import (
    CURATED_COLUMNS,
    DOCUMENT_COLUMNS,
    FACT_COLUMNS,
    PASSAGE_COLUMNS,
    STORED_COLUMNS,
)

TABLES = Tables("knowledge", Path(__file__).parent / "steps")
DOCUMENT_NUMBERS = {"added", "first_passage", "last_passage", "length", "revision"}
NUMBERS = {"number", "start", "end", "level", "year"}
metadata = MetaData()


class HalfPrecision(HALFVEC):
    """`halfvec`, which comes as bytes: its length, a zero, then its numbers (`halfvec_send`)."""

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """Return what reads one value."""
        return lambda value: np.frombuffer(value, ">f2", offset=4)


class Vector(TypeDecorator[np.ndarray]):
    """A vector (float32): its bytes in SQLite, `halfvec` in PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Return the type that the engine has for it."""
        return dialect.type_descriptor(
            HalfPrecision() if _is_postgresql(dialect) else LargeBinary()
        )

    def process_bind_param(self, value: np.ndarray | None, dialect: Dialect) -> Any:
        """Return what is stored of a vector."""
        assert value is not None
        row = np.asarray(value, dtype=np.float32)
        return HalfVector(row) if _is_postgresql(dialect) else row.tobytes()

    def process_result_value(self, value: Any, dialect: Dialect) -> np.ndarray:
        """Return the vector; bytes that were cut off give one too short."""
        if _is_postgresql(dialect):
            return np.asarray(value, dtype=np.float32)
        return np.frombuffer(value[: len(value) // 4 * 4], "<f4")


def _is_postgresql(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"


def _columns(names: tuple[str, ...], numbers: Collection[str]) -> list[Column[Any]]:
    return [
        Column(name, Integer if name in numbers else Text, primary_key=name == "id")
        for name in names
    ]


documents = Table(
    "documents",
    metadata,
    *_columns(("text", *STORED_COLUMNS, *DOCUMENT_COLUMNS), DOCUMENT_NUMBERS),
)
passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    *_columns(PASSAGE_COLUMNS, NUMBERS),
    Column("words", LargeBinary),
)
facts = Table(
    "facts",
    metadata,
    Column("id", Integer, primary_key=True),
    *_columns(tuple(name for name in FACT_COLUMNS if name != "confidence"), NUMBERS),
    Column("confidence", Float),
)
vectors = Table(
    "vectors",
    metadata,
    Column("passage_id", Integer, primary_key=True),
    Column("encoder", Text, primary_key=True),
    Column("vector", Vector),
)
#: The places that a passage, or its document, is about.
passage_places = Table(
    "passage_places",
    metadata,
    Column("place", Text, primary_key=True),
    Column("passage_id", Integer, primary_key=True),
)
#: The years that a passage, or its document, names; `is_above`: only a line above it does.
passage_years = Table(
    "passage_years",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("passage_id", Integer, primary_key=True),
    Column("is_above", Boolean),
)
#: Every word by its number, that of its form without marks, and how often it occurs: `texts` that
#: hold it as written, `folded_texts` that hold a word of this form, `uses` in running text.
words = Table(
    "words",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("word", Text),
    *(Column(name, Integer) for name in ("folded", "texts", "folded_texts", "uses", "revision")),
)
#: The same for pairs of neighbours, by the numbers of their words.
pairs = Table(
    "pairs",
    metadata,
    *(Column(name, Integer, primary_key=True) for name in ("first", "second")),
    *(Column(name, Integer) for name in ("texts", "folded_texts", "uses")),
)
#: Passages that are gone: of a removed document, or of one that was replaced.
removals = Table(
    "removals",
    metadata,
    *(Column(name, Integer, primary_key=True) for name in ("revision", "first_passage")),
    Column("last_passage", Integer),
    Column("document_id", Text),
)
#: What was published of each document; `content` is empty for the version that is answered from, which
#: stands in the other tables, and for versions so old that it is no longer kept.
versions = Table(
    "versions",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Double),
    *(Column(name, Text) for name in ("published_by", "edited_by", "note", "origin", "title")),
    *(Column(name, Text) for name in ("place", "years")),
    Column("withdrawn_at", Double),
    *(Column(name, Text, server_default="") for name in ("withdrawn_by", "withdrawn_note")),
    Column("content", LargeBinary),
    # A whole text each: few are in memory at once.
    info={"copied_rows": 50},
)
#: One row: an id that no other store has; the number of the last change; the version of what is
#: derived; how many passages are searched, and how many words they have; the last id given to one.
state = Table(
    "state",
    metadata,
    Column("generation", Text),
    *(
        Column(name, Integer)
        for name in ("revision", "derivation", "texts", "searched_words", "passages_given")
    ),
)
#: Answers of the office's own; days as YYYY-MM-DD, sources and places as JSON.
curated_answers = Table(
    "curated_answers",
    metadata,
    *_columns(CURATED_COLUMNS, {"revision"}),
)
#: The questions that they answer, each with its vector.
curated_wordings = Table(
    "curated_wordings",
    metadata,
    Column("answer_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Text) for name in ("wording", "encoder")),
    Column("vector", Vector),
)
#: Rules of the law that a person has compared with their source, and that were taken back.
rule_verifications = Table(
    "rule_verifications",
    metadata,
    Column("rule", Text, primary_key=True),
    *(Column(name, Text) for name in ("verifier", "place", "address", "day")),
    Column("is_valid", Boolean),
    Column("revision", Integer),
)
#: PostgreSQL only: what keyword search finds a passage by.
passage_terms = Table(
    "passage_terms",
    MetaData(),
    Column("passage_id", Integer, primary_key=True),
    Column("terms", ARRAY(Integer)),
)
