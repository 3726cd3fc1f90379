"""Where things are kept: SQLite files in an office, PostgreSQL where several machines share it.

Goes in: a path or an address. Comes out: a Database that reads and writes in transactions, with
tables at the version that this program knows.
Imports: SQLAlchemy, Alembic, psycopg; nothing else of ours.
"""

from database.copying import checksum, copy_rows, fill_table
from database.database import Database, insert_into, open_database
from database.errors import (
    DatabaseBusy,
    DatabaseError,
    DatabaseUnavailable,
    NewerTables,
    OutdatedTables,
    UnusableAddress,
    kind_of,
    reason_of,
)
from database.migration import Tables, require_current, require_current_in, stamp, upgrade
from database.postgresql import connection_parameters
from database.reader import Reader

__all__ = [
    "Database",
    "DatabaseBusy",
    "DatabaseError",
    "DatabaseUnavailable",
    "NewerTables",
    "OutdatedTables",
    "Reader",
    "Tables",
    "UnusableAddress",
    "checksum",
    "connection_parameters",
    "copy_rows",
    "fill_table",
    "insert_into",
    "kind_of",
    "open_database",
    "reason_of",
    "require_current",
    "require_current_in",
    "stamp",
    "upgrade",
]
