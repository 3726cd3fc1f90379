"""Every number that decides something in this room."""

from __future__ import annotations

#: Bytes of a form, and its fields.
MAX_FORM, MAX_FIELDS = 256 * 1024, 500
#: Bytes of a form with files, and its files: one of the largest, or several small ones.
MAX_FILES_BYTES, MAX_FILES = 52_000_000, 30
#: Tries to sign in that a name, and an address, has in a minute.
TRIES_PER_NAME, TRIES_PER_ADDRESS = 5, 20
#: Characters of a page's address to go on to, and of the code that someone brings from the provider.
MAX_BACK, MAX_CODE = 500, 4096
#: Characters of what the audit trail is searched for.
MAX_SOUGHT = 200

# Answering people.

#: Characters of a search for sources, passages that it offers, and characters of one.
MAX_SOURCE_QUERY, MAX_SOURCE_QUOTE = 300, 600
#: Characters of the word that an answer bears so that it is sent once.
MAX_KEY = 40
