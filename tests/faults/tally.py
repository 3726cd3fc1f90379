"""What became of the messages that were sent while something was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of one fault; a message is lost that was taken and never answered, doubled that was answered twice."""

    sent: int = 0
    answered: int = 0
    refused: int = 0
    lost: int = 0
    doubled: int = 0
    times: int = 0

    def count(self, sent: Iterable[str], said: Iterable[str], refused: int = 0) -> None:
        """Count one go: the messages that were taken, and what came out."""
        wanted, came = list(sent), Counter(said)
        self.times += 1
        self.sent += len(wanted) + refused
        self.refused += refused
        self.answered += sum(1 for one in wanted if came[one])
        self.lost += sum(1 for one in wanted if not came[one])
        self.doubled += sum(came[one] - 1 for one in wanted if came[one] > 1)

    def count_statuses(self, statuses: Iterable[str]) -> None:
        """Count one go by the answers' statuses: "unavailable" is a refusal, what is no answer at all is lost."""
        came = Counter(statuses)
        self.times += 1
        self.sent += came.total()
        self.answered += came["answered"]
        self.refused += came["unavailable"]
        self.lost += came.total() - came["answered"] - came["unavailable"]

    @property
    def row(self) -> str:
        """Give the counts as a line of the table."""
        figures = (self.times, self.sent, self.answered, self.refused, self.lost, self.doubled)
        return "".join(f"{figure:>10}" for figure in figures)


HEAD = "".join(f"{name:>10}" for name in ("times", "sent", "answered", "refused", "lost", "doubled"))


@dataclass
class Tallies:
    """One for each fault, in the order in which they were tried."""

    of: dict[str, Tally] = field(default_factory=dict)

    def __getitem__(self, fault: str) -> Tally:
        return self.of.setdefault(fault, Tally())


TALLIES = Tallies()
