"""Conversations that go on with a person of the office, and what is said in them."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GOING_ON = sa.text("state != 'ended'")
MOMENTS = (
    *("opened", "agreed", "queued", "taken", "answered", "ended"),
    *("until", "wrote", "seen", "typing", "notified"),
)


def text(name: str, default: str | None = None) -> "sa.Column[str]":
    """Return a column of text."""
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def moment(name: str) -> "sa.Column[float]":
    """Return a column of a moment, 0 until it has come about."""
    return sa.Column(name, sa.Double, nullable=False, server_default="0")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "handovers",
        sa.Column("id", Number, primary_key=True),
        *map(text, ("conversation", "channel", "address", "place", "reason", "state")),
        sa.Column("is_live", sa.Boolean, nullable=False),
        *(text(name, "") for name in ("staff", "staff_name", "ended_by")),
        *map(moment, MOMENTS),
        sqlite_autoincrement=True,
    )
    op.create_index("handovers_opened", "handovers", ["opened"])
    op.create_index("handovers_of", "handovers", ["conversation", "id"])
    op.create_index(
        "handovers_going_on",
        "handovers",
        ["conversation"],
        unique=True,
        sqlite_where=GOING_ON,
        postgresql_where=GOING_ON,
    )
    op.create_table(
        "handover_lines",
        sa.Column("id", Number, primary_key=True),
        sa.Column("handover", Number, nullable=False),
        *map(text, ("key", "author", "name", "text", "sources")),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("message", Number, nullable=False),
        sa.UniqueConstraint("handover", "key", name="handover_lines_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("handover_lines_of", "handover_lines", ["handover", "id"])
