"""Bounds of databases."""

#: Rows that are copied in one transaction.
COPIED_ROWS = 2_000

#: Seconds to wait for another process that writes to an SQLite file.
BUSY_SECONDS = 30.0
#: Seconds between two tries to change the kind of journal, which SQLite does not wait for.
JOURNAL_PAUSE = 0.01
#: Connections of one process to PostgreSQL: those kept, and those added while many ask at once.
POOLED_CONNECTIONS, EXTRA_CONNECTIONS = 5, 10
#: Seconds to wait for a connection, to the server and from the pool.
CONNECT_SECONDS = 5
#: Seconds in which a replica that failed is not asked again.
REPLICA_PAUSE = 30.0
