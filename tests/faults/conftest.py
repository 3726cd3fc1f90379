"""Prints, at the end of `make faults`, what became of the messages of each fault."""

from __future__ import annotations

import os

import pytest

from tests.faults.tally import HEAD, TALLIES, Tally

#: Slow, for they wait for Rasa to load again and again: `make faults` alone runs them.
collect_ignore = (
    [] if "FAULT_REPEATS" in os.environ else ["test_dialogue.py", "test_shared_database.py"]
)


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """The counts of this test's fault, over all its goes."""
    return TALLIES[request.node.originalname.removeprefix("test_")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the table."""
    if TALLIES.of:
        terminalreporter.section("faults")
        width = max(map(len, TALLIES.of))
        terminalreporter.write_line(f"{'':{width}}{HEAD}")
        for fault, tally in TALLIES.of.items():
            terminalreporter.write_line(f"{fault:{width}}{tally.row}")
