"""Print the figures: `python -m benchmarks.handover [PEOPLE] [STAFF]`."""

from __future__ import annotations

import sys

from benchmarks.handover.trial import run
from benchmarks.report import write_report

PEOPLE, STAFF = 200, 10
#: The limit asked for, milliseconds from staff's click to the app.
MAX_P95_MS = 1000.0


def main() -> None:
    """Print the figures; a conversation that is lost, or answered twice, makes the exit code 1."""
    arguments = [int(argument) for argument in sys.argv[1:3]]
    people, staff = arguments + [PEOPLE, STAFF][len(arguments) :]
    figures = run(people, staff)
    write_report("handover", figures)
    wrong = figures["lost"] or figures["doubled"] or figures["answered_by_two"]
    sys.exit(bool(wrong) or figures["p95_ms"] > MAX_P95_MS)


if __name__ == "__main__":
    main()
