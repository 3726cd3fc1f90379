"""What an operator watches, in Prometheus' text format at `/metrics`: turns, their time, what waits.

No label holds anything that a person typed or is named by.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.dialogue import AnswerJson, Dialogue
from bot.messages import Incoming

TYPE = CONTENT_TYPE_LATEST
#: Seconds: a turn takes some 60 ms; Rasa is waited for 20 s at most.
BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)


class Metrics:
    """The figures of one running assistant."""

    def __init__(self, waiting: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter(
            "thidua_turns", "Messages answered, by channel and status", ["channel", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "thidua_turn_seconds", "Time from message to answer", ["channel"], buckets=BUCKETS, registry=self._registry
        )
        gauge = Gauge("thidua_messages_waiting", "Messages taken and not yet answered", registry=self._registry)
        gauge.set_function(waiting)

    def turn(self, channel: str, status: str, seconds: float) -> None:
        """Count a turn."""
        self._turns.labels(channel, status).inc()
        self._seconds.labels(channel).observe(seconds)

    def text(self) -> bytes:
        """Give all figures as Prometheus reads them."""
        return generate_latest(self._registry)


class Measured:
    """A dialogue whose turns are counted."""

    def __init__(self, dialogue: Dialogue, metrics: Metrics) -> None:
        self._dialogue, self._metrics = dialogue, metrics

    async def ask(self, message: Incoming) -> list[AnswerJson]:
        """Ask, and count what came of it."""
        begun, status = time.perf_counter(), "unavailable"
        try:
            answers = await self._dialogue.ask(message)
            status = str(answers[0]["status"]) if answers else status
        finally:
            self._metrics.turn(message.channel, status, time.perf_counter() - begun)
        return answers

    async def ready(self) -> bool:
        """Tell whether a message could be answered now."""
        return await self._dialogue.ready()

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation."""
        await self._dialogue.forget(conversation)
