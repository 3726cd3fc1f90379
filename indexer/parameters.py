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
#: Characters of an ETag or Last-Modified that is kept.
MAX_VALIDATOR_CHARACTERS = 500
#: Bytes of a page in which a feed's root element, or the form of a login, is looked for.
FEED_SEARCH_BYTES, LOGIN_SEARCH_BYTES = 4_096, 300_000

# Watched sources
#: Bytes of the YAML list, its entries, and files of one folder.
MAX_WATCH_LIST_BYTES, MAX_WATCHED_SOURCES, MAX_WATCHED_FILES = 500_000, 2_000, 50_000
#: Seconds between two visits of a source: at least, and at most.
MIN_EVERY_SECONDS, MAX_EVERY_SECONDS = 900, 366 * 86_400
#: Seconds by which a visit may come early: a timer never fires at the same second.
SCHEDULE_SLACK_SECONDS = 300
#: Seconds between two requests to one host, and at most when its robots.txt asks for more.
REQUEST_INTERVAL_SECONDS, MAX_CRAWL_DELAY_SECONDS = 1.0, 30.0
#: Bytes of a robots.txt (RFC 9309 asks for 512,000 at least), and seconds for fetching it.
MAX_ROBOTS_BYTES, MAX_ROBOTS_SECONDS = 512_000, 30
#: Characters of a value that an error message quotes.
MAX_QUOTED_CHARACTERS = 80
#: Seconds to wait for the log of visits while another program holds it.
VISIT_LOG_BUSY_SECONDS = 10.0

# The reading process
#: Seconds between two stages of a file (LibreOffice alone may take 120), and for the whole file,
#: which bounds one that reports its stages for ever.
MAX_STAGE_SECONDS, MAX_READING_SECONDS = 150, 3600
#: Bytes of memory (RLIMIT_DATA).
MAX_WORKER_MEMORY = 2_500_000_000

# Terminal
#: Characters of a file's name beside the progress bar.
MAX_NAME_CHARACTERS = 60
#: Of so few files each is listed at the end, beyond only those that need a check.
MAX_LISTED = 20
