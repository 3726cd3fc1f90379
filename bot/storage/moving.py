"""What the bot keeps moved to another database, or copied from a shared one into a folder and back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, exists, insert, inspect, select, text

from bot.errors import IncompleteMove
from bot.storage import tables
from bot.storage.old_files import OLD_FILES
from bot.storage.opening import make_private, open_file
from bot.storage.tables import CONVERSATIONS, EVENTS
from database import (
    Database,
    checksum,
    copy_rows,
    fill_table,
    open_database,
    require_current_in,
)

#: All but leases, assistants, sessions and sign-ons: who works on what now is nobody's business elsewhere.
MOVED = (
    tables.MESSAGES,
    tables.CHOICES,
    tables.PAYLOADS,
    tables.MUTED,
    tables.TURNS,
    tables.VOTES,
    tables.TOKENS,
    tables.ANSWERS,
    tables.HANDOVERS,
    tables.HANDOVER_LINES,
    tables.STAFF,
    tables.AUDIT,
    tables.SECRETS,
    tables.UPLOADS,
    tables.UPLOAD_PARTS,
    tables.DRAFTS,
    tables.WRITER_COUNTS,
)
#: What a folder keeps in `conversations.db`: the secret has a file of its own.
COPIED = tuple(table for table in MOVED if table is not tables.SECRETS)
CONVERSATIONS_FILE, TRACKERS_FILE, SECRET_FILE = "conversations.db", "trackers.db", "secret"
SHARED_SECRET = select(tables.SECRETS.c.value).where(tables.SECRETS.c.name == "conversations")


def move_conversations(
    source: Database, target: Database, report: Callable[[str, int], object]
) -> None:
    """Copy what the target lacks; `report` is told of each table and the rows copied.

    Raise IncompleteMove where what was copied is not what the source holds.
    """
    for table in MOVED:
        for count in copy_rows(source, target, table):
            report(table.name, count)
    for table in MOVED:
        if checksum(source, table) != checksum(target, table):
            raise IncompleteMove(f"Bảng {table.name} ở nơi đến không giống nguồn.")


def write_secret(source: Connection, folder: Path) -> None:
    """Keep the secret that machines shared as this folder's own, unless it has one."""
    path, shared = folder / SECRET_FILE, source.scalar(SHARED_SECRET)
    if shared is not None and not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(bytes.fromhex(shared))


def copy_conversations(source: Connection, folder: Path) -> None:
    """Write what a transaction sees of a shared database into a folder, as files of one machine.

    Raise OutdatedTables or NewerTables where the tables are not this program's.
    """
    require_current_in(source, CONVERSATIONS)
    with closing(open_file(folder / CONVERSATIONS_FILE)) as file, file.writing() as target:
        for table in COPIED:
            fill_table(source, target, table)
    if inspect(source).has_table(EVENTS.name):
        path = folder / TRACKERS_FILE
        make_private(path)
        with closing(open_database(path)) as file, file.writing() as target:
            EVENTS.create(target)
            fill_table(source, target, EVENTS)
    write_secret(source, folder)


def put_back_conversations(target: Connection, folder: Path, names: Collection[str]) -> list[str]:
    """Fill a shared database, in which nothing is kept, from a folder's files.

    `names` are the files that belong to the copy; return those that were put back.
    """
    kept = [name for name in (CONVERSATIONS_FILE, *OLD_FILES) if name in names]
    if kept:
        # It takes over what older versions kept beside it.
        with closing(open_file(folder / CONVERSATIONS_FILE)) as file, file.reading() as source:
            for table in COPIED:
                fill_table(source, target, table)
    if TRACKERS_FILE in names:
        kept += _put_back_trackers(target, folder / TRACKERS_FILE)
    if SECRET_FILE in names:
        value = (folder / SECRET_FILE).read_bytes().hex()
        target.execute(insert(tables.SECRETS).values(name="conversations", value=value))
        kept.append(SECRET_FILE)
    return kept


def _put_back_trackers(target: Connection, path: Path) -> list[str]:
    with closing(open_database(path)) as file, file.reading() as source:
        if not inspect(source).has_table(EVENTS.name):
            return []
        EVENTS.create(target, checkfirst=True)
        fill_table(source, target, EVENTS)
        return [path.name]


def claim_unused(target: Connection) -> bool:
    """Whether nothing is kept in a shared database yet; if so, no other writes until the end.

    Raise OutdatedTables or NewerTables where the tables are not this program's.
    """
    require_current_in(target, CONVERSATIONS)
    if not _is_unused(target):
        return False
    names = ", ".join(table.name for table in MOVED)
    target.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
    return _is_unused(target)


def _is_unused(connection: Connection) -> bool:
    """Whether no row is there: an assistant that has served leaves at least its secret."""
    used = [*MOVED, *([EVENTS] if inspect(connection).has_table(EVENTS.name) else [])]
    return not any(connection.scalar(select(exists().select_from(table))) for table in used)
