"""Bounds of databases."""

#: Rows that are copied in one transaction.
COPIED_ROWS = 2_000

#: Seconds to wait for another process that writes to an SQLite file.
BUSY_SECONDS = 30.0
#: Seconds between two tries to change the kind of journal, which SQLite does not wait for.
JOURNAL_PAUSE = 0.01
#: Connections of one process to PostgreSQL: those kept, and those added while many ask at once.
POOLED_CONNECTIONS, EXTRA_CONNECTIONS = 5, 10
#: Seconds to wait for a connection from the pool.
POOL_SECONDS = 5
#: How soon a server that is silent, as one without power is, is given up (libpq's own names). Left to
#: the system it takes minutes: the next write had waited 120 s when its test was ended. Two assistants
#: under load, their primary cut off and its replica promoted 3 s later: no answer for 5 s, all as before
#: after 10 s (with 5 s for the second and 3 s for the first of these: 20 s and 25 s).
LIVENESS = {
    # Seconds for each server of the address; on a local network it takes 10 ms.
    "connect_timeout": "2",
    # Milliseconds for which what was sent may stay unacknowledged; without effect but on Linux.
    "tcp_user_timeout": "3000",
    # While an answer is waited for: a probe after so many seconds, another each second.
    "keepalives_idle": "1",
    "keepalives_interval": "1",
    "keepalives_count": "3",
}
