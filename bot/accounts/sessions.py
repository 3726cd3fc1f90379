"""The sessions of who is signed in, kept here: a browser holds a random key and nothing else."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, update

from bot.accounts.parameters import IDLE_SECONDS, SEEN_SECONDS, SESSION_SECONDS, TOKEN_BYTES
from bot.storage.tables import SESSIONS
from database import Database


@dataclass(frozen=True)
class Session:
    """A session: whose it is, the token that its forms carry, whether the second factor was shown."""

    key: str
    staff_id: int
    csrf: str
    is_complete: bool


class Sessions:
    """The sessions; of each the hash of its key is kept, so that a copy of the file signs nobody in."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def begin(self, staff_id: int, is_complete: bool) -> Session:
        """Begin a session with a key of its own."""
        now, key, csrf = self._clock(), _token(), _token()
        row = {
            "key": hash_key(key), "staff_id": staff_id, "csrf": csrf, "is_complete": is_complete,
            "began": now, "seen": now,
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(delete(SESSIONS).where(self._is_over(now)))
            connection.execute(insert(SESSIONS).values(row))
        return Session(key, staff_id, csrf, is_complete)

    def find(self, key: str, is_activity: bool = True) -> Session | None:
        """Return the session of a key, None where it is over or never was.

        What a page asks by itself is no activity: the session ends as if it had not asked.
        """
        now = self._clock()
        query = select(SESSIONS).where(SESSIONS.c.key == hash_key(key), ~self._is_over(now))
        rows = self._database.rows(query)
        if not rows:
            return None
        if is_activity and now - rows[0].seen > SEEN_SECONDS:
            seen = update(SESSIONS).where(SESSIONS.c.key == hash_key(key)).values(seen=now)
            with self._database.writing(is_durable=False) as connection:
                connection.execute(seen)
        return Session(key, rows[0].staff_id, rows[0].csrf, bool(rows[0].is_complete))

    def end(self, key: str) -> None:
        """End a session."""
        self._delete(SESSIONS.c.key == hash_key(key))

    def end_all_of(self, staff_id: int, but: Session | None = None) -> None:
        """End every session of someone, but for one: what they may do has changed."""
        kept = hash_key(but.key) if but else ""
        self._delete((SESSIONS.c.staff_id == staff_id) & (SESSIONS.c.key != kept))

    def expire(self, before: float) -> int:
        """Erase the sessions that began before a moment (seconds since 1970); return how many."""
        return self._delete(SESSIONS.c.began < before)

    def _is_over(self, now: float) -> ColumnElement[bool]:
        idle, old = SESSIONS.c.seen < now - IDLE_SECONDS, SESSIONS.c.began < now - SESSION_SECONDS
        return idle | old

    def _delete(self, condition: ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            return connection.execute(delete(SESSIONS).where(condition)).rowcount


def _token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_key(key: str) -> str:
    """Return what is kept of a key that a browser holds."""
    # The key is random and long: a fast hash is enough.
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
