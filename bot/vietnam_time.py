"""The time of Vietnam, where the people who are answered live: containers run in UTC."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

#: Vietnam has had one time without summer time since 1975.
VIETNAM = timezone(timedelta(hours=7))


def day_of(seconds: float) -> date:
    """Return the day of a moment (seconds since 1970)."""
    return datetime.fromtimestamp(seconds, VIETNAM).date()


def today(clock: Callable[[], float] = time.time) -> date:
    """Return the day of now."""
    return day_of(clock())
