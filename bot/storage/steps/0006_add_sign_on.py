"""Signing in by the office's own provider: whose account it is, and who is on the way."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0006", "0005"


def upgrade() -> None:
    """Add the column and make the table."""
    op.add_column("staff", sa.Column("subject", sa.Text, nullable=True))
    op.create_index("staff_subject", "staff", ["subject"], unique=True)
    op.create_table(
        "sign_ons",
        sa.Column("key", sa.Text, primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("state", "nonce", "verifier", "back")
        ),
        sa.Column("began", sa.Double, nullable=False),
    )
