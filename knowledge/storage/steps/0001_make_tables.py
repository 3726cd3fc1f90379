"""Documents, their passages, facts and vectors: the tables of version 0.2."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

revision, down_revision = "0001", None
#: Text that is ordered as SQLite orders it, whatever the server's language.
_BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables. SQLite stores of versions 0.1 and 0.2 have them already."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    _make_documents()
    _make_passages()
    _make_facts()
    _make_vectors()
    mark = op.create_table("mark", sa.Column("value", sa.Text, nullable=False))
    op.bulk_insert(mark, [{"value": ""}])


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", _BYTEWISE, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("title", "text")),
        *(sa.Column(name, sa.Text) for name in ("kind", "number", "authority", "place")),
        sa.Column("years", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("issued", "publisher", "published")),
        *(sa.Column(name, sa.Text) for name in ("source_title", "source_url")),
        sa.Column("checksum", sa.Text, nullable=False, index=True),
        *(sa.Column(name, sa.Text) for name in ("effective_from", "effective_to", "signer")),
        sa.Column("by_hand", sa.Text, nullable=False, server_default="[]"),
        sa.Column("file", sa.Text),
        sa.Column("doubts", sa.Text, nullable=False, server_default="[]"),
        sa.Column("added", sa.Integer, nullable=False, server_default="0", index=True),
    )


def _make_passages() -> None:
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _document_id(),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("number", "start", "end")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "label", "heading")),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.UniqueConstraint("document_id", "number"),
        sqlite_autoincrement=True,
    )


def _make_facts() -> None:
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _document_id(),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "name", "value")),
        sa.Column("place", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("details", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end")),
        sa.Column("confidence", sa.Float, nullable=False, server_default="1"),
    )
    op.create_index("facts_by_document", "facts", ["document_id"])


def _make_vectors() -> None:
    op.create_table(
        "vectors",
        sa.Column(
            "passage_id",
            sa.Integer,
            sa.ForeignKey("passages.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("encoder", sa.Text, primary_key=True),
        sa.Column("vector", sa.LargeBinary().with_variant(HALFVEC(), "postgresql"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("vectors_by_encoder", "vectors", ["encoder"])


def _document_id() -> sa.Column[Any]:
    target = sa.ForeignKey("documents.id", ondelete="CASCADE")
    return sa.Column("document_id", _BYTEWISE, target, nullable=False)
