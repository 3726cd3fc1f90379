"""The apps' messages, the journal of turns, votes, tokens, leases, assistants, Rasa's record."""

from __future__ import annotations

import hashlib

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal,
)

from bot.storage.tables.columns import METADATA, Number, seconds_column, text_column

#: Written into the statement, not beside it: the partial index is used for these words alone.
OPEN_STATES = [literal(state, Text(), literal_execute=True) for state in ("new", "answered")]

#: The apps' messages; where to answer and what was said is empty once one is closed.
MESSAGES = Table(
    "messages",
    METADATA,
    Column("id", Number, primary_key=True),
    text_column("channel"),
    text_column("key"),
    text_column("conversation"),
    text_column("text"),
    text_column("address"),
    text_column("state", server_default="new"),
    text_column("parts", server_default="[]"),
    Column("sent", Integer, nullable=False, server_default="0"),
    seconds_column("received"),
    UniqueConstraint("channel", "key", name="messages_once"),
    # A number is never given twice: the messages of a conversation are answered by it.
    sqlite_autoincrement=True,
)
IS_OPEN = MESSAGES.c.state.in_(OPEN_STATES)
Index(
    "messages_open",
    MESSAGES.c.conversation,
    MESSAGES.c.id,
    sqlite_where=IS_OPEN,
    postgresql_where=IS_OPEN,
)
Index("messages_lately", MESSAGES.c.conversation, MESSAGES.c.received)

#: What "1", "2" … stand for in a conversation now.
CHOICES = Table(
    "choices",
    METADATA,
    Column("conversation", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text_column("payload"),
)
#: Payloads that are too long for a button.
PAYLOADS = Table(
    "payloads", METADATA, Column("key", Text, primary_key=True), text_column("payload")
)
#: Conversations that a person has taken over.
MUTED = Table(
    "muted", METADATA, Column("conversation", Text, primary_key=True), seconds_column("until")
)

#: The journal of turns; `conversation` is a hash.
TURNS = Table(
    "turns",
    METADATA,
    Column("id", Number, primary_key=True),
    seconds_column("at"),
    text_column("turn"),
    text_column("conversation"),
    text_column("channel"),
    text_column("status"),
    text_column("topic"),
    text_column("place"),
    seconds_column("seconds"),
    text_column("question"),
    Index("turns_at", "at"),
    Index("turns_conversation", "conversation"),
)
#: What people think of answers. A vote's texts are too long for PostgreSQL's index of rows that may
#: come once: `answer_hash` stands for question and answer.
VOTES = Table(
    "votes",
    METADATA,
    Column("id", Number, primary_key=True),
    text_column("conversation"),
    text_column("vote"),
    text_column("reason"),
    text_column("question"),
    text_column("answer"),
    text_column("answer_hash"),
    text_column("status"),
    seconds_column("given"),
    UniqueConstraint("conversation", "answer_hash", name="votes_once"),
    Index("votes_given", "given"),
)
#: The present tokens of Zalo's Official Account: one row.
TOKENS = Table(
    "tokens",
    METADATA,
    Column("name", Text, primary_key=True),
    text_column("access"),
    text_column("refresh"),
    seconds_column("until"),
    seconds_column("due"),
    # The hash of the refresh token that the operator gave, from which these have come.
    text_column("origin", server_default=""),
)
#: The secret from which the names of the apps' conversations come, where machines share it.
SECRETS = Table("secrets", METADATA, Column("name", Text, primary_key=True), text_column("value"))
#: What web messages were answered lately, so that one that is sent again is not asked again.
ANSWERS = Table(
    "answers",
    METADATA,
    Column("conversation", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    text_column("answers"),
    seconds_column("given"),
    Index("answers_given", "given"),
)
#: Who works on what, and who waits for it: the lowest number that has not run out has its turn.
LEASES = Table(
    "leases",
    METADATA,
    Column("id", Number, primary_key=True),
    text_column("kind"),
    text_column("name"),
    seconds_column("until"),
    Index("leases_of", "kind", "name", "id"),
    sqlite_autoincrement=True,
)

#: The assistants that serve from a shared database, one row each: `states` is JSON.
ASSISTANTS = Table(
    "assistants",
    METADATA,
    Column("id", Text, primary_key=True),
    text_column("name"),
    text_column("address"),
    text_column("version"),
    seconds_column("started"),
    seconds_column("seen"),
    Column("ready", Boolean, nullable=False),
    text_column("states"),
    Column("knowledge", Integer, nullable=False),
)

#: Rasa's record of the conversations, as Rasa makes it where there is none
#: (https://rasa.com/docs/rasa/tracker-stores/#sqltrackerstore).
EVENTS = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255), nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)


def answer_hash(question: str, answer: str) -> str:
    """Return the hash that stands for a question and its answer."""
    return hashlib.sha256(f"{question}\0{answer}".encode(errors="replace")).hexdigest()
