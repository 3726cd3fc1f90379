"""Figures for Prometheus at `/metrics`: turns, their time, what waits.

No label holds anything that a person typed or is named by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.operations.parameters import TURN_BUCKETS

CONTENT_TYPE = CONTENT_TYPE_LATEST
STAGES = (
    "Time of a turn's parts: dialogue (Rasa with its action), action (the knowledge), "
    "writer (the office's language model), send (an app)"
)


class ComputedGauges(Collector):
    """A figure for each value of a label; which values there are is known when they are read."""

    def __init__(
        self, name: str, help_text: str, label: str, values: Callable[[], Mapping[str, float]]
    ) -> None:
        self._name, self._help, self._label, self._values = name, help_text, label, values

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures."""
        family = GaugeMetricFamily(self._name, self._help, labels=[self._label])
        for label, value in self._values().items():
            family.add_metric([label], value)
        yield family


class Metrics:
    """The figures of one running assistant."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._turns = Counter(
            "thidua_turns", "Messages answered", ["channel", "status"], registry=own
        )
        self._seconds = self._histogram("turn", "Time from message to answer", "channel")
        self._stages = self._histogram("stage", STAGES, "stage")
        self._refused = Counter(
            "thidua_refused", "Messages not taken, by why", ["why"], registry=own
        )
        self._retries = Counter(
            "thidua_send_retries", "Parts an app did not take at once", ["channel"], registry=own
        )

        self._written = Counter(
            "thidua_writer_turns", "Turns for the writer, by outcome", ["outcome"], registry=own
        )
        self._tokens = Counter(
            "thidua_writer_tokens", "Tokens read and written by it", ["kind"], registry=own
        )
        self._sentences = Counter(
            "thidua_writer_rejected", "Its sentences not taken, by why", ["why"], registry=own
        )

    def _histogram(self, name: str, help_text: str, label: str) -> Histogram:
        return Histogram(
            f"thidua_{name}_seconds",
            help_text,
            [label],
            buckets=TURN_BUCKETS,
            registry=self._registry,
        )

    def register_gauge(self, name: str, help_text: str, value: Callable[[], float]) -> None:
        """Add a figure that is computed whenever the figures are read."""
        Gauge(f"thidua_{name}", help_text, registry=self._registry).set_function(value)

    def register_gauges(
        self, name: str, help_text: str, label: str, values: Callable[[], Mapping[str, float]]
    ) -> None:
        """Add a figure for each value of a label, computed whenever the figures are read."""
        self._registry.register(ComputedGauges(f"thidua_{name}", help_text, label, values))

    def observe_turn(self, channel: str, status: str, seconds: float) -> None:
        """Count a turn and its time."""
        self._turns.labels(channel, status).inc()
        self._seconds.labels(channel).observe(seconds)

    def observe_stage(self, name: str, seconds: float) -> None:
        """Count the time of a part of a turn."""
        self._stages.labels(name).observe(seconds)

    def count_refusal(self, reason: str) -> None:
        """Count a message that was not taken."""
        self._refused.labels(reason).inc()

    def count_retry(self, channel: str) -> None:
        """Count a part that has to be sent again."""
        self._retries.labels(channel).inc()

    def count_writing(self, outcome: str) -> None:
        """Count what became of a turn for the writer."""
        self._written.labels(outcome).inc()

    def count_writer_tokens(self, read: int, written: int) -> None:
        """Count the tokens of a call of the writer."""
        self._tokens.labels("read").inc(read)
        self._tokens.labels("written").inc(written)

    def count_rejected_sentences(self, reason: str, count: int) -> None:
        """Count sentences of the writer that are not said."""
        self._sentences.labels(reason).inc(count)

    def exposition(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self._registry)
