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
#: the system it takes minutes (the next write had waited 120 s when the test was ended). With these a
#: program writes to the next server of its address 8 s after the first fell silent, at the latest.
LIVENESS = {
    # Seconds for each server of the address; on a local network it takes 10 ms.
    "connect_timeout": "3",
    # Milliseconds for which what was sent may stay unacknowledged; without effect but on Linux.
    "tcp_user_timeout": "5000",
    # While an answer is waited for: a probe after so many seconds, another each second.
    "keepalives_idle": "2",
    "keepalives_interval": "1",
    "keepalives_count": "3",
}
