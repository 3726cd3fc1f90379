"""What is derived from a text is kept with it, so that no process holds every passage in memory.

A change has a number, by which each process reads only what has changed since it last looked.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Add the columns and tables. They are filled when the store is opened."""
    _widen_documents_and_passages()
    _make_scopes()
    _make_counts()
    _make_changes()
    if op.get_context().dialect.name == "postgresql":
        terms: sa.Column[Any] = sa.Column("terms", sa.ARRAY(sa.Integer), nullable=False)
        key = sa.Column("passage_id", sa.Integer, _passage(), primary_key=True)
        op.create_table("passage_terms", key, terms)
        op.create_index("passage_terms_by_term", "passage_terms", ["terms"], postgresql_using="gin")


def _widen_documents_and_passages() -> None:
    for name in ("revision", "first_passage", "last_passage", "length"):
        _add("documents", name, sa.Integer, "0")
    for name in ("about_places", "about_years"):
        _add("documents", name, sa.Text, "[]")
    for name in ("opening", "commune_kind"):
        _add("documents", name, sa.Text, "")
    op.create_index("documents_by_revision", "documents", ["revision"])
    _add("passages", "text", sa.Text, "")
    op.add_column("passages", sa.Column("words", sa.LargeBinary))


def _make_scopes() -> None:
    for name, kind in (("place", sa.Text), ("year", sa.Integer)):
        op.create_table(
            f"passage_{name}s",
            sa.Column(name, kind, primary_key=True),
            sa.Column("passage_id", sa.Integer, _passage(), primary_key=True, index=True),
            *([sa.Column("is_above", sa.Boolean, nullable=False)] if name == "year" else []),
            sqlite_with_rowid=False,
        )


def _make_counts() -> None:
    op.create_table(
        "words",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("word", sa.Text, nullable=False, unique=True),
        sa.Column("folded", sa.Integer, nullable=False),
        *_counts("texts", "folded_texts", "uses", "revision"),
    )
    op.create_index("words_by_revision", "words", ["revision"])
    op.create_table(
        "pairs",
        *(sa.Column(name, sa.Integer, primary_key=True) for name in ("first", "second")),
        *_counts("texts", "folded_texts", "uses"),
        sqlite_with_rowid=False,
    )


def _make_changes() -> None:
    op.create_table(
        "removals",
        *(sa.Column(name, sa.Integer, primary_key=True) for name in ("revision", "first_passage")),
        sa.Column("last_passage", sa.Integer, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
    )
    op.rename_table("mark", "state")
    op.execute("ALTER TABLE state RENAME COLUMN value TO generation")
    for name in ("revision", "derivation", "texts", "searched_words", "passages_given"):
        _add("state", name, sa.Integer, "0")
    op.execute("UPDATE state SET passages_given = (SELECT coalesce(max(id), 0) FROM passages)")


def _add(table: str, name: str, kind: type, default: str) -> None:
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))


def _counts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in names]


def _passage() -> sa.ForeignKey:
    return sa.ForeignKey("passages.id", ondelete="CASCADE")
