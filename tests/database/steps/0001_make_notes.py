"""Notes."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None


def upgrade() -> None:
    op.create_table("notes", sa.Column("text", sa.String, nullable=False))
