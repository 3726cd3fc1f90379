"""What was acknowledged and not yet answered, on disk: nothing in it is lost by a crash, nothing is taken twice.

A message goes through `new` (taken), `answered` (the answer is known, `sent` of its parts have gone out) to `done` or `failed`.
Where to send (chat ids) is forgotten as soon as a message is done.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The states of a message that is not done, as SQL.
OPEN = "state IN ('new', 'answered')"
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, key TEXT NOT NULL, conversation TEXT NOT NULL,
    text TEXT NOT NULL, address TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'new', parts TEXT NOT NULL DEFAULT '[]',
    sent INTEGER NOT NULL DEFAULT 0, received REAL NOT NULL, UNIQUE (channel, key));
CREATE INDEX IF NOT EXISTS messages_open ON messages (conversation, id) WHERE {OPEN};
CREATE INDEX IF NOT EXISTS messages_lately ON messages (conversation, received);
CREATE TABLE IF NOT EXISTS choices (
    conversation TEXT NOT NULL, number INTEGER NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (conversation, number));
CREATE TABLE IF NOT EXISTS payloads (key TEXT PRIMARY KEY, payload TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS muted (conversation TEXT PRIMARY KEY, until REAL NOT NULL);
"""


@dataclass(frozen=True)
class ClaimedMessage:
    """One message that was taken: `address` tells its channel where to answer, `parts` what, `sent` how many are out."""

    id: int
    channel: str
    key: str
    conversation: str
    text: str
    address: Mapping[str, Any]
    state: str = "new"
    parts: Sequence[Mapping[str, Any]] = ()
    sent: int = 0
    received: float = 0.0


FIELDS = "id, channel, key, conversation, text, address, state, parts, sent, received"


class Inbox:
    """An open inbox; its calls are short and may come from any thread."""

    def __init__(self, path: Path | str, clock: Callable[[], float] = time.time) -> None:
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {SCHEMA}")
        # For notes of parts sent: safe from a crash of ours without waiting for the disk, so that the moment between an app's
        # "sent" and our note of it, in which a crash would double a part, is as short as can be.
        self._quick = self._db if str(path) == ":memory:" else _quick(path)
        self._lock = threading.Lock()
        self._clock = clock

    def _run(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def take(
        self, channel: str, key: str, conversation: str, text: str, address: Mapping[str, Any]
    ) -> int | None:
        """Put a message on disk and give its id; nothing when it was taken before."""
        rows = self._run(
            "INSERT INTO messages (channel, key, conversation, text, address, received) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING RETURNING id",
            channel, key, conversation, text, json.dumps(address), self._clock(),
        )  # fmt: skip
        return int(rows[0][0]) if rows else None

    def next(self, conversation: str) -> ClaimedMessage | None:
        """Give the oldest message of a conversation that is not done."""
        rows = self._run(
            f"SELECT {FIELDS} FROM messages WHERE conversation = ? AND {OPEN} ORDER BY id LIMIT 1",
            conversation,
        )
        return _taken(rows[0]) if rows else None

    def conversations(self) -> list[str]:
        """Give the conversations with messages that are not done: what a crash has left."""
        return [
            row[0] for row in self._run(f"SELECT DISTINCT conversation FROM messages WHERE {OPEN}")
        ]

    def waiting(self) -> int:
        """Count the messages that are not done."""
        return int(self._run(f"SELECT count(*) FROM messages WHERE {OPEN}")[0][0])

    def oldest(self) -> float | None:
        """Give when the oldest message that is not done came (seconds since 1970)."""
        return self._run(f"SELECT min(received) FROM messages WHERE {OPEN}")[0][0]  # type: ignore[no-any-return]

    def lately(self, conversation: str, seconds: float) -> int:
        """Count the messages of a conversation that came in the last so many seconds."""
        now = self._clock()
        # What seems to come from the future came before the machine's clock was set back.
        sql = "SELECT count(*) FROM messages WHERE conversation = ? AND received > ? AND received <= ?"
        return int(self._run(sql, conversation, now - seconds, now)[0][0])

    def answered(self, message_id: int, parts: Sequence[Mapping[str, Any]]) -> None:
        """Keep the answer before its first part is sent."""
        said = json.dumps(list(parts), ensure_ascii=False)
        self._run(
            "UPDATE messages SET state = 'answered', parts = ? WHERE id = ?", said, message_id
        )

    def sent(self, message_id: int, count: int) -> None:
        """Note that so many parts have gone out."""
        with self._lock:
            self._quick.execute("UPDATE messages SET sent = ? WHERE id = ?", (count, message_id))

    def close_message(self, message_id: int, state: str = "done") -> None:
        """Note the end of a message and forget what it said and where it came from."""
        self._run(
            "UPDATE messages SET state = ?, text = '', address = '{}', parts = '[]' WHERE id = ?",
            state,
            message_id,
        )

    def offer(self, conversation: str, payloads: Sequence[str]) -> None:
        """Keep what "1", "2"… stand for in a conversation now."""
        with self._lock:
            self._db.execute("DELETE FROM choices WHERE conversation = ?", (conversation,))
            rows = [(conversation, number, payload) for number, payload in enumerate(payloads, 1)]
            self._db.executemany("INSERT INTO choices VALUES (?, ?, ?)", rows)

    def choice(self, conversation: str, number: int) -> str | None:
        """Give what a number stands for in a conversation now."""
        rows = self._run(
            "SELECT payload FROM choices WHERE conversation = ? AND number = ?",
            conversation,
            number,
        )
        return str(rows[0][0]) if rows else None

    def keep_payload(self, key: str, payload: str) -> None:
        """Keep a payload that is too long for a button."""
        self._run("INSERT OR IGNORE INTO payloads VALUES (?, ?)", key, payload)

    def payload(self, key: str) -> str | None:
        """Give the payload kept under a key."""
        rows = self._run("SELECT payload FROM payloads WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def mute(self, conversation: str, seconds: float) -> None:
        """Stay silent in a conversation for a while: a person has taken over."""
        self._run(
            "INSERT OR REPLACE INTO muted VALUES (?, ?)", conversation, self._clock() + seconds
        )

    def is_muted(self, conversation: str) -> bool:
        """Tell whether a person has taken a conversation over."""
        return bool(
            self._run(
                "SELECT 1 FROM muted WHERE conversation = ? AND until > ?",
                conversation,
                self._clock(),
            )
        )

    def forget(self, conversation: str) -> None:
        """Erase all that is kept of a conversation but the keys that keep its messages from being taken twice."""
        with self._lock:
            for table in ("choices", "muted"):
                self._db.execute(f"DELETE FROM {table} WHERE conversation = ?", (conversation,))
            self._db.execute(
                f"UPDATE messages SET text = '', conversation = '' WHERE conversation = ? AND NOT {OPEN}",
                (conversation,),
            )

    def close(self) -> None:
        """Close the file, when no other thread is in it: SQLite would crash."""
        with self._lock:
            self._quick.close()
            self._db.close()


def _quick(path: Path | str) -> sqlite3.Connection:
    # Called from the event loop: a locked file is not waited for here.
    db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _taken(row: tuple[Any, ...]) -> ClaimedMessage:
    number, channel, key, conversation, text, address, state, parts, sent, received = row
    return ClaimedMessage(
        number,
        channel,
        key,
        conversation,
        text,
        json.loads(address),
        state,
        json.loads(parts),
        sent,
        received,
    )
