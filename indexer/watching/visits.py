"""What was seen at each watched address and file, in an SQLite file beside the store.

Every visit is written as soon as it is over, so a run that is cut short goes on with the next
source. The rows of sources that no longer stand in their list are dropped.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from indexer.errors import AlreadyWatching
from indexer.fetch import NO_VALIDATORS, Validators
from indexer.parameters import VISIT_LOG_BUSY_SECONDS

WatchState = Literal["new", "changed", "unchanged", "vanished", "withdrawn", "failed"]
SCHEMA = """
CREATE TABLE IF NOT EXISTS visits (
    list TEXT, source TEXT, location TEXT, state TEXT, document_id TEXT, checksum TEXT,
    etag TEXT, last_modified TEXT, rules TEXT, at TEXT,
    PRIMARY KEY (list, source, location)
);
CREATE INDEX IF NOT EXISTS visits_of_document ON visits (document_id);
CREATE TABLE IF NOT EXISTS rounds (list TEXT, source TEXT, at TEXT, PRIMARY KEY (list, source));
"""


@dataclass(frozen=True)
class Visit:
    """What was last seen at one address or file.

    `document_id` and `checksum` are those of its document, "" when it has not become one; the
    validators hold for a document read by the rules of version `rules`.
    """

    location: str
    state: WatchState
    document_id: str = ""
    checksum: str = ""
    validators: Validators = NO_VALIDATORS
    rules: str = ""


class VisitLog:
    """The visits of one list, in a file that the lists of a store share."""

    def __init__(self, db: sqlite3.Connection, list_path: Path) -> None:
        self._db = db
        self._list = str(list_path)

    def keep_only(self, sources: Iterable[str]) -> None:
        """Forget the sources that the list no longer names."""
        kept = set(sources)
        query = "SELECT source FROM visits WHERE list = ? UNION SELECT source FROM rounds WHERE list = ?"
        found = {source for (source,) in self._db.execute(query, (self._list, self._list))}
        for source in found - kept:
            for table in ("visits", "rounds"):
                key = (self._list, source)
                self._db.execute(f"DELETE FROM {table} WHERE list = ? AND source = ?", key)

    def finished(self, source: str) -> datetime | None:
        """Return when the last complete visit of a source began, None when there was none."""
        query = "SELECT at FROM rounds WHERE list = ? AND source = ?"
        row = self._db.execute(query, (self._list, source)).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def finish(self, source: str, began: datetime) -> None:
        """Note that a source was visited completely."""
        row = (self._list, source, _written(began))
        self._db.execute("INSERT OR REPLACE INTO rounds VALUES (?, ?, ?)", row)

    def reopen(self, source: str) -> None:
        """Forget when a source was visited, so that it is due."""
        query = "DELETE FROM rounds WHERE list = ? AND source = ?"
        self._db.execute(query, (self._list, source))

    def visits(self, source: str) -> dict[str, Visit]:
        """Return location → what was last seen there, of one source."""
        query = "SELECT * FROM visits WHERE list = ? AND source = ?"
        rows = self._db.execute(query, (self._list, source))
        return {row["location"]: _visit(row) for row in rows}

    def record(self, source: str, visit: Visit, at: datetime) -> None:
        """Write what was seen, in place of what was seen before."""
        row = (
            self._list, source, visit.location, visit.state, visit.document_id, visit.checksum,
            visit.validators.etag, visit.validators.last_modified, visit.rules, _written(at),
        )  # fmt: skip
        marks = ", ".join("?" * len(row))
        self._db.execute(f"INSERT OR REPLACE INTO visits VALUES ({marks})", row)

    def forget(self, source: str, location: str) -> None:
        """Drop what was seen at a location."""
        query = "DELETE FROM visits WHERE list = ? AND source = ? AND location = ?"
        self._db.execute(query, (self._list, source, location))

    def locations_of(self, document_id: str) -> list[str]:
        """Return where a document was read from, in any list of the store."""
        query = "SELECT DISTINCT location FROM visits WHERE document_id = ? ORDER BY location"
        return [location for (location,) in self._db.execute(query, (document_id,))]


def visit_log_path(store: Path) -> Path:
    """Return the file of the visits that belong to a store."""
    return store.with_suffix(".watch.db")


@contextmanager
def open_visits(path: Path, list_path: Path) -> Iterator[VisitLog]:
    """Open the log for one run. Raise `AlreadyWatching` while another run has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyWatching("Một lượt theo dõi khác của kho này đang chạy.") from error
        db = sqlite3.connect(path, timeout=VISIT_LOG_BUSY_SECONDS, isolation_level=None)
        with closing(db):
            db.row_factory = sqlite3.Row
            db.executescript(SCHEMA)
            yield VisitLog(db, list_path)


def _visit(row: sqlite3.Row) -> Visit:
    validators = Validators(row["etag"], row["last_modified"])
    return Visit(
        row["location"], row["state"], row["document_id"], row["checksum"], validators, row["rules"]
    )


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
