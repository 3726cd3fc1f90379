"""The assistants that serve from a shared database."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "assistants",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "address", "version")),
        *(sa.Column(name, sa.Double, nullable=False) for name in ("started", "seen")),
        sa.Column("ready", sa.Boolean, nullable=False),
        sa.Column("states", sa.Text, nullable=False),
        sa.Column("knowledge", sa.Integer, nullable=False),
    )
