"""Passwords, kept as Argon2id hashes (RFC 9106)."""

from __future__ import annotations

import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.accounts.parameters import MAX_PASSWORD, MIN_PASSWORD, NEW_PASSWORD_BYTES
from bot.errors import InvalidAccount

HASHER = PasswordHasher()


def _hash_of_nothing() -> str:
    """Return what is written like a hash and is none: made without hashing, which takes its time."""
    sizes = HASHER.salt_len, HASHER.hash_len
    salt, digest = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in sizes)
    cost = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


#: Stands for the hash of a name that nobody has: to refuse it takes as long as a wrong password.
NOBODY = _hash_of_nothing()


def hash_password(password: str) -> str:
    """Return the hash of a password. Raise InvalidAccount for one too short or too long."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise InvalidAccount(f"Mật khẩu phải có từ {MIN_PASSWORD} đến {MAX_PASSWORD} ký tự.")
    return HASHER.hash(password)


def is_right(password: str, hashed: str) -> bool:
    """Whether a password is the one that was hashed; an empty hash is nobody's."""
    try:
        return HASHER.verify(hashed or NOBODY, password[:MAX_PASSWORD]) and bool(hashed)
    except (Argon2Error, InvalidHashError):
        return False


def new_password() -> str:
    """Return a password that nobody can guess."""
    return secrets.token_urlsafe(NEW_PASSWORD_BYTES)
