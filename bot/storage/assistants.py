"""The assistants that serve from one shared database: each writes every few seconds how it stands.

Times are the server's, since the clocks of machines differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Row, delete, select

from bot.storage.lease_table import server_time
from bot.storage.parameters import FORGOTTEN_SECONDS, LEASE_SECONDS
from bot.storage.tables import ASSISTANTS
from database import Database, insert_into


@dataclass(frozen=True)
class Assistant:
    """What an assistant tells of itself: no secret, and nothing that a person typed.

    `states` are those of its parts; `knowledge` is the number of the last change of the documents
    that it answers from.
    """

    name: str
    address: str
    version: str
    ready: bool
    states: Mapping[str, str]
    knowledge: int


@dataclass(frozen=True)
class SeenAssistant(Assistant):
    """An assistant with the seconds since it was first and last seen."""

    running_seconds: float
    unseen_seconds: float

    @property
    def is_alive(self) -> bool:
        """Whether it was seen so lately that it still has what it works on."""
        return self.unseen_seconds < LEASE_SECONDS


class AssistantTable:
    """The assistants; its calls are short and may come from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own_id = uuid4().hex

    def announce(self, assistant: Assistant) -> None:
        """Write how this process stands, and drop those that are gone.

        Gone is what was not seen for a day, and what had this one's name before it.
        """
        columns = ASSISTANTS.c
        with self._database.writing(is_durable=False) as connection:
            now = server_time(connection.dialect)
            row = {**vars(assistant), "states": json.dumps(dict(assistant.states)), "seen": now}
            new = insert_into(connection, ASSISTANTS).values(id=self._own_id, started=now, **row)
            connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=row))
            was_replaced = (columns.name == assistant.name) & (columns.id != self._own_id)
            gone = was_replaced & (columns.seen < now - LEASE_SECONDS)
            gone |= columns.seen < now - FORGOTTEN_SECONDS
            connection.execute(delete(ASSISTANTS).where(gone))

    def leave(self) -> None:
        """Drop this process: it stops."""
        with self._database.writing(is_durable=False) as connection:
            connection.execute(delete(ASSISTANTS).where(ASSISTANTS.c.id == self._own_id))

    def all(self) -> list[SeenAssistant]:
        """Return those that serve or were seen within a day, by name."""
        with self._database.reading() as connection:
            now = server_time(connection.dialect).label("now")
            chosen = select(ASSISTANTS, now).order_by(ASSISTANTS.c.name, ASSISTANTS.c.started)
            return [_seen(row) for row in connection.execute(chosen)]


def _seen(row: Row[tuple[object, ...]]) -> SeenAssistant:
    return SeenAssistant(
        name=row.name,
        address=row.address,
        version=row.version,
        ready=row.ready,
        states=json.loads(row.states),
        knowledge=row.knowledge,
        running_seconds=round(max(0.0, row.now - row.started), 1),
        unseen_seconds=round(max(0.0, row.now - row.seen), 1),
    )
