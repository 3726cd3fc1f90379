"""Every number that decides something in this room."""

from __future__ import annotations

#: Seconds in a day.
DAY = 24 * 3600.0

# The journal.
#: Seconds for which a locked file is waited for: the person waits for the answer meanwhile.
JOURNAL_SECONDS = 1.0

# Copies.
#: Seconds for which a locked file is waited for.
PATIENT_BUSY_SECONDS = 30.0

# Health.
#: Seconds between two checks when nobody asks.
CHECK_INTERVAL = 10.0
#: Seconds for which a check is told to other machines: anyone may ask, and a check costs a search.
REPORT_MAX_AGE = 1.0
#: Characters of an error that are told as the reason why a component fails.
MAX_REASON = 200
#: Bytes: with less free a disk counts as full, since SQLite's journals need room too.
MIN_FREE_DISK = 50 * 1024 * 1024
#: Seconds: the oldest message that waits longer for its answer has met with trouble.
MAX_MESSAGE_AGE = 300.0

# What an assistant tells of itself.
#: Seconds for which git may look for the program's commit.
GIT_SECONDS = 5.0

# Logs.
#: Characters of a log line.
MAX_LINE = 8000
#: A shorter secret is not blotted out: it would take ordinary words with it.
MIN_SECRET = 6

# Metrics.
#: Seconds: a turn takes some 60 ms; one that waits for Rasa to come back, some 20 s.
TURN_BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)

# The report.
#: Days of one: more are asked for by mistake.
MAX_DAYS = 3660
#: Days up to which it goes by day unless someone says, and up to which it may at all.
MAX_DAILY, MAX_DAY_INTERVALS = 93, 366
#: Rows of each table.
MAX_ROWS = 20
#: Slow turns that are listed.
MAX_SLOW_TURNS = 10
#: Grouping compares each question with others: of more unanswered ones the newest are taken.
MAX_GROUPED_QUESTIONS = 5000
#: `--since` counts at most so many hours, days or weeks.
MAX_PERIODS = 10_000

# The secret of this machine.
#: Bytes.
SECRET_LENGTH = 32
#: Hexadecimal digits of what is derived from it: 128 bits.
DIGEST_LENGTH = 32
