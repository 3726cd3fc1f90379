"""Staff, who is signed in, and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str, default: str | None = None) -> "sa.Column[str]":
    """Return a column of text."""
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def seconds(name: str) -> "sa.Column[float]":
    """Return a column of seconds."""
    return sa.Column(name, sa.Double, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "staff",
        sa.Column("id", Number, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        *(text("shown_name"), text("password"), text("code_secret", "")),
        sa.Column("code_step", sa.BigInteger, nullable=False, server_default="0"),
        *(text("roles"), text("places")),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        seconds("created"),
    )
    op.create_table(
        "sessions",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("staff_id", Number, nullable=False),
        text("csrf"),
        sa.Column("is_complete", sa.Boolean, nullable=False),
        *(seconds("began"), seconds("seen")),
    )
    op.create_index("ix_sessions_staff_id", "sessions", ["staff_id"])
    op.create_table(
        "audit",
        sa.Column("id", Number, primary_key=True),
        seconds("at"),
        *map(text, ("who", "action", "subject", "before", "after")),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_subject", "audit", ["subject"])
