"""The tables of what the bot keeps. How they came about stands in `steps`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal,
    true,
)

from database import Tables

CONVERSATIONS = Tables("conversations", Path(__file__).parent / "steps")
METADATA = MetaData()
#: SQLite numbers only what is declared INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")
#: Written into the statement, not beside it: the partial index is used for these words alone.
OPEN_STATES = [literal(state, Text(), literal_execute=True) for state in ("new", "answered")]


def _text(name: str, **options: str) -> Column[str]:
    return Column(name, Text, nullable=False, **options)  # type: ignore[arg-type]


def _seconds(name: str) -> Column[float]:
    """A moment in seconds since 1970, or a duration."""
    return Column(name, Double, nullable=False)


def _moment(name: str) -> Column[float]:
    """A moment in seconds since 1970; 0 until it has come about."""
    return Column(name, Double, nullable=False, server_default="0")


#: The apps' messages; where to answer and what was said is empty once one is closed.
MESSAGES = Table(
    "messages",
    METADATA,
    Column("id", Number, primary_key=True),
    _text("channel"),
    _text("key"),
    _text("conversation"),
    _text("text"),
    _text("address"),
    _text("state", server_default="new"),
    _text("parts", server_default="[]"),
    Column("sent", Integer, nullable=False, server_default="0"),
    _seconds("received"),
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
    _text("payload"),
)
#: Payloads that are too long for a button.
PAYLOADS = Table("payloads", METADATA, Column("key", Text, primary_key=True), _text("payload"))
#: Conversations that a person has taken over.
MUTED = Table("muted", METADATA, Column("conversation", Text, primary_key=True), _seconds("until"))

#: The journal of turns; `conversation` is a hash.
TURNS = Table(
    "turns",
    METADATA,
    Column("id", Number, primary_key=True),
    _seconds("at"),
    _text("turn"),
    _text("conversation"),
    _text("channel"),
    _text("status"),
    _text("topic"),
    _text("place"),
    _seconds("seconds"),
    _text("question"),
    Index("turns_at", "at"),
    Index("turns_conversation", "conversation"),
)
#: What people think of answers. A vote's texts are too long for PostgreSQL's index of rows that may
#: come once: `answer_hash` stands for question and answer.
VOTES = Table(
    "votes",
    METADATA,
    Column("id", Number, primary_key=True),
    _text("conversation"),
    _text("vote"),
    _text("reason"),
    _text("question"),
    _text("answer"),
    _text("answer_hash"),
    _text("status"),
    _seconds("given"),
    UniqueConstraint("conversation", "answer_hash", name="votes_once"),
    Index("votes_given", "given"),
)
#: The present tokens of Zalo's Official Account: one row.
TOKENS = Table(
    "tokens",
    METADATA,
    Column("name", Text, primary_key=True),
    _text("access"),
    _text("refresh"),
    _seconds("until"),
    _seconds("due"),
    # The hash of the refresh token that the operator gave, from which these have come.
    _text("origin", server_default=""),
)
#: The secret from which the names of the apps' conversations come, where machines share it.
SECRETS = Table("secrets", METADATA, Column("name", Text, primary_key=True), _text("value"))
#: What web messages were answered lately, so that one that is sent again is not asked again.
ANSWERS = Table(
    "answers",
    METADATA,
    Column("conversation", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    _text("answers"),
    _seconds("given"),
    Index("answers_given", "given"),
)
#: Who works on what, and who waits for it: the lowest number that has not run out has its turn.
LEASES = Table(
    "leases",
    METADATA,
    Column("id", Number, primary_key=True),
    _text("kind"),
    _text("name"),
    _seconds("until"),
    Index("leases_of", "kind", "name", "id"),
    sqlite_autoincrement=True,
)

#: The assistants that serve from a shared database, one row each: `states` is JSON.
ASSISTANTS = Table(
    "assistants",
    METADATA,
    Column("id", Text, primary_key=True),
    _text("name"),
    _text("address"),
    _text("version"),
    _seconds("started"),
    _seconds("seen"),
    Column("ready", Boolean, nullable=False),
    _text("states"),
    Column("knowledge", Integer, nullable=False),
)

#: Conversations that someone asked to go on with a person of the office: at most one open of each.
#: `state` is "asked" (may staff read on?), "leaving" (out of hours: the next message is kept for
#: them), "waiting", "taken" or "ended". `address` is where an app is answered, empty for the web page
#: and once it has ended. Moments are in seconds since 1970, 0 for what has not come about: `agreed` is
#: when the person let staff read their numbers, `until` when who has taken it loses it, `wrote` when
#: the person last wrote, `seen` when they last read. `is_live`: the person waits for it now.
HANDOVERS = Table(
    "handovers",
    METADATA,
    Column("id", Number, primary_key=True),
    *map(_text, ("conversation", "channel", "address", "place", "reason", "state")),
    Column("is_live", Boolean, nullable=False),
    _text("staff", server_default=""),
    _text("staff_name", server_default=""),
    _text("ended_by", server_default=""),
    *map(_moment, ("opened", "agreed", "queued", "taken", "answered", "ended")),
    *map(_moment, ("until", "wrote", "seen", "typing", "notified")),
    Index("handovers_opened", "opened"),
    Index("handovers_of", "conversation", "id"),
    # A number is never given twice: a page that is left open must not show another's conversation.
    sqlite_autoincrement=True,
)
IS_GOING_ON = HANDOVERS.c.state != literal("ended", Text(), literal_execute=True)
Index(
    "handovers_going_on",
    HANDOVERS.c.conversation,
    unique=True,
    sqlite_where=IS_GOING_ON,
    postgresql_where=IS_GOING_ON,
)
#: What was said in one: `author` is "person", "assistant", "staff" or "notice"; `key` is the same when
#: it is said again; `sources` is JSON. `message` is the number in `messages` of what goes to an app, 0
#: for what does not.
HANDOVER_LINES = Table(
    "handover_lines",
    METADATA,
    Column("id", Number, primary_key=True),
    Column("handover", Number, nullable=False),
    *map(_text, ("key", "author", "name", "text", "sources")),
    _seconds("at"),
    Column("message", Number, nullable=False),
    UniqueConstraint("handover", "key", name="handover_lines_once"),
    Index("handover_lines_of", "handover", "id"),
    # The page asks for what came after a number.
    sqlite_autoincrement=True,
)
#: Who works in the console; `roles` and `places` are JSON lists, `code_secret` is empty until the
#: second factor is set up, `code_step` is the last of its time steps that was used. `subject` is who
#: they are at the office's own provider, null until they signed in by it: it is one account's only.
STAFF = Table(
    "staff",
    METADATA,
    Column("id", Number, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    _text("shown_name"),
    _text("password"),
    _text("code_secret", server_default=""),
    Column("code_step", BigInteger, nullable=False, server_default="0"),
    _text("roles"),
    _text("places"),
    Column("is_active", Boolean, nullable=False, server_default=true()),
    _seconds("created"),
    Column("subject", Text, nullable=True),
    Index("staff_subject", "subject", unique=True),
)
#: Who is signed in: `key` is the hash of what the browser holds.
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("staff_id", Number, nullable=False, index=True),
    _text("csrf"),
    Column("is_complete", Boolean, nullable=False),
    _seconds("began"),
    _seconds("seen"),
)
#: Who went to the office's provider and has not come back: `key` is the hash of what the browser holds.
SIGN_ONS = Table(
    "sign_ons",
    METADATA,
    Column("key", Text, primary_key=True),
    *map(_text, ("state", "nonce", "verifier", "back")),
    _seconds("began"),
)
#: Who changed what: `before` and `after` are JSON objects of what differs.
AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Number, primary_key=True),
    _seconds("at"),
    *map(_text, ("who", "action", "subject", "before", "after")),
    Index("audit_subject", "subject"),
    sqlite_autoincrement=True,
)
#: Files that staff have given to be read. `until` is when whoever reads one is taken for gone;
#: `document_id` is what its document will be called.
UPLOADS = Table(
    "uploads",
    METADATA,
    Column("id", Number, primary_key=True),
    *map(_text, ("name", "suffix", "sha256", "document_id", "given_by", "given_name")),
    Column("size", Integer, nullable=False),
    _seconds("given"),
    *map(_text, ("state", "stage", "reason")),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    _seconds("until"),
    Index("uploads_state", "state"),
    sqlite_autoincrement=True,
)
#: Their bytes, in pieces: no row is so large that it cannot be copied, or keeps others from writing.
UPLOAD_PARTS = Table(
    "upload_parts",
    METADATA,
    Column("upload_id", Number, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    info={"copied_rows": 20},
)
#: Documents that are being corrected: `content` is what the knowledge packs, `base` the number of the
#: published version it began from, `revision` counts its changes.
DRAFTS = Table(
    "drafts",
    METADATA,
    Column("id", Number, primary_key=True),
    _text("document_id"),
    Column("upload_id", Number, nullable=False),
    Column("base", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    _text("title"),
    Column("place", Text),
    *map(_text, ("years", "made_by", "edited_by", "edited_name")),
    _seconds("edited"),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("document_id", name="drafts_once"),
    sqlite_autoincrement=True,
    info={"copied_rows": 20},
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
