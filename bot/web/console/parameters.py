"""Every number that decides something in this room."""

from __future__ import annotations

#: Bytes of a form, and its fields.
MAX_FORM, MAX_FIELDS = 256 * 1024, 500
#: Bytes of a form with files, and its files: one of the largest, or several small ones.
MAX_FILES_BYTES, MAX_FILES = 52_000_000, 30
#: Tries to sign in that a name, and an address, has in a minute.
TRIES_PER_NAME, TRIES_PER_ADDRESS = 5, 20
