"""Every number that decides something in this room."""

from __future__ import annotations

#: Bytes of a form, and its fields.
MAX_FORM, MAX_FIELDS = 256 * 1024, 500
#: Tries to sign in that a name, and an address, has in a minute.
TRIES_PER_NAME, TRIES_PER_ADDRESS = 5, 20
