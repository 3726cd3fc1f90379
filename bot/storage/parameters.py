"""Every number that decides something in this room."""

from __future__ import annotations

#: Seconds for which an SQLite file that another process writes to is waited for.
BUSY_SECONDS = 30.0
#: Seconds for which the old files are kept beside after what they hold was taken over.
OLD_FILES_AGE = 7 * 24 * 3600.0

# Leases of several assistants on one database.

#: Seconds after which what a killed assistant worked on is taken over.
LEASE_SECONDS = 15.0
#: Seconds between two renewals: two may fail before a lease runs out.
RENEWAL_SECONDS = 5.0
#: Seconds between two looks at whether it is one's turn.
LEASE_POLL_SECONDS = 0.05
#: Seconds for which an assistant that is not seen any more is still told of: an operator who comes in
#: the morning learns what happened at night.
FORGOTTEN_SECONDS = 24 * 3600.0
#: Seconds for which the answer to a web message is given again to who sends it again.
ANSWER_SECONDS = 3600.0

# Redis.

#: Seconds for which Redis is waited for; people wait meanwhile.
REDIS_SECONDS = 0.5
#: How often something is asked again at once: a connection may have been cut since the last time.
REDIS_RETRIES = 1
