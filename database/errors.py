"""What can go wrong with a database, one plain sentence each.

DatabaseError
├── UnusableAddress      the address names no database that this program knows
├── DatabaseUnavailable  it cannot be reached, refuses the password, or is no database
├── DatabaseBusy         another writes to it, and that was not to be waited for
├── OutdatedTables       an older program made its tables: `thidua migrate` brings them up to date
└── NewerTables          a newer program made them

What fails while a database is in use is SQLAlchemy's own `SQLAlchemyError`.
"""

from __future__ import annotations


class DatabaseError(Exception):
    """Base class of everything this package raises on purpose."""


class UnusableAddress(DatabaseError):
    """The address names no database that this program knows."""


class DatabaseUnavailable(DatabaseError):
    """The database cannot be reached, refuses the password, or is no database."""


class DatabaseBusy(DatabaseError):
    """Another writes to the database, and that was not to be waited for."""


class OutdatedTables(DatabaseError):
    """An older program made the tables; the sentence names the command that brings them up to date."""


class NewerTables(DatabaseError):
    """A newer program made the tables."""


def kind_of(error: BaseException) -> str:
    """Return what kind of error it is, for everyone to see: what it says may name hosts and users."""
    return type(_cause(error)).__name__


def reason_of(error: BaseException) -> str:
    """Return what the driver says in its first line: no statement, no values, no password.

    Further lines quote values (PostgreSQL's DETAIL), SQLAlchemy's own the statement.
    """
    return str(_cause(error)).strip().partition("\n")[0]


def _cause(error: BaseException) -> BaseException:
    """Return the driver's own error, which SQLAlchemy's is about."""
    return getattr(error, "orig", None) or error
