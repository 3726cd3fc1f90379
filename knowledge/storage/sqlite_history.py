"""The steps by which SQLite stores were brought up to date before Alembic's; none is added here."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from database import Database, stamp
from knowledge.storage.schema import TABLES


def m001_create_tables(db: sqlite3.Connection) -> None:
    """Documents, their passages, facts and vectors."""
    db.execute(
        """CREATE TABLE documents (
            id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, kind TEXT, number TEXT, authority TEXT,
            place TEXT, years TEXT NOT NULL, issued TEXT, publisher TEXT, published TEXT, source_title TEXT,
            source_url TEXT, checksum TEXT NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE passages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, number INTEGER NOT NULL,
            start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,
            heading TEXT NOT NULL, level INTEGER NOT NULL, places TEXT NOT NULL, UNIQUE (document_id, number))"""
    )
    db.execute(
        """CREATE TABLE facts (
            id INTEGER PRIMARY KEY,
            document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, kind TEXT NOT NULL,
            name TEXT NOT NULL, value TEXT NOT NULL, place TEXT, year INTEGER, details TEXT NOT NULL,
            start INTEGER NOT NULL, end INTEGER NOT NULL)"""
    )
    db.execute("CREATE INDEX facts_by_kind ON facts (kind, place, year)")
    db.execute(
        """CREATE TABLE vectors (
            passage_id INTEGER NOT NULL REFERENCES passages(id) ON DELETE CASCADE, encoder TEXT NOT NULL,
            vector BLOB NOT NULL, PRIMARY KEY (passage_id, encoder)) WITHOUT ROWID"""
    )


def m002_add_days_in_force(db: sqlite3.Connection) -> None:
    """The days from and to which a legal text holds."""
    db.execute("ALTER TABLE documents ADD COLUMN effective_from TEXT")
    db.execute("ALTER TABLE documents ADD COLUMN effective_to TEXT")


def m003_add_signer(db: sqlite3.Connection) -> None:
    """Who signed a text."""
    db.execute("ALTER TABLE documents ADD COLUMN signer TEXT")


def m004_add_fields_entered_by_hand(db: sqlite3.Connection) -> None:
    """Which fields of a document staff entered by hand."""
    db.execute("ALTER TABLE documents ADD COLUMN by_hand TEXT NOT NULL DEFAULT '[]'")


def m005_add_origin_and_order(db: sqlite3.Connection) -> None:
    """Where a document was read from, what of it is doubtful, and the order in which documents came."""
    db.execute("ALTER TABLE documents ADD COLUMN file TEXT")
    db.execute("ALTER TABLE documents ADD COLUMN doubts TEXT NOT NULL DEFAULT '[]'")
    db.execute("ALTER TABLE documents ADD COLUMN added INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE documents SET added = rowid")


def m006_index_what_is_asked_for(db: sqlite3.Connection) -> None:
    """What is asked for at every change (a document's facts, the last number, a checksum) reads no whole table, and no texts.

    A store has a mark of its own, so that an index file of another store, or of vectors since replaced, is known.
    """
    db.execute("CREATE INDEX facts_by_document ON facts (document_id)")
    db.execute("CREATE INDEX vectors_by_encoder ON vectors (encoder)")
    db.execute("CREATE INDEX documents_by_added ON documents (added)")
    db.execute("CREATE INDEX documents_by_checksum ON documents (checksum)")
    db.execute("CREATE TABLE mark (value TEXT NOT NULL)")
    db.execute("INSERT INTO mark VALUES (lower(hex(randomblob(16))))")


def m007_add_confidence_of_facts(db: sqlite3.Connection) -> None:
    """A fact has the probability of being right; those read before had none and were told."""
    db.execute("ALTER TABLE facts ADD COLUMN confidence REAL NOT NULL DEFAULT 1")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    m001_create_tables,
    m002_add_days_in_force,
    m003_add_signer,
    m004_add_fields_entered_by_hand,
    m005_add_origin_and_order,
    m006_index_what_is_asked_for,
    m007_add_confidence_of_facts,
)


#: What a store says that Alembic's steps go on from: an older program takes it for too new.
ADOPTED = len(MIGRATIONS) + 1


def adopt(database: Database) -> None:
    """Bring a store of version 0.1 or 0.2 to where Alembic's steps begin, after a copy of it.

    All in one transaction. A new file only gets its mark.
    """
    with database.reading() as connection:
        db = _sqlite(connection)
        if 0 < (done := _version(db)) < ADOPTED:
            _keep_copy(db, done)
    with database.writing() as connection:
        db = _sqlite(connection)
        # Another process may have done it meanwhile.
        done = _version(db)
        if done >= ADOPTED:
            return
        if done:
            for apply in MIGRATIONS[done:]:
                apply(db)
            stamp(connection, TABLES, "0001")
        db.execute(f"PRAGMA user_version = {ADOPTED}")


def _sqlite(connection: Connection) -> sqlite3.Connection:
    db = connection.connection.driver_connection
    assert isinstance(db, sqlite3.Connection)
    return db


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _keep_copy(db: sqlite3.Connection, version: int) -> None:
    """Keep the store as it was, beside it (`knowledge.db.v5`): an older program can read only that."""
    path = db.execute("PRAGMA database_list").fetchone()[2]
    if not path:
        return
    copy = Path(f"{path}.v{version}")
    if copy.exists():
        return
    draft = Path(f"{path}.v{version}.{os.getpid()}")
    with contextlib.closing(sqlite3.connect(draft)) as kept:
        db.backup(kept)
        kept.execute("PRAGMA journal_mode = DELETE")
    draft.replace(copy)
