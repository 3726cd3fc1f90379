"""What became of the messages that were sent while something was wrong."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of one fault.

    A message is lost that was accepted and never answered, doubled that was answered twice.
    """

    sent: int = 0
    answered: int = 0
    refused: int = 0
    lost: int = 0
    doubled: int = 0
    times: int = 0

    def count(self, accepted: Iterable[str], answers: Iterable[str], refused: int = 0) -> None:
        """Count once: the messages that were accepted, and what was answered."""
        texts, counts = list(accepted), Counter(answers)
        self.times += 1
        self.sent += len(texts) + refused
        self.refused += refused
        self.answered += sum(1 for text in texts if counts[text])
        self.lost += sum(1 for text in texts if not counts[text])
        self.doubled += sum(counts[text] - 1 for text in texts if counts[text] > 1)

    def count_statuses(self, statuses: Iterable[str]) -> None:
        """Count once, by the statuses of the answers.

        "unavailable" is a refusal; what is neither that nor an answer is lost.
        """
        counts = Counter(statuses)
        self.times += 1
        self.sent += counts.total()
        self.answered += counts["answered"]
        self.refused += counts["unavailable"]
        self.lost += counts.total() - counts["answered"] - counts["unavailable"]

    def add(self, figures: Mapping[str, int], refused: int) -> None:
        """Add what `benchmarks.conversations` counted; `refused` messages were sent again."""
        self.times += 1
        self.sent += sum(figures[name] for name in ("answered", "apologies", "lost"))
        self.refused += refused
        self.answered += figures["answered"]
        self.lost += figures["lost"]
        self.doubled += figures["doubled"]

    @property
    def row(self) -> str:
        """The counts as a line of the table."""
        figures = (self.times, self.sent, self.answered, self.refused, self.lost, self.doubled)
        return "".join(f"{figure:>10}" for figure in figures)


#: How often each fault is made: twice in CI, ten by `make faults`.
REPEATS = int(os.environ.get("FAULT_REPEATS", "2"))
HEAD = "".join(
    f"{name:>10}" for name in ("times", "sent", "answered", "refused", "lost", "doubled")
)


@dataclass
class Tallies:
    """One for each fault, in the order in which they were tried."""

    of: dict[str, Tally] = field(default_factory=dict)

    def __getitem__(self, fault: str) -> Tally:
        return self.of.setdefault(fault, Tally())


TALLIES = Tallies()
