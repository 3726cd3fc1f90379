"""A server that fails is left alone for a while, then tried once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from bot.writer.parameters import FAILURES, REST_SECONDS

#: `open`: nobody asks; `half_open`: its rest is over, and one may try, or tries now.
State = Literal["closed", "open", "half_open"]


class Breaker:
    """Says whether a server may be asked; `clock` tells seconds from any beginning.

    Who was let in says what came of it, `succeed` or `fail`, and that it is over: `leave`. A call
    takes less time than a rest.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures, self._failed_at, self._is_tried = 0, 0.0, False

    @property
    def state(self) -> State:
        """How it stands now."""
        if self._failures < FAILURES:
            return "closed"
        return "half_open" if self._clock() - self._failed_at >= REST_SECONDS else "open"

    def enter(self) -> bool:
        """Whether the server may be asked; after a rest by one alone."""
        state = self.state
        if state == "closed":
            return True
        if state == "open" or self._is_tried:
            return False
        self._is_tried = True
        return True

    def succeed(self) -> None:
        """Note an answer: what failed before is over."""
        self._failures = 0

    def fail(self) -> None:
        """Note a failure."""
        self._failures += 1
        self._failed_at = self._clock()

    def leave(self) -> None:
        """Let another try."""
        self._is_tried = False
