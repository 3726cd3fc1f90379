"""What staff do with hand-overs: take, answer, give back. One of them at a time has one.

Who has taken one has it for some minutes, again from each look at it. Who goes away loses it: it is
back in the queue. A write that is not theirs any more is refused and nothing of it is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, or_, select, update

from bot.accounts.model import Staff
from bot.errors import HandoverRefused
from bot.handover import notices
from bot.handover.outgoing import Outgoing, time_left
from bot.handover.parameters import MAX_ANSWER, MAX_SOURCES, TYPING_SECONDS
from bot.handover.queue import COLUMN, COLUMNS, Clock, Handover, change, finish, read
from bot.handover.transcript import NewLine, Source
from bot.storage.tables import HANDOVERS, IS_GOING_ON
from database import Database

GONE = "Cuộc trò chuyện này đã kết thúc."


@dataclass(frozen=True)
class Attendant:
    """One of the staff who answer people: their number, and the name that people are told."""

    id: str
    name: str


@dataclass(frozen=True)
class StaffAnswer:
    """What staff write; `key` is the same when their browser sends it again."""

    key: str
    text: str
    sources: tuple[Source, ...] = ()


class Attending:
    """The side of staff; its calls are short and may come from any thread.

    `lease` is for how many seconds a hand-over is kept for who has taken it.
    """

    def __init__(
        self, database: Database, outgoing: Outgoing, lease: float, clock: Clock = time.time
    ) -> None:
        self._database, self._outgoing = database, outgoing
        self._lease, self._clock = lease, clock

    def take(self, number: int, who: Attendant) -> Handover:
        """Take one that waits, or that nobody looks after any more; the person is told.

        Raise HandoverRefused where another has it or it has ended.
        """
        now = self._clock()
        free = or_(COLUMN.state == "waiting", COLUMN.until <= now, COLUMN.staff == who.id)
        with self._database.writing() as connection:
            before = _locked(connection, number)
            values = {
                "state": "taken", "staff": who.id, "staff_name": who.name,
                "until": now + self._lease,
                "taken": _first("taken", now),
            }  # fmt: skip
            if not change(connection, number, ("waiting", "taken"), values, free):
                raise HandoverRefused(_why_not(before))
            if before.staff != who.id or before.state != "taken":
                self._tell(connection, before, f"taken {now}", _taken_notice(before, who), now)
        return replace(before, state="taken", staff=who.id, staff_name=who.name)

    def look(self, number: int, who: Attendant) -> None:
        """Keep one that is theirs for some minutes more."""
        now = self._clock()
        with self._database.writing(is_durable=False) as connection:
            change(connection, number, ("taken",), {"until": now + self._lease}, *self._theirs(who))

    def answer(self, number: int, who: Attendant, answer: StaffAnswer) -> Handover:
        """Keep an answer on its way to the person; one that comes twice is kept once.

        Raise HandoverRefused where it is not theirs (any more), is empty or too long, or where the app
        takes nothing any more.
        """
        text, now = answer.text.strip(), self._clock()
        if not text or len(text) > MAX_ANSWER or len(answer.sources) > MAX_SOURCES:
            raise HandoverRefused(
                f"Câu trả lời phải có từ 1 đến {MAX_ANSWER} ký tự, nhiều nhất {MAX_SOURCES} nguồn."
            )
        with self._database.writing() as connection:
            handover = self._require(connection, number, who, {"answered": _first("answered", now)})
            left = time_left(handover, now)
            if left and left.is_over:
                raise HandoverRefused(str(left))
            line = NewLine(f"staff {answer.key}", "staff", text, who.name, answer.sources)
            self._outgoing.keep(connection, handover, line, now)
        return handover

    def give_back(self, number: int, who: Attendant) -> Handover:
        """Let the assistant answer again; the person is told. Raise HandoverRefused."""
        now = self._clock()
        with self._database.writing() as connection:
            handover = self._require(connection, number, who, {})
            self._tell(connection, handover, "given back", notices.GIVEN_BACK, now)
            finish(connection, number, "staff", now)
        return handover

    def type(self, number: int, who: Attendant) -> Handover | None:
        """Note that staff write; None where it is not theirs."""
        now = self._clock()
        values = {"typing": now + TYPING_SECONDS, "until": now + self._lease}
        with self._database.writing(is_durable=False) as connection:
            if not change(connection, number, ("taken",), values, *self._theirs(who)):
                return None
            return _find(connection, number)

    def return_abandoned(self) -> int:
        """Put back into the queue what staff who went away have left; return how many.

        Who had it stays known: what they were told is theirs to read.
        """
        now = self._clock()
        abandoned = and_(COLUMN.state == "taken", COLUMN.until <= now)
        if not self._database.rows(select(COLUMN.id).where(IS_GOING_ON, abandoned).limit(1)):
            return 0
        back = update(HANDOVERS).where(abandoned)
        with self._database.writing() as connection:
            values = {"state": "waiting", "staff_name": "", "notified": 0.0}
            return connection.execute(back.values(**values)).rowcount

    def open_to_all(self, attendants: Sequence[Staff]) -> None:
        """Let everybody who attends see what waits of a place that none of them has any more.

        So it would be had it been asked for now (`Background.place`).
        """
        waits = and_(COLUMN.state == "waiting", COLUMN.place != "")
        named = self._database.rows(select(COLUMN.place).where(IS_GOING_ON, waits).distinct())
        lost = [row.place for row in named if not any(one.sees(row.place) for one in attendants)]
        if lost:
            with self._database.writing() as connection:
                of_them = update(HANDOVERS).where(IS_GOING_ON, waits, COLUMN.place.in_(lost))
                connection.execute(of_them.values(place=""))

    def close(self, told: Callable[[Handover], str]) -> list[Handover]:
        """Make messages that are answered later of those that wait when nobody is there any more.

        The persons are told; return who. One whose app is off stays as it is.
        """
        now = self._clock()
        is_waiting = and_(COLUMN.state == "waiting", COLUMN.is_live)
        closed = []
        for row in self._database.rows(select(*COLUMNS).where(IS_GOING_ON, is_waiting)):
            handover = read(row)
            try:
                if self._close(handover, told(handover), now):
                    closed.append(handover)
            except HandoverRefused:
                # Its app is off: who cannot be told waits as before, and is told once it is on.
                continue
        return closed

    def _close(self, handover: Handover, notice: str, now: float) -> bool:
        with self._database.writing() as connection:
            later = {"is_live": False}
            if not change(connection, handover.id, ("waiting",), later, COLUMN.is_live):
                return False
            self._tell(connection, handover, f"closed {now}", notice, now)
            return True

    def _theirs(self, who: Attendant) -> tuple[ColumnElement[bool], ...]:
        return COLUMN.staff == who.id, COLUMN.until > self._clock()

    def _require(
        self, connection: Connection, number: int, who: Attendant, changes: Mapping[str, Any]
    ) -> Handover:
        """Change one that is theirs, keep it for some minutes more. Raise HandoverRefused."""
        values = {"until": self._clock() + self._lease, "typing": 0.0, **changes}
        if not change(connection, number, ("taken",), values, *self._theirs(who)):
            raise HandoverRefused(_why_lost(connection, number, who))
        return _find(connection, number)

    def _tell(
        self, connection: Connection, handover: Handover, key: str, text: str, now: float
    ) -> None:
        left = time_left(handover, now)
        if not (left and left.is_over):
            self._outgoing.keep(connection, handover, NewLine(key, "notice", text), now)


def _locked(connection: Connection, number: int) -> Handover:
    """Return a hand-over that no other changes until the end. Raise HandoverRefused."""
    chosen = select(*COLUMNS).where(COLUMN.id == number)
    row = connection.execute(chosen.with_for_update()).first()
    handover = read(row) if row else None
    if handover is None or handover.state not in ("waiting", "taken"):
        raise HandoverRefused(_why_not(handover))
    return handover


def _find(connection: Connection, number: int) -> Handover:
    return read(connection.execute(select(*COLUMNS).where(COLUMN.id == number)).one())


def _first(name: str, now: float) -> ColumnElement[float]:
    """Return a moment that stays as it was where it had come about."""
    return case((COLUMN[name] == 0, now), else_=COLUMN[name])


def _why_not(handover: Handover | None) -> str:
    """Return why one cannot be taken or answered: who answers its person now."""
    if handover is None:
        return GONE
    if handover.state == "taken":
        return notices.ANOTHER_S.format(name=handover.staff_name)
    return notices.ended(handover.ended_by, handover.staff_name)


def _why_lost(connection: Connection, number: int, who: Attendant) -> str:
    """Return what has become of one that is not theirs (any more), as another page of theirs tells it."""
    row = connection.execute(select(*COLUMNS).where(COLUMN.id == number)).first()
    handover = read(row) if row else None
    is_free = handover and (handover.state == "waiting" or handover.staff == who.id)
    if handover and handover.state in ("waiting", "taken") and is_free:
        return notices.WAITS_AGAIN
    return _why_not(handover)


def _taken_notice(handover: Handover, who: Attendant) -> str:
    unmasked = notices.TAKEN_UNMASKED if handover.agreed else notices.TAKEN_MASKED
    return notices.TAKEN.format(name=who.name) + unmasked
