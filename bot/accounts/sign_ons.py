"""Who went to the office's provider to sign in and has not come back yet."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from bot.accounts.parameters import SIGN_ON_SECONDS, STATE_BYTES
from bot.accounts.sessions import hash_key
from bot.storage.tables import SIGN_ONS
from database import Database


@dataclass(frozen=True)
class SignOn:
    """What was sent along, and must come back: the state, the nonce, what PKCE's code is proved by.

    `back` is the page where they go on.
    """

    state: str
    nonce: str
    verifier: str
    back: str


def new_sign_on(back: str) -> SignOn:
    """Return one that nobody can guess."""
    state, nonce, verifier = (secrets.token_urlsafe(STATE_BYTES) for _ in range(3))
    return SignOn(state, nonce, verifier, back)


class SignOns:
    """Each counts once, within SIGN_ON_SECONDS, in the browser that it began in.

    Kept in the database, since whoever comes back may come to another machine.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def keep(self, sign_on: SignOn) -> str:
        """Keep one and return the key that its browser is to hold."""
        key, now = secrets.token_urlsafe(STATE_BYTES), self._clock()
        row = {
            "key": hash_key(key), "state": sign_on.state, "nonce": sign_on.nonce,
            "verifier": sign_on.verifier, "back": sign_on.back, "began": now,
        }  # fmt: skip
        with self._database.writing(is_durable=False) as connection:
            connection.execute(delete(SIGN_ONS).where(SIGN_ONS.c.began < now - SIGN_ON_SECONDS))
            connection.execute(insert(SIGN_ONS).values(row))
        return key

    def take(self, key: str, state: str) -> SignOn | None:
        """Return the one of a key and a state, once; None where there is none (any more)."""
        now, hashed = self._clock(), hash_key(key)
        row = None
        with self._database.writing() as connection:
            found = select(SIGN_ONS).where(SIGN_ONS.c.key == hashed)
            kept = connection.execute(found).one_or_none()
            # Of two requests with one key only that one has it which takes it away.
            if connection.execute(delete(SIGN_ONS).where(SIGN_ONS.c.key == hashed)).rowcount:
                row = kept
        if row is None or row.began < now - SIGN_ON_SECONDS:
            return None
        if not secrets.compare_digest(row.state.encode(), state.encode(errors="replace")):
            return None
        return SignOn(row.state, row.nonce, row.verifier, row.back)
