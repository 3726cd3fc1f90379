"""Messages that were accepted and not yet answered, on disk: a crash loses none and doubles none.

A message is `new` when it is accepted, `answered` once its answer is kept and its parts go out, and
then closed. Where to send (chat ids) and what was said is forgotten as soon as it is closed; its
key stays, so that it is not accepted twice.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from sqlalchemy import Executable, Row, Update, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.parameters import INBOX_PAUSES, NOTE_PATIENCE
from bot.delivery.retries import Sleep, retry_until_success
from bot.storage.lease_table import is_leased
from bot.storage.leases import ENDLESS, Lease
from bot.storage.tables import CHOICES, IS_OPEN, MESSAGES, MUTED, PAYLOADS
from database import Database, DatabaseBusy, insert_into, reason_of

LOG = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
ClosedState = Literal["done", "failed", "muted"]
#: How the key of a message begins that staff have written: it holds its answer from the beginning.
STAFF_KEY = "staff:"
#: What a person may see of their messages.
EXPORTED = [
    MESSAGES.c[name]
    for name in ("id", "channel", "key", "text", "address", "state", "parts", "received")
]
CLAIMED = [
    MESSAGES.c[name]
    for name in (
        "id", "channel", "conversation", "text", "address", "state", "parts", "sent", "key",
    )
]  # fmt: skip


@dataclass(frozen=True)
class ClaimedMessage:
    """An open message: `address` says where to answer, `parts` what, `sent` how many are out.

    `lease` is the right to answer it.
    """

    id: int
    channel: str
    conversation: str
    text: str
    address: Mapping[str, Any]
    state: str = "new"
    parts: Sequence[Mapping[str, Any]] = ()
    sent: int = 0
    key: str = ""
    lease: Lease = ENDLESS

    @property
    def is_from_staff(self) -> bool:
        """Whether staff have written it to the person, and not the person to us."""
        return self.key.startswith(STAFF_KEY)


class Inbox:
    """The inbox; its calls are short and may come from any thread."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def accept(
        self, channel: str, key: str, conversation: str, text: str, address: Mapping[str, Any]
    ) -> int | None:
        """Put a message on disk and return its id; None where its key was accepted before."""
        row = {
            "channel": channel, "key": key, "conversation": conversation, "text": text,
            "address": json.dumps(dict(address)), "received": self._clock(),
        }  # fmt: skip
        with self._database.writing() as connection:
            new = insert_into(connection, MESSAGES).values(row).on_conflict_do_nothing()
            number: int | None = connection.scalar(new.returning(MESSAGES.c.id))
            return number

    def next_open(self, conversation: str) -> ClaimedMessage | None:
        """Return the oldest open message of a conversation."""
        query = select(*CLAIMED).where(MESSAGES.c.conversation == conversation, IS_OPEN)
        rows = self._database.rows(query.order_by(MESSAGES.c.id).limit(1))
        return _claimed(rows[0]) if rows else None

    def open_conversations(self) -> list[str]:
        """Return the conversations with open messages: what a crash has left."""
        query = select(MESSAGES.c.conversation).distinct().where(IS_OPEN)
        return [row.conversation for row in self._database.rows(query)]

    def abandoned_conversations(self, limit: int) -> list[str]:
        """Return conversations with open messages on which no process works, the oldest first."""
        query = select(MESSAGES.c.conversation).where(IS_OPEN).group_by(MESSAGES.c.conversation)
        oldest_first = query.order_by(func.min(MESSAGES.c.id)).limit(limit)
        with self._database.reading() as connection:
            leased = is_leased(connection.dialect, "inbox", MESSAGES.c.conversation)
            return list(connection.scalars(oldest_first.where(~leased)))

    def waiting(self) -> int:
        """Return the number of open messages."""
        return int(self._database.scalar(select(func.count()).select_from(MESSAGES).where(IS_OPEN)))

    def oldest(self) -> float | None:
        """Return when the oldest open message came (seconds since 1970); None without one."""
        oldest: float | None = self._database.scalar(
            select(func.min(MESSAGES.c.received)).where(IS_OPEN)
        )
        return oldest

    def count_recent(self, conversation: str, seconds: float) -> int:
        """Return how many messages of a conversation came in the last seconds."""
        now = self._clock()
        query = select(func.count()).where(
            MESSAGES.c.conversation == conversation,
            MESSAGES.c.received > now - seconds,
            # What seems to come from the future came before the machine's clock was set back.
            MESSAGES.c.received <= now,
            ~MESSAGES.c.key.startswith(STAFF_KEY, autoescape=True),
        )
        return int(self._database.scalar(query))

    def save_answer(self, message_id: int, parts: Sequence[Mapping[str, Any]]) -> None:
        """Keep the answer, before its first part is sent."""
        kept = json.dumps(list(parts), ensure_ascii=False)
        self._write(_change(message_id).where(IS_OPEN).values(state="answered", parts=kept))

    def mark_sent(self, message_id: int, count: int) -> None:
        """Note that the first `count` parts have gone out, also for who takes over after a failover."""
        self._write(_change(message_id).values(sent=count))

    def mark_sent_at_once(self, message_id: int, count: int) -> bool:
        """Note it from the event loop; whether that could be, without waiting for long.

        Other writers of this process are done within moments: behind those that stand in the queue
        of its threads the note would wait for each of them and the disk. It is safe from a crash of
        ours without waiting for the disk, so that the moment between an app's "sent" and our note of
        it, in which a crash would double a part, is as short as can be.
        """
        if self._database.is_postgresql:
            return False
        try:
            with self._database.writing_within(NOTE_PATIENCE) as connection:
                connection.execute(_change(message_id).values(sent=count))
        except (DatabaseBusy, SQLAlchemyError):
            return False
        return True

    def close_message(self, message_id: int, state: ClosedState = "done") -> None:
        """Close a message, and forget what it said and where it came from."""
        self._write(_change(message_id).values(state=state, text="", address="{}", parts="[]"))

    def save_choices(self, conversation: str, payloads: Sequence[str]) -> None:
        """Keep what "1", "2" … stand for in a conversation now."""
        rows = [
            {"conversation": conversation, "number": number, "payload": payload}
            for number, payload in enumerate(payloads, 1)
        ]
        with self._database.writing() as connection:
            connection.execute(delete(CHOICES).where(CHOICES.c.conversation == conversation))
            if rows:
                connection.execute(insert(CHOICES), rows)

    def choice(self, conversation: str, number: int) -> str | None:
        """Return what a number stands for in a conversation now."""
        query = select(CHOICES.c.payload).where(
            CHOICES.c.conversation == conversation, CHOICES.c.number == number
        )
        payload: str | None = self._database.scalar(query)
        return payload

    def save_payload(self, key: str, payload: str) -> None:
        """Keep a payload that is too long for a button."""
        with self._database.writing() as connection:
            new = insert_into(connection, PAYLOADS).values(key=key, payload=payload)
            connection.execute(new.on_conflict_do_nothing())

    def payload(self, key: str) -> str | None:
        """Return the payload kept under a key."""
        payload: str | None = self._database.scalar(
            select(PAYLOADS.c.payload).where(PAYLOADS.c.key == key)
        )
        return payload

    def is_muted(self, conversation: str) -> bool:
        """Whether someone answers a conversation in the app itself (`bot/handover/queue.py`)."""
        until = self._database.scalar(
            select(MUTED.c.until).where(MUTED.c.conversation == conversation)
        )
        return until is not None and until > self._clock()

    def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation, except the keys of its closed messages."""
        closed = (MESSAGES.c.conversation == conversation) & ~IS_OPEN
        with self._database.writing() as connection:
            for table in (CHOICES, MUTED):
                connection.execute(delete(table).where(table.c.conversation == conversation))
            connection.execute(update(MESSAGES).where(closed).values(text="", conversation=""))

    def _write(self, statement: Executable) -> None:
        with self._database.writing() as connection:
            connection.execute(statement)


def _change(message_id: int) -> Update:
    return update(MESSAGES).where(MESSAGES.c.id == message_id)


def _claimed(row: Row[Any]) -> ClaimedMessage:
    values = dict(row._mapping)
    unpacked = {name: json.loads(values[name]) for name in ("address", "parts")}
    return ClaimedMessage(**{**values, **unpacked})


class InboxRecords:
    """What an inbox keeps, for its people to see and for its end."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, conversation: str) -> list[dict[str, Any]]:
        """Return what is kept of a conversation's messages, the oldest first."""
        query = select(*EXPORTED).where(MESSAGES.c.conversation == conversation)
        rows = self._database.rows(query.order_by(MESSAGES.c.id))
        return [dict(row._mapping) for row in rows]

    def expire(self, before: float) -> int:
        """Erase the answered messages before a moment (seconds since 1970); return how many."""
        old = (MESSAGES.c.received < before) & ~IS_OPEN
        with self._database.writing() as connection:
            return connection.execute(delete(MESSAGES).where(old)).rowcount


class PatientInbox:
    """Calls an inbox off the event loop, and again while its database cannot be written."""

    def __init__(self, inbox: Inbox, sleep: Sleep = asyncio.sleep) -> None:
        self._inbox, self._sleep = inbox, sleep

    async def run(
        self, method: Callable[Concatenate[Inbox, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a method of Inbox returns, in the end."""
        retrying = retry_until_success(INBOX_PAUSES, SQLAlchemyError, _log_failure, self._sleep)
        return await retrying(asyncio.to_thread, method, self._inbox, *args, **kwargs)


def _log_failure(error: BaseException, _: float) -> None:
    LOG.error("the inbox cannot be written: %s", reason_of(error))
