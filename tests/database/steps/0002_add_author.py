"""Notes have an author."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    op.add_column("notes", sa.Column("author", sa.String))
