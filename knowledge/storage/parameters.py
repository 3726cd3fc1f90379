"""Bounds of the store."""

#: Seconds to wait for another process that writes.
BUSY_SECONDS = 30
#: Seconds between two tries to change the kind of journal, which SQLite does not wait for.
JOURNAL_PAUSE = 0.01
#: Rows read by one statement; SQLite takes 32,766 values in one.
ROWS_PER_STATEMENT = 10_000
#: The passages of so many combinations of place, year and kind are kept.
CACHED_FILTERS = 64
#: How far a vector's length may be from one.
UNIT_TOLERANCE = 1e-3
