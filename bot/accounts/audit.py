"""The audit trail: who changed what, when, before and after. Entries are added, never changed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from bot.accounts.actions import Action
from bot.accounts.parameters import MAX_ENTRIES
from bot.storage.tables import AUDIT
from database import Database

Values = Mapping[str, object]


@dataclass(frozen=True)
class AuditEntry:
    """One change: `before` and `after` hold what differs, each is empty where there was nothing."""

    id: int
    at: float
    who: str
    action: str
    subject: str
    before: Values
    after: Values


class AuditTrail:
    """The audit trail of all that staff do."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def record(
        self,
        who: str,
        action: Action,
        subject: str,
        before: Values | None = None,
        after: Values | None = None,
        connection: Connection | None = None,
    ) -> None:
        """Add an entry, in the transaction of the change itself where its connection is given.

        Of `before` and `after` only what differs is kept.
        """
        old, new = dict(before or {}), dict(after or {})
        same = {name for name in old.keys() & new.keys() if old[name] == new[name]}
        row = {
            "at": self._clock(), "who": who, "action": action, "subject": subject,
            "before": _json(old, same), "after": _json(new, same),
        }  # fmt: skip
        with nullcontext(connection) if connection else self._database.writing() as writing:
            assert writing is not None
            writing.execute(insert(AUDIT).values(row))

    def entries(
        self, before: int | None = None, subject: str | None = None, who: str | None = None
    ) -> list[AuditEntry]:
        """Return the newest entries, newest first: those before an entry, about a subject, by one."""
        query = select(AUDIT).order_by(AUDIT.c.id.desc()).limit(MAX_ENTRIES)
        if before is not None:
            query = query.where(AUDIT.c.id < before)
        if subject is not None:
            query = query.where(AUDIT.c.subject == subject)
        if who is not None:
            query = query.where(AUDIT.c.who == who)
        return [
            AuditEntry(
                row.id, row.at, row.who, row.action, row.subject,
                json.loads(row.before), json.loads(row.after),
            )
            for row in self._database.rows(query)
        ]  # fmt: skip


def _json(values: Values, left_out: set[str]) -> str:
    kept = {name: value for name, value in values.items() if name not in left_out}
    return json.dumps(kept, ensure_ascii=False, default=str, sort_keys=True)
