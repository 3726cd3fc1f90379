"""What was published of each document, by whom and when, with the contents of earlier versions."""

import sqlalchemy as sa
from alembic import op

# The step before it is the curated answers' ("0003").
revision, down_revision = "0004", "0003"
#: Text that is ordered as SQLite orders it, whatever the server's language.
BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "versions",
        sa.Column("document_id", BYTEWISE, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("published_by", "edited_by", "note", "origin", "title")
        ),
        sa.Column("place", sa.Text),
        sa.Column("years", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.Double),
        *(
            sa.Column(name, sa.Text, nullable=False, server_default="")
            for name in ("withdrawn_by", "withdrawn_note")
        ),
        sa.Column("content", sa.LargeBinary),
    )
