"""The time of a turn over HTTP, and what the two processes weigh: `python -m benchmarks.turns`.

Starts an assistant of its own on the starter documents (unless one runs) and asks 200 questions one after another, in
conversations of five turns; the questions are those of tests/cases/questions.yaml, then as many of law_questions.yaml.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.report import percentile, tell
from bot.commands.client import Client
from bot.commands.evaluation import read_cases
from bot.settings import ROOT, read_settings

TURNS, A_CONVERSATION = 200, 5
MOST = {"p50_ms": 120.0, "p95_ms": 300.0, "law_p95_ms": 300.0, "ready_s": 30.0, "memory_mb": 2560.0}


def measure(client: Client) -> dict[str, Any]:
    """Ask, one question after another, and time each."""
    times, statuses = _times(client, "questions.yaml")
    of_law, _ = _times(client, "law_questions.yaml")
    return {
        "turns": TURNS,
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
        "max_ms": round(max(times), 1),
        "law_p50_ms": round(percentile(of_law, 0.5), 1),
        "law_p95_ms": round(percentile(of_law, 0.95), 1),
        "unavailable": statuses.count("unavailable"),
    }


def _times(client: Client, file: str) -> tuple[list[float], list[str]]:
    typed = [turn for question in read_cases(ROOT / "tests" / "cases" / file) for turn in question.turns]
    times, statuses = [], []
    talk = client.new_conversation()
    for number, text in enumerate(itertools.islice(itertools.cycle(typed), TURNS)):
        if number % A_CONVERSATION == 0:
            talk = client.new_conversation()
        began = time.perf_counter()
        (answer, *_) = client.ask(talk, text, None)
        times.append((time.perf_counter() - began) * 1000)
        statuses.append(answer["status"])
    return times, statuses


def memory_mb(root: int) -> float:
    """Give the resident memory of a process and its descendants (Linux)."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return round(sum(_resident(pid) for pid in family) / 1024, 1)


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def main() -> None:
    """Print the figures; one over its limit makes the exit code 1."""
    began = time.monotonic()
    with Client(read_settings(), own=True) as client:
        ready = time.monotonic() - began
        figures = {**measure(client), "ready_s": round(ready, 1)}
        if client.process_id and Path("/proc").exists():
            figures["memory_mb"] = memory_mb(client.process_id)
    tell("turns", figures)
    sys.exit(any(figures.get(name, 0) > most for name, most in MOST.items()) or figures["unavailable"] > 0)


if __name__ == "__main__":
    main()
