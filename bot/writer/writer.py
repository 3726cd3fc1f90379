"""The writer: asks the office's language model where it may, and counts what came of every turn."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import WriterFailed, WriterTrouble
from bot.operations.health import ComponentStatus
from bot.operations.metrics import Metrics
from bot.writer.breaker import Breaker
from bot.writer.budget import Budget, Reservation
from bot.writer.counts import WriterCounts
from bot.writer.parameters import MAX_CALLS
from database import DatabaseBusy, reason_of

if TYPE_CHECKING:
    # It is loaded where an office has a model.
    from bot.writer.client import Client, Completion, Message, Schema

LOG = logging.getLogger(__name__)
#: Why nobody was asked, beside what `WriterTrouble` says of a call.
BUSY, RESTING, BUDGET, UNCOUNTED = "busy", "resting", "budget", "uncounted"
#: What became of what was written.
USED, REJECTED = "used", "rejected"
#: Troubles in which a server has done nothing that is paid for; nor will they pass by themselves.
FREE = (WriterTrouble.UNREACHABLE, WriterTrouble.REFUSED)
SPENT = "đã dùng hết hạn mức hôm nay"
COUNTING_ERRORS = (DatabaseBusy, SQLAlchemyError)


class Writer:
    """The office's language model, asked by several turns at once."""

    def __init__(
        self,
        client: Client,
        breaker: Breaker,
        budget: Budget,
        counts: WriterCounts,
        metrics: Metrics,
    ) -> None:
        self._client, self._breaker, self._budget = client, breaker, budget
        self._counts, self._metrics = counts, metrics
        self._calls = asyncio.Semaphore(MAX_CALLS)
        #: The last call's trouble, None after one that went well; and whether today is used up.
        self._trouble: WriterFailed | None = None
        self._is_spent = False

    async def write(self, messages: Sequence[Message], schema: Schema) -> str | None:
        """Return what the model says, a JSON object as the schema has it.

        None where it is not to be asked now, or fails: whoever asks goes on without, at once. What
        became of the words is told by `note`.
        """
        if self._calls.locked():
            await self._go_without(BUSY)
            return None
        async with self._calls:
            if not self._breaker.enter():
                await self._go_without(RESTING)
                return None
            try:
                return await self._write(messages, schema)
            finally:
                # Of a call that was given up nothing is known.
                self._breaker.leave()

    async def note(self, used: bool, rejected: Mapping[str, int]) -> None:
        """Count whether what was written was used, and the sentences that were not, by why."""
        outcome = USED if used else REJECTED
        self._metrics.count_writing(outcome)
        sentences = {f"sentence.{reason}": count for reason, count in rejected.items()}
        for reason, count in rejected.items():
            self._metrics.count_rejected_sentences(reason, count)
        await self._count({f"outcome.{outcome}": 1, **sentences})

    def status(self) -> ComponentStatus:
        """Return how it stands, for `/ready` and `thidua status`; people are told nothing of it."""
        trouble = self._trouble
        if trouble and (trouble.kind in FREE or self._breaker.state != "closed"):
            return ComponentStatus("failing", f"{trouble}; câu trả lời không qua máy viết")
        model = self._client.model
        return ComponentStatus("ok", f"{model}; {SPENT}" if self._is_spent else model)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def _write(self, messages: Sequence[Message], schema: Schema) -> str | None:
        tokens = self._client.estimate(messages)
        try:
            reserved = await asyncio.to_thread(self._budget.reserve, tokens)
        except COUNTING_ERRORS as error:
            LOG.error("what the writer may use cannot be told: %s", reason_of(error))
            await self._go_without(UNCOUNTED)
            return None
        self._is_spent = reserved is None
        if reserved is None:
            await self._go_without(BUDGET)
            return None
        began = time.monotonic()
        try:
            completion = await self._client.complete(messages, schema)
        except WriterFailed as failed:
            await self._count_failure(failed, reserved, time.monotonic() - began)
            return None
        await self._count_success(completion, reserved, time.monotonic() - began)
        return completion.text

    async def _count_success(
        self, completion: Completion, reserved: Reservation, seconds: float
    ) -> None:
        self._breaker.succeed()
        self._trouble = None
        self._metrics.observe_stage("writer", seconds)
        self._metrics.count_writer_tokens(completion.tokens_in, completion.tokens_out)
        took = self._budget.settle(reserved, completion.tokens_in, completion.tokens_out)
        await self._count({"asked": 1, "calls": 1, "seconds": seconds, **took}, reserved.day)

    async def _count_failure(
        self, failed: WriterFailed, reserved: Reservation, seconds: float
    ) -> None:
        self._breaker.fail()
        if self._trouble is None or self._trouble.kind != failed.kind:
            LOG.error("the writer gave nothing (%s): %s", failed.kind, failed)
        self._trouble = failed
        self._metrics.observe_stage("writer", seconds)
        self._metrics.count_writing(failed.kind)
        # A server that did not tell may have worked all the same.
        took = self._budget.settle(reserved, 0, 0) if failed.kind in FREE else {}
        amounts = {"asked": 1, "calls": 1, "seconds": seconds, f"outcome.{failed.kind}": 1}
        await self._count({**amounts, **took}, reserved.day)

    async def _go_without(self, reason: str) -> None:
        self._metrics.count_writing(reason)
        await self._count({"asked": 1, f"outcome.{reason}": 1})

    async def _count(self, amounts: Mapping[str, float], day: str = "") -> None:
        """Add to the counts of a day; what cannot be counted keeps nobody from an answer."""
        try:
            await asyncio.to_thread(self._counts.add, amounts, day)
        except COUNTING_ERRORS as error:
            LOG.error("what the writer did could not be counted: %s", reason_of(error))
