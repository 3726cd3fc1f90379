"""Rasa's record of each conversation, shortened, exported and erased from outside.

Rasa does none of these. It reads a conversation's whole record at every message and sends it to the
action, so that a turn costs more the longer the record is (61 ms at its start, 286 ms after 200
turns), and keeps no copy in memory: what is taken out of the table between two turns is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, ScalarSelect, case, delete, func, inspect, select

from bot.dialogue.parameters import TRACKER_BUSY_SECONDS
from bot.storage.opening import make_private
from bot.storage.tables import EVENTS
from database import Database, open_database

T = TypeVar("T")
#: Events that hold beyond their turn: the last of each is kept, by the name of the slot.
LASTING = ("session_started", "slot", "active_loop")


def open_trackers(path: Path, shared: Database) -> Database:
    """Return where Rasa keeps its records: with all else on a server, else in a file of its own."""
    if shared.is_shared:
        return shared
    make_private(path)
    return open_database(path, TRACKER_BUSY_SECONDS, ("secure_delete = ON",))


class TrackerStore:
    """Rasa's SQL tracker store; a table that is not there yet is empty.

    `database` is None where Rasa keeps its records on another machine: then nothing is done.
    """

    def __init__(self, database: Database | None) -> None:
        self._database = database

    def forget(self, conversation: str) -> None:
        """Erase a conversation."""
        self._delete(EVENTS.c.sender_id == conversation)

    def shorten(self, conversation: str, turns: int) -> None:
        """Keep the last `turns` user turns of a conversation and what it knows.

        Not to be called while one of its messages is being answered.
        """
        self._delete(
            EVENTS.c.sender_id == conversation,
            EVENTS.c.id < _beginning(conversation, turns),
            EVENTS.c.id.not_in(_lasting(conversation)),
        )

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return the events of a conversation as Rasa wrote them, oldest first."""
        query = select(EVENTS.c.data).where(EVENTS.c.sender_id == conversation)

        def read(connection: Connection) -> list[dict[str, Any]]:
            return [json.loads(data) for data in connection.scalars(query.order_by(EVENTS.c.id))]

        return self._run(Database.reading, read, [])

    def expire(self, before: float) -> int:
        """Erase the events before a moment (seconds since 1970) and return how many."""
        return self._delete(EVENTS.c.timestamp < before)

    def _delete(self, *conditions: ColumnElement[bool]) -> int:
        def erase(connection: Connection) -> int:
            return connection.execute(delete(EVENTS).where(*conditions)).rowcount

        return self._run(Database.writing, erase, 0)

    def _run(
        self,
        transaction: Callable[[Database], AbstractContextManager[Connection]],
        work: Callable[[Connection], T],
        nothing: T,
    ) -> T:
        """Do something with the table; return `nothing` where there is none yet."""
        if self._database is None:
            return nothing
        with transaction(self._database) as connection:
            return work(connection) if inspect(connection).has_table(EVENTS.name) else nothing


def _beginning(conversation: str, turns: int) -> ScalarSelect[int]:
    """Return where the last turns begin: where Rasa began to listen for the first of them."""
    of_conversation = EVENTS.c.sender_id == conversation
    typed = select(EVENTS.c.id).where(of_conversation, EVENTS.c.type_name == "user")
    first = typed.order_by(EVENTS.c.id.desc()).limit(1).offset(turns - 1).scalar_subquery()
    listening = EVENTS.c.action_name == "action_listen"
    return (
        select(func.max(EVENTS.c.id))
        .where(of_conversation, listening, EVENTS.c.id < first)
        .scalar_subquery()
    )


def _lasting(conversation: str) -> ScalarSelect[int]:
    """Return the last event of each kind that holds, of slots the last of each."""
    slot = case((EVENTS.c.type_name == "slot", EVENTS.c.action_name))
    return (
        select(func.max(EVENTS.c.id))
        .where(EVENTS.c.sender_id == conversation, EVENTS.c.type_name.in_(LASTING))
        .group_by(EVENTS.c.type_name, slot)
        .scalar_subquery()
    )
