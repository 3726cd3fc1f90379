"""Conversations that go on with a person of the office, and what was written in them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Table,
    Text,
    UniqueConstraint,
    literal,
)

from bot.storage.tables.columns import METADATA, Number, moment_column, seconds_column, text_column

#: Conversations that someone asked to go on with a person of the office: at most one open of each.
#: `state` is "asked" (may staff read on?), "leaving" (out of hours: the next message is kept for
#: them), "waiting", "taken" or "ended". `address` is where an app is answered, for the web
#: page a keyed hash of whence it is asked, empty once it has ended. Moments are in seconds since 1970, 0 for what has not come about: `agreed` is
#: when the person let staff read their numbers, `until` when who has taken it loses it, `wrote` when
#: the person last wrote, `seen` when they last read. `is_live`: the person waits for it now.
#: `staff` is who has it or had it last.
HANDOVERS = Table(
    "handovers",
    METADATA,
    Column("id", Number, primary_key=True),
    *map(text_column, ("conversation", "channel", "address", "place", "reason", "state")),
    Column("is_live", Boolean, nullable=False),
    text_column("staff", server_default=""),
    text_column("staff_name", server_default=""),
    text_column("ended_by", server_default=""),
    *map(moment_column, ("opened", "agreed", "queued", "taken", "answered", "ended")),
    *map(moment_column, ("until", "wrote", "seen", "typing", "notified")),
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
    *map(text_column, ("key", "author", "name", "text", "sources")),
    seconds_column("at"),
    Column("message", Number, nullable=False),
    UniqueConstraint("handover", "key", name="handover_lines_once"),
    Index("handover_lines_of", "handover", "id"),
    # The page asks for what came after a number.
    sqlite_autoincrement=True,
)
