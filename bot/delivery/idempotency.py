"""What was run for a key once is not run again: a question sent twice over a flaky line is answered once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.delivery.parameters import MAX_IDEMPOTENT_RESULTS

T = TypeVar("T")
#: The name of a conversation and the id that its message bears whenever it is sent.
Key = tuple[str, str]


class IdempotencyCache(Generic[T]):
    """The results of the last keys, in memory; one that is not `reusable` is run anew when it is asked for again."""

    def __init__(
        self,
        reusable: Callable[[T], bool] = lambda _: True,
        max_results: int = MAX_IDEMPOTENT_RESULTS,
    ) -> None:
        self._reusable, self._max_results = reusable, max_results
        self._tasks: OrderedDict[Key, asyncio.Task[T]] = OrderedDict()

    async def get_or_run(self, key: Key, run: Callable[[], Awaitable[T]]) -> T:
        """Return the result for `key`; only the first caller runs `run`, those beside it wait for the same result."""
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.ensure_future(run())
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
