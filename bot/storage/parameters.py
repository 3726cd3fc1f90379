"""Every number that decides something in this room."""

from __future__ import annotations

#: Seconds for which an SQLite file that another process writes to is waited for.
BUSY_SECONDS = 30.0
#: Seconds for which the old files are kept beside after what they hold was taken over.
OLD_FILES_AGE = 7 * 24 * 3600.0
