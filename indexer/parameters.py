"""Limits of fetching, reading and indexing, each with its unit and what it follows from."""

from __future__ import annotations

# Files
#: Bytes of one file.
MAX_FILE_BYTES = 200_000_000
#: Bytes of the YAML file beside a document, which a person types.
MAX_SIDECAR_BYTES = 200_000

# URLs
#: Bytes, unpacked, that a URL may send.
MAX_FETCH_BYTES = 50_000_000
#: Seconds that a whole fetch may take; seconds without a byte, and for connecting.
MAX_FETCH_SECONDS, READ_TIMEOUT_SECONDS, CONNECT_TIMEOUT_SECONDS = 60, 20, 15
MAX_REDIRECTS = 5

# The reading process
#: Seconds between two stages of a file (LibreOffice alone may take 120), and for the whole file,
#: which bounds one that reports its stages for ever.
MAX_STAGE_SECONDS, MAX_READING_SECONDS = 150, 3600
#: Bytes of memory (RLIMIT_DATA).
MAX_WORKER_MEMORY = 2_500_000_000

# Terminal
#: Characters of a file's name beside the progress bar.
MAX_NAME_CHARACTERS = 60
