"""Where statements that read go: to the primary, or to a replica that knows every change.

A replica of PostgreSQL follows its primary after a moment. Before a question it is asked how far it
has come: an answer never lacks what was just put in. What fails there is asked of the primary, and
the replica left alone until `is_following`, which may wait for it, finds it well.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.exc import SQLAlchemyError

from database.database import Database, open_database
from database.errors import DatabaseError, reason_of

LOG = logging.getLogger(__name__)


class Reader:
    """A primary and the address of its replica, "" for none; threads may share it.

    `position` is a statement that gives something else after every change.
    """

    def __init__(self, primary: Database, replica: str, position: Executable) -> None:
        self._primary, self._address, self._position = primary, replica, position
        self._replica: Database | None = None
        self._is_well = False
        self._opening = threading.Lock()
        self._of_thread = threading.local()

    def rows(self, statement: Executable) -> Sequence[Any]:
        """Return the rows of one statement that reads."""
        place = self._place or self._primary
        try:
            return place.rows(statement)
        except SQLAlchemyError as error:
            if place is self._primary:
                raise
            self._leave(error)
            self._of_thread.place = self._primary
            return self._primary.rows(statement)

    @contextmanager
    def one_question(self) -> Iterator[None]:
        """Let this thread read meanwhile in one place, through one connection."""
        if self._place:
            yield
            return
        place = self._current_replica() or self._primary
        with place.one_connection():
            self._of_thread.place = place
            try:
                yield
            finally:
                self._of_thread.place = None

    def close(self) -> None:
        """Close the replica; the primary is its owner's."""
        if self._replica:
            self._replica.close()

    @property
    def has_replica(self) -> bool:
        """Whether an address of a replica was given."""
        return bool(self._address)

    def is_following(self) -> bool:
        """Whether the replica knows every change now; what failed is tried again, for some seconds."""
        if self._address and not self._is_well:
            try:
                self._open()
            except (SQLAlchemyError, DatabaseError) as error:
                self._leave(error)
        return self._current_replica() is not None

    @property
    def _place(self) -> Database | None:
        """Where this thread's question reads; None where there is none."""
        return getattr(self._of_thread, "place", None)

    def _current_replica(self) -> Database | None:
        """Return the replica where it was found well and knows every change of the primary."""
        if not self._is_well or self._replica is None:
            return None
        wanted = self._primary.rows(self._position)
        try:
            return self._replica if self._replica.rows(self._position) == wanted else None
        except SQLAlchemyError as error:
            self._leave(error)
            return None

    def _open(self) -> None:
        with self._opening:
            self._replica = self._replica or open_database(self._address)
        self._replica.rows(self._position)
        self._is_well = True

    def _leave(self, error: Exception) -> None:
        if self._is_well:
            LOG.warning("the replica is not asked any more", extra={"why": reason_of(error)})
        self._is_well = False
