"""Who waits for a person of the office, and who has one: the side of the person who asks.

A hand-over is asked for, agreed to, waits, is taken, ends. Every step is one conditional write, so
that of two that come at once, on whichever machines, one happens. What staff do: `attending.py`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select, update

from bot.handover import notices
from bot.handover.parameters import (
    CONSENT_SECONDS,
    DAY,
    MAX_OPEN_OF_ADDRESS,
    MAX_SHOWN_WAITING,
)
from bot.handover.transcript import NewLine, keep_line
from bot.storage.tables import HANDOVERS, IS_GOING_ON, MUTED, is_of
from database import Database, insert_into

State = Literal["asked", "leaving", "waiting", "taken", "ended"]
#: Why it was asked for: by the person's own words, or after answers that were of no use.
Reason = Literal["asked", "trouble"]
Clock = Callable[[], float]
COLUMN = HANDOVERS.c


@dataclass(frozen=True)
class Handover:
    """One hand-over; the names are those of the table's columns (`bot/storage/tables.py`)."""

    id: int
    conversation: str
    channel: str
    address: Mapping[str, Any]
    place: str
    reason: Reason
    state: State
    is_live: bool
    staff: str
    staff_name: str
    ended_by: str
    opened: float
    agreed: float
    queued: float
    answered: float
    until: float
    wrote: float
    seen: float
    typing: float

    @property
    def is_silent(self) -> bool:
        """Whether the assistant leaves the person to staff."""
        return self.state == "taken" or (self.state == "waiting" and self.is_live)


@dataclass(frozen=True)
class Request:
    """Someone asks for a person: where they are answered, what they asked about, and why."""

    conversation: str
    channel: str
    address: Mapping[str, Any]
    place: str
    reason: Reason


COLUMNS = [COLUMN[field.name] for field in fields(Handover)]
IS_SILENT = or_(COLUMN.state == "taken", and_(COLUMN.state == "waiting", COLUMN.is_live))


