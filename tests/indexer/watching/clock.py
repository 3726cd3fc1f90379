"""A clock that moves only when someone sleeps by it, or a test turns it on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)


class Clock:
    """Seconds since an arbitrary start, and the day that belongs to them."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def read(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.seconds += seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)
