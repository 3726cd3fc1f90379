"""Messages that were accepted and not yet answered, on disk: a crash loses none and doubles none.

A message is `new` when it is accepted, `answered` once its answer is kept and its parts go out, and
then closed. Where to send (chat ids) and what was said is forgotten as soon as it is closed; its
key stays, so that it is not accepted twice.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from bot.delivery.parameters import INBOX_BUSY_SECONDS, INBOX_PAUSES
from bot.delivery.retries import Sleep, retry_until_success
from bot.operations.sqlite_files import erase_rows, open_existing

LOG = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
ClosedState = Literal["done", "failed", "muted"]
#: What a person may see of their messages.
EXPORTED = ("id", "channel", "key", "text", "address", "state", "parts", "received")
#: The states of a message that is not closed, as SQL.
OPEN = "state IN ('new', 'answered')"
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, key TEXT NOT NULL,
    conversation TEXT NOT NULL, text TEXT NOT NULL, address TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new', parts TEXT NOT NULL DEFAULT '[]',
    sent INTEGER NOT NULL DEFAULT 0, received REAL NOT NULL, UNIQUE (channel, key));
CREATE INDEX IF NOT EXISTS messages_open ON messages (conversation, id) WHERE {OPEN};
CREATE INDEX IF NOT EXISTS messages_lately ON messages (conversation, received);
CREATE TABLE IF NOT EXISTS choices (
    conversation TEXT NOT NULL, number INTEGER NOT NULL, payload TEXT NOT NULL,
    PRIMARY KEY (conversation, number));
CREATE TABLE IF NOT EXISTS payloads (key TEXT PRIMARY KEY, payload TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS muted (conversation TEXT PRIMARY KEY, until REAL NOT NULL);
"""


@dataclass(frozen=True)
class ClaimedMessage:
    """An open message: `address` says where to answer, `parts` what, `sent` how many are out."""

    id: int
    channel: str
    conversation: str
    text: str
    address: Mapping[str, Any]
    state: str = "new"
    parts: Sequence[Mapping[str, Any]] = ()
    sent: int = 0


