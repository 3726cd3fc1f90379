"""The database of what the bot keeps is opened: a file of this machine, or a shared PostgreSQL."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from bot.settings import Settings
from bot.storage.old_files import take_over
from bot.storage.parameters import BUSY_SECONDS
from bot.storage.tables import CONVERSATIONS
from database import Database, DatabaseError, open_database, require_current, upgrade

IN_MEMORY = ":memory:"
#: What is acknowledged outlives a loss of power; what is erased is overwritten with zeros, not only
#: unlinked (https://sqlite.org/pragma.html).
PRAGMAS = ("synchronous = FULL", "secure_delete = ON")


def open_conversations(settings: Settings) -> Database:
    """Open what the settings name. Raise DatabaseError where that cannot be."""
    return open_at(settings.database.get_secret_value() or settings.conversations)


def open_at(address: Path | str) -> Database:
    """Open a shared database by its address, a file by its path. Raise DatabaseError."""
    return open_file(address) if "://" not in str(address) else _open_current(address)


def open_as_it_is(settings: Settings) -> Database | None:
    """Open what is there and change nothing of it; None where there is no file yet.

    Raise DatabaseError where it cannot be opened or is of another version.
    """
    if shared := settings.database.get_secret_value():
        return _open_current(shared)
    return _open_current(settings.conversations) if settings.conversations.exists() else None


def _open_current(address: Path | str) -> Database:
    database = open_database(address)
    try:
        require_current(database, CONVERSATIONS)
    except DatabaseError:
        database.close()
        raise
    return database


def migrate_conversations(address: str) -> None:
    """Bring a shared database's tables up to this program. Raise DatabaseError."""
    with closing(open_database(address)) as database:
        upgrade(database, CONVERSATIONS)


def open_file(path: Path | str = IN_MEMORY) -> Database:
    """Open a file of this machine, at the present version, with what the old files beside it hold.

    Nobody else on the machine may read it: it holds what people ask, and tokens.
    """
    if path != IN_MEMORY:
        make_private(Path(path))
    database = open_database(path, BUSY_SECONDS, PRAGMAS)
    upgrade(database, CONVERSATIONS)
    if path != IN_MEMORY:
        take_over(database, Path(path).parent)
    return database


def make_private(path: Path) -> None:
    """Make an empty file that only its owner may read, unless there is one.

    SQLite gives the files beside it the same mode.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
