"""What an operator watches, in Prometheus' text format at `/metrics`: turns, their time, what waits.

No label holds anything that a person typed or is named by.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

TYPE = CONTENT_TYPE_LATEST
#: Seconds: a turn takes some 60 ms; one that waits for Rasa to come back, some 20 s.
BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)


class Metrics:
    """The figures of one running assistant."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._turns = Counter("thidua_turns", "Messages answered", ["channel", "status"], registry=own)
        self._seconds = Histogram(
            "thidua_turn_seconds", "Time from message to answer", ["channel"], buckets=BUCKETS, registry=own
        )
        self._stages = Histogram(
            "thidua_stage_seconds",
            "Time of a turn's parts: dialogue (Rasa with its action), action (the knowledge), send (an app)",
            ["stage"], buckets=BUCKETS, registry=own,
        )  # fmt: skip
        self._refused = Counter("thidua_refused", "Messages not taken, by why", ["why"], registry=own)
        self._retries = Counter("thidua_send_retries", "Parts an app did not take at once", ["channel"], registry=own)

    def register_gauge(self, name: str, help_text: str, value: Callable[[], float]) -> None:
        """Show a figure that is asked for whenever the figures are read."""
        Gauge(f"thidua_{name}", help_text, registry=self._registry).set_function(value)

    def observe_turn(self, channel: str, status: str, seconds: float) -> None:
        """Count a turn."""
        self._turns.labels(channel, status).inc()
        self._seconds.labels(channel).observe(seconds)

    def observe_stage(self, name: str, seconds: float) -> None:
        """Time a part of a turn."""
        self._stages.labels(name).observe(seconds)

    def count_refusal(self, reason: str) -> None:
        """Count a message that was not taken."""
        self._refused.labels(reason).inc()

    def count_retry(self, channel: str) -> None:
        """Count a part that has to be sent again."""
        self._retries.labels(channel).inc()

    def text(self) -> bytes:
        """Give all figures as Prometheus reads them."""
        return generate_latest(self._registry)
