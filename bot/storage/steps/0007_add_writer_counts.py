"""What the office's language model was asked for and did, by day."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0007", "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "writer_counts",
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("amount", sa.Double, nullable=False),
    )
