"""What was answered to a web message is given again, whichever assistant is asked again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.leases import Leases
from bot.storage.parameters import ANSWER_SECONDS
from bot.storage.tables import ANSWERS
from database import Database, insert_into, reason_of

T = TypeVar("T")
LOG = logging.getLogger(__name__)
#: The name of a conversation, and the id of a message in it.
Key = tuple[str, str]


class ResultTable(Generic[T]):
    """The results by conversation and id; its calls are short and may come from any thread."""

    def __init__(
        self, database: Database, type_: TypeAdapter[T], clock: Callable[[], float] = time.time
    ) -> None:
        self._database, self._type, self._clock = database, type_, clock

    def find(self, key: Key) -> T | None:
        """Return the result for a key, None where there is none."""
        query = select(ANSWERS.c.answers).where(
            ANSWERS.c.conversation == key[0], ANSWERS.c.key == key[1]
        )
        kept = self._database.scalar(query)
        return None if kept is None else self._type.validate_json(kept)

    def keep(self, key: Key, result: T) -> None:
        """Keep a result, and drop those that nobody asks for any more."""
        now, kept = self._clock(), self._type.dump_json(result).decode()
        with self._database.writing() as connection:
            connection.execute(delete(ANSWERS).where(ANSWERS.c.given < now - ANSWER_SECONDS))
            new = insert_into(connection, ANSWERS).values(
                conversation=key[0], key=key[1], answers=kept, given=now
            )
            connection.execute(new.on_conflict_do_nothing())

    def forget(self, conversation: str) -> None:
        """Erase the results of a conversation."""
        with self._database.writing() as connection:
            connection.execute(delete(ANSWERS).where(ANSWERS.c.conversation == conversation))

    def expire(self, before: float) -> int:
        """Erase the results before a moment (seconds since 1970) and return how many."""
        with self._database.writing() as connection:
            return connection.execute(delete(ANSWERS).where(ANSWERS.c.given < before)).rowcount


class SharedResults(Generic[T]):
    """Runs what several processes may be asked for in one of them; the others get its result."""

    def __init__(self, table: ResultTable[T], leases: Leases) -> None:
        self._table, self._leases = table, leases

    async def get_or_run(
        self, key: Key, run: Callable[[], Awaitable[T]], reusable: Callable[[T], bool]
    ) -> T:
        """Return the result that is kept, else run and keep it.

        While the database is away it is run all the same: an answer that comes twice is better than
        none.
        """
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self._leases.hold("answer", " ".join(key)))
                found = await asyncio.to_thread(self._table.find, key)
            except SQLAlchemyError as error:
                LOG.error("whether a message was answered cannot be told: %s", reason_of(error))
                found = None
            if found is not None:
                return found
            result = await run()
            if reusable(result):
                await self._keep(key, result)
            return result

    async def forget(self, conversation: str) -> None:
        """Erase the results of a conversation. Raise SQLAlchemyError."""
        await asyncio.to_thread(self._table.forget, conversation)

    async def _keep(self, key: Key, result: T) -> None:
        try:
            await asyncio.to_thread(self._table.keep, key, result)
        except SQLAlchemyError as error:
            LOG.error("an answer could not be kept: %s", reason_of(error))
