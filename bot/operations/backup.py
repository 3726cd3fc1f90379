"""Copies of all that the assistant keeps, taken and put back while it serves.

A copy is a folder: each SQLite file by SQLite's own online backup (https://sqlite.org/backup.html), so that it is whole whatever
is being written; the small files beside them; and a list of all with their sums, written last. Putting one back replaces the
knowledge; messages, votes, conversations and tokens are put back only where they are gone: what came since the copy stays, and what
people have had erased stays erased.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.errors import InvalidBackup
from bot.settings import Settings

LIST = "backup.json"
KNOWLEDGE = "knowledge.db"
#: What the assistant keeps besides its databases: Zalo's tokens, and the secret that conversations' names are made with.
FILES = ("zalo-tokens.json", "secret")
BUSY_SECONDS = 30


def databases(settings: Settings) -> dict[str, Path]:
    """Give the SQLite files by the name they have in a copy."""
    kept = {name: settings.var / name for name in ("inbox.db", "feedback.db", "turns.db")}
    return {KNOWLEDGE: settings.store, "trackers.db": settings.trackers, **kept}


def backup(settings: Settings, to: Path) -> list[str]:
    """Copy everything into a new folder; give the names of what was copied. BadBackup where the folder is taken."""
    if to.exists():
        raise InvalidBackup(f"{to} đã có; chọn một tên mới cho bản sao lưu.")
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".backup-") as scratch:
        draft = Path(scratch) / "draft"
        draft.mkdir(mode=0o700)
        for name, path in databases(settings).items():
            if path.exists():
                _copy(path, draft / name)
        for name in FILES:
            if (settings.var / name).exists():
                shutil.copy2(settings.var / name, draft / name)
        sums = {path.name: _sum(path) for path in sorted(draft.iterdir())}
        (draft / LIST).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
        draft.rename(to)
    return list(sums)


def restore(settings: Settings, source: Path, fit: Callable[[Path], None]) -> list[str]:
    """Put a copy back; give the names of what was put back. BadBackup where it is not whole, and then nothing is changed.

    `fit` brings a copy of the knowledge up to date, or raises where a newer program has written it.
    """
    names = _checked(source)
    put: list[str] = []
    for name, path in {**databases(settings), **{name: settings.var / name for name in FILES}}.items():
        if name not in names or (name != KNOWLEDGE and path.exists()):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in FILES:
            _replace(source / name, path)
        else:
            _put(source / name, path, fit if name == KNOWLEDGE else _as_it_is)
        put.append(name)
    return put


def _checked(source: Path) -> list[str]:
    """Give the names a copy holds; every file must be as it was written."""
    try:
        sums = json.loads((source / LIST).read_text(encoding="utf-8"))
        wrong = [name for name, told in sums.items() if Path(name).name != name or _sum(source / name) != told]
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        raise InvalidBackup(f"{source} không phải bản sao lưu đầy đủ: {error}") from error
    if wrong:
        raise InvalidBackup(f"Bản sao lưu {source} bị hỏng: {', '.join(wrong)}.")
    return list(sums)


def _copy(source: Path, to: Path) -> None:
    with _opened(source) as old, _opened(to) as new:
        old.backup(new)
        # A copy is one file, without a journal beside it.
        new.execute("PRAGMA journal_mode = DELETE")


def _as_it_is(path: Path) -> None:
    """Change nothing."""


def _put(source: Path, to: Path, fit: Callable[[Path], None]) -> None:
    """Replace a database under the eyes of those who read it: they see the old or the new one, whole."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / source.name
        shutil.copyfile(source, copy)
        fit(copy)
        with _opened(copy) as old, _opened(to) as new:
            if old.execute("SELECT 1 FROM sqlite_master WHERE name = 'mark'").fetchone():
                # Numbers of passages may be given twice now: what was worked out from the store is worked out anew.
                old.execute("UPDATE mark SET value = lower(hex(randomblob(16)))")
            old.backup(new)


def _replace(source: Path, to: Path) -> None:
    draft = to.with_name(f"{to.name}.new")
    shutil.copy2(source, draft)
    os.replace(draft, to)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as db:
        yield db


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
