"""The secret of this machine: the names of conversations and the word between the two processes are made from it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

LENGTH = 32


def load_secret(var: Path) -> bytes:
    """Give the secret, made on first use; of two processes that make one at the same time both get the first."""
    path = var / "secret"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=var, prefix=".secret-") as draft:
            os.fchmod(draft.fileno(), 0o600)
            draft.write(secrets.token_bytes(LENGTH))
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_bytes()


def derive(secret: bytes, purpose: str, length: int = 32) -> str:
    """Give what stands for a purpose or a person: nothing of the secret or of another purpose can be told from it."""
    return hmac.new(secret, purpose.encode(), hashlib.sha256).hexdigest()[:length]


def conversation_name(secret: bytes, talk: str) -> str:
    """Give the name of a conversation with someone of an app ("zalo:7" → "zalo:…"): their id there cannot be told from it."""
    return f"{talk.split(':', 1)[0]}:{derive(secret, talk)}"


def is_equal(given: str, expected: str) -> bool:
    """Compare in a time that tells nothing of how much is right."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
