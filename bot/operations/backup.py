"""Copies of all that the assistant keeps, taken and put back while it serves.

A copy is a folder: each SQLite file by SQLite's own online backup, so that it is whole whatever is
being written (https://sqlite.org/backup.html); the small files beside them; and a list of all with
their SHA-256 sums, written last. What is kept on PostgreSQL is written into the same files, all as
of one moment, so that a copy can be put back on either. Putting one back replaces the knowledge;
messages, votes, conversations and tokens are put back only where they are gone: what came since the
copy stays, and what people have had erased stays erased.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bot.errors import InvalidBackup
from bot.operations.parameters import PATIENT_BUSY_SECONDS
from bot.settings import Settings
from bot.storage.moving import (
    CONVERSATIONS_FILE,
    SECRET_FILE,
    TRACKERS_FILE,
    claim_unused,
    copy_conversations,
    put_back_conversations,
)
from bot.storage.old_files import OLD_FILES, OLD_TABLES
from bot.storage.opening import open_conversations

MANIFEST, KNOWLEDGE = "backup.json", "knowledge.db"
#: An empty file of the data folder whose time is that of the last copy.
LAST_BACKUP = "last-backup"


@dataclass(frozen=True)
class KeptFile:
    """A file that is copied: its name in a copy and its place on this machine."""

    name: str
    path: Path
    is_database: bool = True
    #: It is put back even where there is one.
    is_replaced: bool = False
    #: What took over what it held: where this is, the file is neither copied nor put back.
    successor: Path | None = None

    @property
    def is_past(self) -> bool:
        """Whether it is no longer in use."""
        return self.successor is not None and self.successor.exists()


def kept_files(settings: Settings) -> tuple[KeptFile, ...]:
    """Return every file that the assistant keeps."""
    return (
        KeptFile(KNOWLEDGE, settings.store, is_replaced=True),
        KeptFile(TRACKERS_FILE, settings.trackers),
        KeptFile(CONVERSATIONS_FILE, settings.conversations),
        *(
            KeptFile(name, settings.var / name, name in OLD_TABLES, False, settings.conversations)
            for name in OLD_FILES
        ),
        KeptFile(SECRET_FILE, settings.var / SECRET_FILE, is_database=False),
    )


def backup(
    settings: Settings, target: Path, copy_store: Callable[[Connection, Path], None]
) -> list[str]:
    """Copy everything into a new folder and return the names of the files in it.

    `copy_store` writes the knowledge that a transaction on PostgreSQL sees into a file. Raise
    InvalidBackup where the folder exists, DatabaseError where the database cannot be read.
    """
    if target.exists():
        raise InvalidBackup(f"{target} đã có; chọn một tên mới cho bản sao lưu.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        draft = Path(scratch) / "draft"
        draft.mkdir(mode=0o700)
        if settings.database:
            _copy_tables(settings, draft, copy_store)
        else:
            _copy_files(settings, draft)
        sums = {path.name: _checksum(path) for path in sorted(draft.iterdir())}
        (draft / MANIFEST).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
        draft.rename(target)
    settings.var.mkdir(parents=True, exist_ok=True)
    (settings.var / LAST_BACKUP).touch()
    return list(sums)


def last_backup(var: Path) -> float:
    """Return when this machine last made a copy (seconds since 1970); 0 where it never did."""
    try:
        return (var / LAST_BACKUP).stat().st_mtime
    except FileNotFoundError:
        return 0.0


def restore(
    settings: Settings,
    source: Path,
    prepare: Callable[[Path], None],
    replace_store: Callable[[Connection, Path], None],
) -> list[str]:
    """Put a copy back and return the names of the files that were put back.

    `prepare` makes a copy of the knowledge fit for this program, or raises where it cannot be;
    `replace_store` puts it in the place of what is on PostgreSQL. Raise InvalidBackup where the copy
    is not whole, DatabaseError where the database cannot be written; nothing is changed then.
    """
    names = _verified_names(source)
    if settings.database:
        return _restore_tables(settings, source, names, replace_store)
    return _restore_files(settings, source, names, prepare)


def file_names(source: Path) -> list[str]:
    """Return the names of the files of a copy that was found whole."""
    return list(json.loads((source / MANIFEST).read_text(encoding="utf-8")))


def _copy_tables(
    settings: Settings, folder: Path, copy_store: Callable[[Connection, Path], None]
) -> None:
    """Write what is on PostgreSQL into files, all of it as of one moment."""
    with contextlib.closing(open_conversations(settings)) as database, database.reading() as seen:
        copy_store(seen, folder / KNOWLEDGE)
        copy_conversations(seen, folder)
    for path in folder.glob("*.db"):
        with _connection(path) as db:
            _keep_in_one_file(db)


def _restore_tables(
    settings: Settings,
    source: Path,
    names: Collection[str],
    replace_store: Callable[[Connection, Path], None],
) -> list[str]:
    """Put a copy back on PostgreSQL in one transaction: all of it, or nothing."""
    restored: list[str] = []
    settings.var.mkdir(parents=True, exist_ok=True)
    # Not in /tmp, which is small in a container.
    with tempfile.TemporaryDirectory(dir=settings.var, prefix=".restore-") as scratch:
        folder = Path(scratch)
        # Older files are brought up to date: the copy itself stays as it is.
        for name in {file.name for file in kept_files(settings)} & set(names):
            shutil.copyfile(source / name, folder / name)
        with (
            contextlib.closing(open_conversations(settings)) as database,
            database.writing() as target,
        ):
            # First: an assistant that starts meanwhile would keep a secret of its own.
            is_unused = claim_unused(target)
            if KNOWLEDGE in names:
                replace_store(target, folder / KNOWLEDGE)
                restored.append(KNOWLEDGE)
            # What came since the copy stays, and what was erased stays erased.
            if is_unused:
                restored += put_back_conversations(target, folder, names)
    return restored


def _copy_files(settings: Settings, folder: Path) -> None:
    for file in kept_files(settings):
        if file.path.exists() and not file.is_past:
            copy = _copy_database if file.is_database else shutil.copy2
            copy(file.path, folder / file.name)


def _restore_files(
    settings: Settings, source: Path, names: Collection[str], prepare: Callable[[Path], None]
) -> list[str]:
    restored: list[str] = []
    for file in kept_files(settings):
        is_kept = file.path.exists() and not file.is_replaced
        if file.name not in names or is_kept or file.is_past:
            continue
        file.path.parent.mkdir(parents=True, exist_ok=True)
        if file.is_database:
            _restore_database(source / file.name, file.path, prepare if file.is_replaced else None)
        else:
            _restore_file(source / file.name, file.path)
        restored.append(file.name)
    return restored


def _verified_names(source: Path) -> list[str]:
    """Return the names of a copy's files, each of which must be as it was written."""
    try:
        sums = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        spoilt = [name for name, expected in sums.items() if not _is_whole(source, name, expected)]
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        raise InvalidBackup(f"{source} không phải bản sao lưu đầy đủ: {error}") from error
    if spoilt:
        raise InvalidBackup(f"Bản sao lưu {source} bị hỏng: {', '.join(spoilt)}.")
    return list(sums)


def _is_whole(folder: Path, name: str, expected: str) -> bool:
    # A list that names "../knowledge.db" is none of ours.
    return Path(name).name == name and _checksum(folder / name) == expected


def _copy_database(source: Path, target: Path) -> None:
    with _connection(source) as old, _connection(target) as new:
        old.backup(new)
        _keep_in_one_file(new)


def _keep_in_one_file(db: sqlite3.Connection) -> None:
    """Leave no journal beside a copy."""
    db.execute("PRAGMA journal_mode = DELETE")


def _restore_database(source: Path, target: Path, prepare: Callable[[Path], None] | None) -> None:
    """Replace a database under its readers: they see the old or the new one, whole."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as scratch:
        copy = Path(scratch) / source.name
        shutil.copyfile(source, copy)
        if prepare:
            prepare(copy)
        with _connection(copy) as old, _connection(target) as new:
            old.backup(new)


def _restore_file(source: Path, target: Path) -> None:
    draft = target.with_name(f"{target.name}.new")
    shutil.copy2(source, draft)
    os.replace(draft, target)


@contextlib.contextmanager
def _connection(path: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(path, timeout=PATIENT_BUSY_SECONDS, isolation_level=None)
    with contextlib.closing(db):
        yield db


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
