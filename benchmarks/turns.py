"""The time of a turn over HTTP, and the memory of both processes: `python -m benchmarks.turns`.

Starts an assistant of its own on the starter documents and asks 200 questions one after another, in
conversations of five turns: those of `tests/cases/questions.yaml`, then as many of
`law_questions.yaml`.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any

from benchmarks.measurement import latency, resident_memory_mb, timed
from benchmarks.questions import GENERAL, LAW, read_turns
from benchmarks.report import exceeded_limits, write_report
from bot.commands.client import Client
from bot.settings import read_settings

#: The limits asked for: milliseconds of a turn, seconds to start, MB of both processes.
LIMITS = {
    "p50_ms": 120.0,
    "p95_ms": 300.0,
    "law_p95_ms": 300.0,
    "ready_s": 30.0,
    "memory_mb": 2560.0,
}
TURNS, TURNS_PER_CONVERSATION = 200, 5


def measure(client: Client) -> dict[str, Any]:
    """Ask one question after another; return the times, and how many had no answer."""
    times, statuses = _ask_all(client, GENERAL)
    law_times, _ = _ask_all(client, LAW)
    return {
        "turns": TURNS,
        **latency(times),
        "max_ms": round(max(times), 1),
        **latency(law_times, "law_"),
        "unavailable": statuses.count("unavailable"),
    }


def _ask_all(client: Client, file: str) -> tuple[list[float], list[str]]:
    """Return the milliseconds and the status of each turn."""
    times, statuses = [], []
    turns = itertools.islice(itertools.cycle(read_turns(file)), TURNS)
    conversation = client.new_conversation()
    for number, text in enumerate(turns):
        if number % TURNS_PER_CONVERSATION == 0:
            conversation = client.new_conversation()
        (answer, *_), seconds = timed(client.ask, conversation, text, None)
        times.append(seconds * 1000)
        statuses.append(answer["status"])
    return times, statuses


def main() -> None:
    """Print the figures; one over its limit makes the exit code 1."""
    client, ready = timed(Client, read_settings(), own=True)
    with client:
        figures = {**measure(client), "ready_s": round(ready, 1)}
        if client.process_id and Path("/proc").exists():
            figures["memory_mb"] = resident_memory_mb(client.process_id)
    write_report("turns", figures)
    sys.exit(bool(exceeded_limits(figures, LIMITS)) or figures["unavailable"] > 0)


if __name__ == "__main__":
    main()
