"""A request that is sent again is not run again: its sender gets the first result.

A question is sent until it is answered over a line that breaks, with the same id each time.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.delivery.parameters import MAX_IDEMPOTENT_RESULTS
from bot.storage.shared_results import Key, SharedResults

T = TypeVar("T")


class IdempotencyCache(Generic[T]):
    """The results of the last keys; a result that is not `reusable` is forgotten at once.

    `shared` holds those of all assistants, where there are several.
    """

    def __init__(
        self,
        reusable: Callable[[T], bool],
        shared: SharedResults[T] | None = None,
        max_results: int = MAX_IDEMPOTENT_RESULTS,
    ) -> None:
        self._reusable, self._shared, self._max_results = reusable, shared, max_results
        self._tasks: OrderedDict[Key, asyncio.Task[T]] = OrderedDict()

    async def get_or_run(self, key: Key, run: Callable[[], Awaitable[T]]) -> T:
        """Return the result for `key`; the first to ask runs it, those beside it wait for it."""
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.create_task(self._run(key, run))
            while len(self._tasks) > self._max_results:
                self._tasks.popitem(last=False)
        try:
            # A browser that hangs up must not take the answer from the one that asks again.
            result = await asyncio.shield(task)
        except Exception:
            self._tasks.pop(key, None)
            raise
        # What is shared is found there, unless its person has had it erased elsewhere.
        if self._shared or not self._reusable(result):
            self._tasks.pop(key, None)
        return result

    async def forget(self, conversation: str) -> None:
        """Drop the results of a conversation. Raise SQLAlchemyError where they are shared."""
        for key in [key for key in self._tasks if key[0] == conversation]:
            del self._tasks[key]
        if self._shared:
            await self._shared.forget(conversation)

    async def _run(self, key: Key, run: Callable[[], Awaitable[T]]) -> T:
        if self._shared:
            return await self._shared.get_or_run(key, run, self._reusable)
        return await run()
