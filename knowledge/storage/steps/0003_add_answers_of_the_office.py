"""Answers that people of the office have written, and rules of the law that they have verified.

Each row has the number of the change that brought it, as documents have: other assistants see it
at the next question.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

revision, down_revision = "0003", "0002"
#: Text that is ordered as SQLite orders it, whatever the server's language.
_BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "curated_answers",
        sa.Column("id", _BYTEWISE, primary_key=True),
        *_texts("text", "sources", "places"),
        *(sa.Column(name, sa.Text) for name in ("holds_from", "holds_to", "expires", "approved")),
        *_texts("state", "author", "approver", "approver_name", "office"),
        sa.Column("revision", sa.Integer, nullable=False, index=True),
    )
    op.create_table(
        "curated_wordings",
        sa.Column("answer_id", _BYTEWISE, _answer(), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("wording", "encoder"),
        sa.Column("vector", sa.LargeBinary().with_variant(HALFVEC(), "postgresql"), nullable=False),
    )
    op.create_table(
        "rule_verifications",
        sa.Column("rule", _BYTEWISE, primary_key=True),
        *_texts("verifier", "place", "address", "day"),
        sa.Column("is_valid", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False, index=True),
    )


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _answer() -> sa.ForeignKey:
    return sa.ForeignKey("curated_answers.id", ondelete="CASCADE")
