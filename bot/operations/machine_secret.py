"""The secrets from which conversations' names and Rasa's password are derived."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from bot.operations.parameters import DIGEST_LENGTH, SECRET_LENGTH
from bot.storage.tables import SECRETS
from database import Database, insert_into


def load_secret(var: Path) -> bytes:
    """Return the secret kept in a folder, made on first use.

    Of two processes that make one at the same time both get the first.
    """
    path = var / "secret"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=var, prefix=".secret-") as draft:
            os.fchmod(draft.fileno(), 0o600)
            draft.write(secrets.token_bytes(SECRET_LENGTH))
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_bytes()


def conversation_secret(var: Path, database: Database) -> bytes:
    """Return the secret that names conversations: this machine's, or what all machines share.

    The first of them to ask gives its own, so that its conversations keep their names.
    """
    own = load_secret(var)
    if not database.is_shared:
        return own
    with database.writing() as connection:
        new = insert_into(connection, SECRETS).values(name="conversations", value=own.hex())
        connection.execute(new.on_conflict_do_nothing())
        shared = select(SECRETS.c.value).where(SECRETS.c.name == "conversations")
        return bytes.fromhex(connection.scalars(shared).one())


def derive(secret: bytes, purpose: str, length: int = DIGEST_LENGTH) -> str:
    """Return the keyed hash of a purpose or person: it tells nothing of the secret or of others."""
    return hmac.new(secret, purpose.encode(), hashlib.sha256).hexdigest()[:length]


def conversation_name(secret: bytes, talk: str) -> str:
    """Return the name of an app's conversation, "zalo:7" → "zalo:…", which hides the id there."""
    return f"{talk.split(':', 1)[0]}:{derive(secret, talk)}"


def is_equal(given: str, expected: str) -> bool:
    """Whether two words are equal, in a time that tells nothing of how much of one is right."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
