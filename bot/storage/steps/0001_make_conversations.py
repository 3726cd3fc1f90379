"""Messages, turns, votes, tokens, recent answers, leases: what the bot keeps, in one database."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('new', 'answered')")


def text(name: str, default: str | None = None) -> "sa.Column[str]":
    """Return a column of text."""
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def seconds(name: str) -> "sa.Column[float]":
    """Return a column of seconds."""
    return sa.Column(name, sa.Double, nullable=False)


def number() -> "sa.Column[int]":
    """Return a column that counts up."""
    return sa.Column("id", Number, primary_key=True)


def key(name: str) -> "sa.Column[str]":
    """Return a column of the primary key."""
    return sa.Column(name, sa.Text, primary_key=True)


def upgrade() -> None:
    """Make the tables."""
    make_inbox()
    make_records()
    make_shared()


def make_inbox() -> None:
    """Make the tables of the apps' messages."""
    texts = map(text, ("channel", "key", "conversation", "text", "address"))
    op.create_table(
        "messages",
        number(),
        *texts,
        text("state", "new"),
        text("parts", "[]"),
        sa.Column("sent", sa.Integer, nullable=False, server_default="0"),
        seconds("received"),
        sa.UniqueConstraint("channel", "key", name="messages_once"),
        sqlite_autoincrement=True,
    )
    columns = ["conversation", "id"]
    op.create_index("messages_open", "messages", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("messages_lately", "messages", ["conversation", "received"])
    which = sa.Column("number", sa.Integer, primary_key=True, autoincrement=False)
    op.create_table("choices", key("conversation"), which, text("payload"))
    op.create_table("payloads", key("key"), text("payload"))
    op.create_table("muted", key("conversation"), seconds("until"))


def make_records() -> None:
    """Make the tables of turns and votes."""
    texts = map(text, ("turn", "conversation", "channel", "status", "topic", "place"))
    op.create_table("turns", number(), seconds("at"), *texts, seconds("seconds"), text("question"))
    op.create_index("turns_at", "turns", ["at"])
    op.create_index("turns_conversation", "turns", ["conversation"])
    names = ("conversation", "vote", "reason", "question", "answer", "answer_hash", "status")
    op.create_table(
        "votes",
        number(),
        *map(text, names),
        seconds("given"),
        sa.UniqueConstraint("conversation", "answer_hash", name="votes_once"),
    )
    op.create_index("votes_given", "votes", ["given"])


def make_shared() -> None:
    """Make the tables of what several assistants share."""
    moments = seconds("until"), seconds("due")
    op.create_table(
        "tokens", key("name"), text("access"), text("refresh"), *moments, text("origin", "")
    )
    op.create_table("secrets", key("name"), text("value"))
    op.create_table("answers", key("conversation"), key("key"), text("answers"), seconds("given"))
    op.create_index("answers_given", "answers", ["given"])
    op.create_table(
        "leases", number(), text("kind"), text("name"), seconds("until"), sqlite_autoincrement=True
    )
    op.create_index("leases_of", "leases", ["kind", "name", "id"])
