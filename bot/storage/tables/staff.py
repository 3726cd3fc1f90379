"""Who works in the console, what they changed, and the documents that they prepare."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    true,
)

from bot.storage.tables.columns import METADATA, Number, seconds_column, text_column

#: Who works in the console; `roles` and `places` are JSON lists, `code_secret`, encrypted (bot/accounts/seal.py), is empty until the
#: second factor is set up, `code_step` is the last of its time steps that was used. `subject` is who
#: they are at the office's own provider, null until they signed in by it: it is one account's only.
STAFF = Table(
    "staff",
    METADATA,
    Column("id", Number, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    text_column("shown_name"),
    text_column("password"),
    text_column("code_secret", server_default=""),
    Column("code_step", BigInteger, nullable=False, server_default="0"),
    text_column("roles"),
    text_column("places"),
    Column("is_active", Boolean, nullable=False, server_default=true()),
    seconds_column("created"),
    Column("subject", Text, nullable=True),
    Index("staff_subject", "subject", unique=True),
)
#: Who is signed in: `key` is the hash of what the browser holds.
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("staff_id", Number, nullable=False, index=True),
    text_column("csrf"),
    Column("is_complete", Boolean, nullable=False),
    seconds_column("began"),
    seconds_column("seen"),
)
#: Who went to the office's provider and has not come back: `key` is the hash of what the browser holds.
SIGN_ONS = Table(
    "sign_ons",
    METADATA,
    Column("key", Text, primary_key=True),
    *map(text_column, ("state", "nonce", "verifier", "back")),
    seconds_column("began"),
)
#: Who changed what: `before` and `after` are JSON objects of what differs.
AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Number, primary_key=True),
    seconds_column("at"),
    *map(text_column, ("who", "action", "subject", "before", "after")),
    Index("audit_subject", "subject"),
    sqlite_autoincrement=True,
)
#: Files that staff have given to be read. `until` is when whoever reads one is taken for gone;
#: `document_id` is what its document will be called.
UPLOADS = Table(
    "uploads",
    METADATA,
    Column("id", Number, primary_key=True),
    *map(text_column, ("name", "suffix", "sha256", "document_id", "given_by", "given_name")),
    Column("size", Integer, nullable=False),
    seconds_column("given"),
    *map(text_column, ("state", "stage", "reason")),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    seconds_column("until"),
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
    text_column("document_id"),
    Column("upload_id", Number, nullable=False),
    Column("base", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    text_column("title"),
    Column("place", Text),
    *map(text_column, ("years", "made_by", "edited_by", "edited_name")),
    seconds_column("edited"),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("document_id", name="drafts_once"),
    sqlite_autoincrement=True,
    info={"copied_rows": 20},
)
