"""A request that is sent again is not run again: its sender gets the first result.

A question is sent until it is answered over a line that breaks, with the same id each time.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from bot.delivery.parameters import MAX_IDEMPOTENT_RESULTS

T = TypeVar("T")
#: The name of a conversation, and the id of a message in it.
Key = tuple[str, str]


class IdempotencyCache(Generic[T]):
    """The results of the last keys; a result that is not `reusable` is forgotten at once."""

    def __init__(
        self, reusable: Callable[[T], bool], max_results: int = MAX_IDEMPOTENT_RESULTS
    ) -> None:
        self._reusable, self._max_results = reusable, max_results
        self._tasks: OrderedDict[Key, asyncio.Task[T]] = OrderedDict()

    async def get_or_run(self, key: Key, run: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return the result for `key`; the first to ask runs it, those beside it wait for it."""
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.create_task(run())
            while len(self._tasks) > self._max_results:
                self._tasks.popitem(last=False)
        try:
            # A browser that hangs up must not take the answer from the one that asks again.
            result = await asyncio.shield(task)
        except Exception:
            self._tasks.pop(key, None)
            raise
        if not self._reusable(result):
            self._tasks.pop(key, None)
        return result

    def forget(self, conversation: str) -> None:
        """Drop the results of a conversation."""
        for key in [key for key in self._tasks if key[0] == conversation]:
            del self._tasks[key]
