"""Where statements that read go: to the primary, or to a replica that knows every change.

A replica of PostgreSQL follows its primary after a moment. Before a question it is asked how far it
has come: an answer never lacks what was just put in. What fails there is asked of the primary.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.exc import SQLAlchemyError

from database.database import Database, open_database
from database.errors import DatabaseError, reason_of
from database.parameters import REPLICA_PAUSE

LOG = logging.getLogger(__name__)


class Reader:
    """A primary and the address of its replica, "" for none; threads may share it.

    `position` is a statement that gives something else after every change. A replica that failed is
    left alone for REPLICA_PAUSE seconds of the clock.
    """

    def __init__(
        self,
        primary: Database,
        replica: str,
        position: Executable,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._primary, self._address, self._position = primary, replica, position
        self._clock = clock
        self._replica: Database | None = None
        self._retry_at = clock()
        self._opening = threading.Lock()
        self._of_thread = threading.local()

    def rows(self, statement: Executable) -> Sequence[Any]:
        """Return the rows of one statement that reads."""
        if not (replica := self._chosen):
            return self._primary.rows(statement)
        try:
            return replica.rows(statement)
        except SQLAlchemyError as error:
            self._leave(error)
            return self._primary.rows(statement)

    @contextmanager
    def one_question(self) -> Iterator[None]:
        """Let this thread read meanwhile in one place, through one connection."""
        if self._chosen or not (replica := self._current_replica()):
            with self._primary.one_connection():
                yield
            return
        with replica.one_connection():
            self._of_thread.replica = replica
            try:
                yield
            finally:
                self._of_thread.replica = None

    def close(self) -> None:
        """Close the replica; the primary is its owner's."""
        if self._replica:
            self._replica.close()

    @property
    def _chosen(self) -> Database | None:
        return getattr(self._of_thread, "replica", None)

    def _current_replica(self) -> Database | None:
        """Return the replica where it can be asked and knows every change of the primary."""
        if not self._address or self._clock() < self._retry_at:
            return None
        wanted = self._primary.rows(self._position)
        try:
            replica = self._open()
            return replica if replica.rows(self._position) == wanted else None
        except (SQLAlchemyError, DatabaseError) as error:
            self._leave(error)
            return None

    def _open(self) -> Database:
        with self._opening:
            self._replica = self._replica or open_database(self._address)
            return self._replica

    def _leave(self, error: Exception) -> None:
        LOG.warning("the replica is not asked for a while", extra={"why": reason_of(error)})
        self._of_thread.replica = None
        self._retry_at = self._clock() + REPLICA_PAUSE