class Inbox:
    """An open inbox; its calls are short and may come from any thread."""

    def __init__(self, path: Path | str, clock: Callable[[], float] = time.time) -> None:
        in_memory = str(path) == ":memory:"
        if not in_memory:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._db = _connect(path, INBOX_BUSY_SECONDS)
        self._db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {SCHEMA}")
        # For notes of parts sent: safe from a crash of ours without waiting for the disk, so that
        # the moment between an app's "sent" and our note of it, in which a crash would double a
        # part, is as short as can be. Called from the event loop: a locked file is not waited for.
        self._quick_db = self._db
        if not in_memory:
            self._quick_db = _connect(path, busy_seconds=0)
            self._quick_db.execute("PRAGMA synchronous = NORMAL")
        self._lock = threading.Lock()
        self._clock = clock

    def accept(
        self, channel: str, key: str, conversation: str, text: str, address: Mapping[str, Any]
    ) -> int | None:
        """Put a message on disk and return its id; None where its key was accepted before."""
        rows = self._run(
            "INSERT INTO messages (channel, key, conversation, text, address, received)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
            channel, key, conversation, text, json.dumps(dict(address)), self._clock(),
        )  # fmt: skip
        return int(rows[0][0]) if rows else None

    def next_open(self, conversation: str) -> ClaimedMessage | None:
        """Return the oldest open message of a conversation."""
        rows = self._run(
            "SELECT id, channel, conversation, text, address, state, parts, sent FROM messages"
            f" WHERE conversation = ? AND {OPEN} ORDER BY id LIMIT 1",
            conversation,
        )
        return _claimed(rows[0]) if rows else None

    def open_conversations(self) -> list[str]:
        """Return the conversations with open messages: what a crash has left."""
        sql = f"SELECT DISTINCT conversation FROM messages WHERE {OPEN}"
        return [row[0] for row in self._run(sql)]

    def waiting(self) -> int:
        """Return the number of open messages."""
        return int(self._run(f"SELECT count(*) FROM messages WHERE {OPEN}")[0][0])

    def oldest(self) -> float | None:
        """Return when the oldest open message came (seconds since 1970); None without one."""
        oldest: float | None = self._run(f"SELECT min(received) FROM messages WHERE {OPEN}")[0][0]
        return oldest

    def count_recent(self, conversation: str, seconds: float) -> int:
        """Return how many messages of a conversation came in the last seconds."""
        now = self._clock()
        # What seems to come from the future came before the machine's clock was set back.
        sql = (
            "SELECT count(*) FROM messages"
            " WHERE conversation = ? AND received > ? AND received <= ?"
        )
        return int(self._run(sql, conversation, now - seconds, now)[0][0])

    def save_answer(self, message_id: int, parts: Sequence[Mapping[str, Any]]) -> None:
        """Keep the answer, before its first part is sent."""
        self._run(
            "UPDATE messages SET state = 'answered', parts = ? WHERE id = ?",
            json.dumps(list(parts), ensure_ascii=False), message_id,
        )  # fmt: skip

    def mark_sent(self, message_id: int, count: int) -> None:
        """Note that the first `count` parts have gone out."""
        with self._lock:
            self._quick_db.execute("UPDATE messages SET sent = ? WHERE id = ?", (count, message_id))

    def close_message(self, message_id: int, state: ClosedState = "done") -> None:
        """Close a message, and forget what it said and where it came from."""
        self._run(
            "UPDATE messages SET state = ?, text = '', address = '{}', parts = '[]' WHERE id = ?",
            state, message_id,
        )  # fmt: skip

    def save_choices(self, conversation: str, payloads: Sequence[str]) -> None:
        """Keep what "1", "2" … stand for in a conversation now."""
        rows = [(conversation, number, payload) for number, payload in enumerate(payloads, 1)]
        with self._lock:
            self._db.execute("DELETE FROM choices WHERE conversation = ?", (conversation,))
            self._db.executemany("INSERT INTO choices VALUES (?, ?, ?)", rows)

    def choice(self, conversation: str, number: int) -> str | None:
        """Return what a number stands for in a conversation now."""
        sql = "SELECT payload FROM choices WHERE conversation = ? AND number = ?"
        rows = self._run(sql, conversation, number)
        return str(rows[0][0]) if rows else None

    def save_payload(self, key: str, payload: str) -> None:
        """Keep a payload that is too long for a button."""
        self._run("INSERT OR IGNORE INTO payloads VALUES (?, ?)", key, payload)

    def payload(self, key: str) -> str | None:
        """Return the payload kept under a key."""
        rows = self._run("SELECT payload FROM payloads WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def mute(self, conversation: str, seconds: float) -> None:
        """Leave a conversation unanswered for a while: a person has taken it over."""
        until = self._clock() + seconds
        self._run("INSERT OR REPLACE INTO muted VALUES (?, ?)", conversation, until)

    def is_muted(self, conversation: str) -> bool:
        """Whether a person has taken a conversation over."""
        sql = "SELECT 1 FROM muted WHERE conversation = ? AND until > ?"
        return bool(self._run(sql, conversation, self._clock()))

    def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation, except the keys of its closed messages."""
        with self._lock:
            for table in ("choices", "muted"):
                self._db.execute(f"DELETE FROM {table} WHERE conversation = ?", (conversation,))
            self._db.execute(
                "UPDATE messages SET text = '', conversation = ''"
                f" WHERE conversation = ? AND NOT {OPEN}",
                (conversation,),
            )

    def close(self) -> None:
        """Close the file once no thread is in it: SQLite would crash."""
        with self._lock:
            self._quick_db.close()
            self._db.close()

    def _run(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()


def _connect(path: Path | str, busy_seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(
        path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
    )


def _claimed(row: tuple[Any, ...]) -> ClaimedMessage:
    message_id, channel, conversation, text, address, state, parts, sent = row
    return ClaimedMessage(
        message_id, channel, conversation, text, json.loads(address), state, json.loads(parts), sent
    )


class InboxRecords:
    """An inbox's file from outside; it exists only where a channel was on at some time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return what is kept of a conversation's messages, the oldest first."""
        sql = f"SELECT {', '.join(EXPORTED)} FROM messages WHERE conversation = ? ORDER BY id"
        with open_existing(self._path, "messages") as db:
            rows = db.execute(sql, (conversation,)).fetchall() if db else []
        return [dict(zip(EXPORTED, row, strict=True)) for row in rows]

    def expire(self, before: float) -> int:
        """Erase the answered messages before a moment (seconds since 1970); return how many."""
        return erase_rows(self._path, "messages", f"received < ? AND NOT ({OPEN})", before)


class PatientInbox:
    """Calls an inbox off the event loop, and again while its disk is full or its file is locked."""

    def __init__(self, inbox: Inbox, sleep: Sleep = asyncio.sleep) -> None:
        self._inbox, self._sleep = inbox, sleep

    async def run(
        self, method: Callable[Concatenate[Inbox, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a method of Inbox returns, in the end."""
        retrying = retry_until_success(INBOX_PAUSES, sqlite3.Error, _log_failure, self._sleep)
        return await retrying(asyncio.to_thread, method, self._inbox, *args, **kwargs)


def _log_failure(error: BaseException, _: float) -> None:
    LOG.error("the inbox cannot be written: %s", error)
