"""What was said in a hand-over: lines of the person, the assistant, staff, and notices, in order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import Connection, Row, Select, exists, select

from bot.handover.parameters import MAX_NEW_LINES, MAX_SHOWN_LINES
from bot.storage.tables import HANDOVER_LINES as LINES
from bot.storage.tables import MESSAGES
from database import Database, insert_into

#: A "notice" goes to the person, a "note" is for staff alone.
Author = Literal["person", "assistant", "staff", "notice", "note"]
#: How far a line has come to its person; empty for what does not go out.
Delivery = Literal["", "sending", "sent", "failed"]
TO_PERSON = ("staff", "notice")
#: What the states of the inbox mean for a line that goes out.
DELIVERIES: Mapping[str | None, Delivery] = {
    "new": "sending", "answered": "sending", "failed": "failed", "muted": "failed",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A passage that staff have put beside their answer; `url` is its place on our pages."""

    title: str
    quote: str
    url: str


@dataclass(frozen=True)
class NewLine:
    """Something to be kept; `key` is the same when it is said again."""

    key: str
    author: Author
    text: str
    name: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Line:
    """Something that was said at a moment (seconds since 1970)."""

    id: int
    author: Author
    name: str
    text: str
    sources: tuple[Source, ...]
    at: float
    delivery: Delivery


def keep_line(connection: Connection, handover: int, line: NewLine, at: float) -> int | None:
    """Keep a line within a transaction and return its number; None where its key was kept before."""
    sources = json.dumps([asdict(source) for source in line.sources], ensure_ascii=False)
    new = insert_into(connection, LINES).values(
        handover=handover, key=line.key, author=line.author, name=line.name, text=line.text,
        sources=sources, at=at, message=0,
    )  # fmt: skip
    number: int | None = connection.scalar(new.on_conflict_do_nothing().returning(LINES.c.id))
    return number


class Transcript:
    """Reads the lines; its calls are short and may come from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lines(self, handover: int) -> list[Line]:
        """Return the newest lines of a hand-over, the oldest of them first."""
        newest = _lines().where(LINES.c.handover == handover).order_by(LINES.c.id.desc())
        rows = self._database.rows(newest.limit(MAX_SHOWN_LINES))
        return [_line(row) for row in reversed(rows)]

    def for_person(self, handover: int, after: int) -> list[Line]:
        """Return what went out to the person after a number, the oldest first."""
        chosen = _lines().where(
            LINES.c.handover == handover, LINES.c.id > after, LINES.c.author.in_(TO_PERSON)
        )
        rows = self._database.rows(chosen.order_by(LINES.c.id).limit(MAX_NEW_LINES))
        return [_line(row) for row in rows]

    def is_unread(self, handover: int, until: int, seen: float) -> bool:
        """Whether something up to a number went out to the person after a moment."""
        unread = select(exists().where(
            LINES.c.handover == handover, LINES.c.id <= until, LINES.c.at > seen,
            LINES.c.author.in_(TO_PERSON),
        ))  # fmt: skip
        return bool(self._database.scalar(unread))


def _lines() -> Select[tuple[object, ...]]:
    columns = [
        LINES.c[name] for name in ("id", "author", "name", "text", "sources", "at", "message")
    ]
    return select(*columns, MESSAGES.c.state).outerjoin(
        MESSAGES, (MESSAGES.c.id == LINES.c.message) & (LINES.c.message != 0)
    )


def _line(row: Row[tuple[object, ...]]) -> Line:
    # One that ended so long ago that the inbox has forgotten it has gone out.
    goes_out = row.author in TO_PERSON
    delivery: Delivery = DELIVERIES.get(row.state, "sent") if goes_out else ""
    return Line(row.id, row.author, row.name, row.text, read_sources(row.sources), row.at, delivery)


def read_sources(kept: str) -> tuple[Source, ...]:
    """Return the sources that a row keeps."""
    found: Sequence[Mapping[str, str]] = json.loads(kept)
    return tuple(Source(one["title"], one["quote"], one["url"]) for one in found)