class Queue:
    """The hand-overs; its calls are short and may come from any thread."""

    def __init__(self, database: Database, clock: Clock = time.time) -> None:
        self._database, self._clock = database, clock

    def going_on(self, conversation: str) -> Handover | None:
        """Return the hand-over of a conversation that has not ended.

        One that was not agreed to for an hour is none.
        """
        chosen = select(*COLUMNS).where(COLUMN.conversation == conversation, IS_GOING_ON)
        found = next(map(read, self._database.rows(chosen)), None)
        if found and found.state == "asked" and self._clock() - found.opened > CONSENT_SECONDS:
            self.end(found, "assistant")
            return None
        return found

    def latest(self, conversation: str) -> Handover | None:
        """Return the last hand-over of a conversation, going on or ended."""
        chosen = select(*COLUMNS).where(COLUMN.conversation == conversation)
        newest = chosen.order_by(COLUMN.id.desc()).limit(1)
        return next(map(read, self._database.rows(newest)), None)

    def find(self, number: int) -> Handover | None:
        """Return a hand-over by its number."""
        return next(
            map(read, self._database.rows(select(*COLUMNS).where(COLUMN.id == number))), None
        )

    def is_silent(self, conversation: str) -> bool:
        """Whether the assistant leaves a conversation to staff."""
        return self._is_any(COLUMN.conversation == conversation, IS_GOING_ON, IS_SILENT)

    def may_read(self, conversation: str) -> bool:
        """Whether what the person writes now is kept as it is: staff have taken it and may read all."""
        is_taken = and_(COLUMN.state == "taken", COLUMN.until > self._clock())
        return self._is_any(
            COLUMN.conversation == conversation, IS_GOING_ON, is_taken, COLUMN.agreed > 0
        )

    def ask(self, request: Request) -> None:
        """Begin one, unless one goes on: the person is asked whether staff may read on."""
        now = self._clock()
        row = {
            "conversation": request.conversation, "channel": request.channel,
            "address": json.dumps(dict(request.address)), "place": request.place,
            "reason": request.reason, "state": "asked", "is_live": False,
            "opened": now, "wrote": now,
        }  # fmt: skip
        with self._database.writing() as connection:
            new = insert_into(connection, HANDOVERS).values(row)
            connection.execute(new.on_conflict_do_nothing())

    def join(
        self, handover: Handover, *, may_read: bool, is_live: bool, earlier: Sequence[NewLine]
    ) -> None:
        """Put one into the queue, or have its person leave a message first where it is not live."""
        now = self._clock()
        values = {"agreed": now if may_read else 0.0, "is_live": is_live, "wrote": now}
        state = {"state": "waiting", "queued": now} if is_live else {"state": "leaving"}
        with self._database.writing() as connection:
            if change(connection, handover.id, ("asked",), {**values, **state}):
                for line in earlier:
                    keep_line(connection, handover.id, line, now)

    def add(self, handover: Handover, line: NewLine) -> bool:
        """Keep what a person wrote to staff; whether it was there still for that.

        The message that one leaves puts it into the queue.
        """
        now = self._clock()
        with self._database.writing() as connection:
            leaving = {"state": "waiting", "queued": now, "wrote": now}
            if not change(connection, handover.id, ("leaving",), leaving):
                if not change(connection, handover.id, ("waiting", "taken"), {"wrote": now}):
                    return False
            keep_line(connection, handover.id, line, now)
            return True

    def add_more(self, handover: Handover) -> None:
        """Have a person who left a message leave another."""
        self._change(handover, ("waiting",), {"state": "leaving", "wrote": self._clock()})

    def touch(self, handover: Handover) -> None:
        """Note that the person wrote just now: the app's time to answer counts from it."""
        self._change(handover, ("waiting",), {"wrote": self._clock()})

    def see(self, conversation: str) -> None:
        """Note that the person has read what was written until now."""
        going_on = (COLUMN.conversation == conversation) & IS_GOING_ON
        if self._is_any(going_on):
            with self._database.writing(is_durable=False) as connection:
                connection.execute(update(HANDOVERS).where(going_on).values(seen=self._clock()))

    def end(self, handover: Handover, by: str, note: str = "") -> bool:
        """End one, with a note for staff; whether it had not ended yet."""
        now = self._clock()
        with self._database.writing() as connection:
            if not finish(connection, handover.id, by, now):
                return False
            if note:
                keep_line(connection, handover.id, NewLine("ended", "note", note), now)
            return True

    def mute(self, conversation: str, seconds: float) -> None:
        """Leave a conversation to someone who answers it in the app itself, for a while.

        What waits here for staff has its answer there.
        """
        now = self._clock()
        with self._database.writing() as connection:
            new = insert_into(connection, MUTED).values(
                conversation=conversation, until=now + seconds
            )
            key, until = [MUTED.c.conversation], {"until": now + seconds}
            connection.execute(new.on_conflict_do_update(index_elements=key, set_=until))
            found = select(COLUMN.id).where(COLUMN.conversation == conversation, IS_GOING_ON)
            for number in connection.scalars(found).all():
                finish(connection, number, "app", now)
                note = NewLine("ended", "note", notices.ANSWERED_ELSEWHERE)
                keep_line(connection, number, note, now)

    def ahead(self, handover: Handover) -> int:
        """Return how many wait for staff before this one."""
        earlier = (COLUMN.state == "waiting") & COLUMN.is_live & (COLUMN.id < handover.id)
        return self._count(IS_GOING_ON, earlier)

    def is_crowded(self, address: Mapping[str, Any]) -> bool:
        """Whether so many of one address of the web page wait, or may soon, that no more may."""
        if "client" not in address:
            return False
        now = self._clock()
        may_come = or_(
            COLUMN.state.in_(("waiting", "taken")),
            and_(COLUMN.state == "asked", COLUMN.opened > now - CONSENT_SECONDS),
            and_(COLUMN.state == "leaving", COLUMN.wrote > now - DAY),
        )
        same = COLUMN.address == json.dumps(dict(address))
        return self._count(IS_GOING_ON, same, may_come) >= MAX_OPEN_OF_ADDRESS

    def unended(self, places: frozenset[str]) -> list[Handover]:
        """Return those that staff of these places may see, who waits now before who left a message.

        Without places all are theirs; one that names none is everybody's.
        """
        seen = COLUMN.state.in_(("waiting", "taken"))
        ordered = select(*COLUMNS).where(IS_GOING_ON, seen, is_of(COLUMN.place, places))
        ordered = ordered.order_by(COLUMN.is_live.desc(), COLUMN.queued, COLUMN.id)
        return [read(row) for row in self._database.rows(ordered.limit(MAX_SHOWN_WAITING))]

    def count_waiting(self, places: frozenset[str]) -> int:
        """Return how many that staff of these places may see wait to be taken."""
        waiting = (IS_GOING_ON, COLUMN.state == "waiting", is_of(COLUMN.place, places))
        return self._count(*waiting)

    def _count(self, *conditions: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(HANDOVERS).where(*conditions)
        return int(self._database.scalar(counted))

    def _is_any(self, *conditions: ColumnElement[bool]) -> bool:
        return bool(self._database.scalar(select(exists().where(*conditions))))

    def _change(
        self, handover: Handover, states: tuple[State, ...], values: Mapping[str, Any]
    ) -> None:
        with self._database.writing() as connection:
            change(connection, handover.id, states, values)


def change(
    connection: Connection,
    number: int,
    states: tuple[State, ...],
    values: Mapping[str, Any],
    *conditions: ColumnElement[bool],
) -> bool:
    """Change a hand-over that is in one of these states; whether it was."""
    changed = update(HANDOVERS).where(COLUMN.id == number, COLUMN.state.in_(states), *conditions)
    return connection.execute(changed.values(**values)).rowcount == 1


def finish(connection: Connection, number: int, by: str, now: float) -> bool:
    """End a hand-over and forget where its person is answered; whether it had not ended yet.

    Who of staff had it last stays known: what they were told is theirs to read.
    """
    ended = {"state": "ended", "ended": now, "ended_by": by, "address": "{}"}
    return change(connection, number, ("asked", "leaving", "waiting", "taken"), ended)


def read(row: Row[Any]) -> Handover:
    """Return the hand-over of a row."""
    values = dict(row._mapping)
    return Handover(**{**values, "address": json.loads(values["address"])})
