"""Files that staff give to be read, and the documents that they correct."""

import sqlalchemy as sa
from alembic import op

# The step before it is the hand-over's ("0004").
revision, down_revision = "0005", "0004"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def texts(*names: str) -> "list[sa.Column[str]]":
    """Return columns of text."""
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def whole(name: str, default: str | None = None) -> "sa.Column[int]":
    """Return a column of a whole number."""
    return sa.Column(name, sa.Integer, nullable=False, server_default=default)


def seconds(name: str) -> "sa.Column[float]":
    """Return a column of seconds."""
    return sa.Column(name, sa.Double, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    make_uploads()
    op.create_table(
        "drafts",
        sa.Column("id", Number, primary_key=True),
        *texts("document_id"),
        sa.Column("upload_id", Number, nullable=False),
        whole("base"),
        whole("revision"),
        *texts("title"),
        sa.Column("place", sa.Text),
        *texts("years", "made_by", "edited_by", "edited_name"),
        seconds("edited"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("document_id", name="drafts_once"),
        sqlite_autoincrement=True,
    )


def make_uploads() -> None:
    """Make the tables of files and of their bytes."""
    op.create_table(
        "uploads",
        sa.Column("id", Number, primary_key=True),
        *texts("name", "suffix", "sha256", "document_id", "given_by", "given_name"),
        whole("size"),
        seconds("given"),
        *texts("state", "stage", "reason"),
        whole("pages", "0"),
        whole("tries", "0"),
        seconds("until"),
        sqlite_autoincrement=True,
    )
    op.create_index("uploads_state", "uploads", ["state"])
    op.create_table(
        "upload_parts",
        sa.Column("upload_id", Number, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
