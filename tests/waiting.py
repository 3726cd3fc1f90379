"""Waiting for something to come about."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
POLL_SECONDS = 0.02


def until(condition: Callable[[], T], timeout: float = 60.0, pause: float = POLL_SECONDS) -> T:
    """Return the condition's value once it is true; raise AssertionError after the timeout."""
    never = threading.Event()
    for _ in range(int(timeout / pause)):
        if value := condition():
            return value
        never.wait(pause)
    raise AssertionError(f"it did not come about in {timeout:.0f} s")
