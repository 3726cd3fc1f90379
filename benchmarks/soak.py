"""A long day: 10,000 turns over 200 conversations through both processes: `python -m benchmarks.soak [TURNS] [CONVERSATIONS]`.

Does memory grow, do late turns take longer than early ones? Conversations take turns, so that each lasts the whole run; the
questions are those of tests/cases, one after the other. Memory is looked at from the end of the first tenth, when all is
loaded, and every tenth after it.
"""

from __future__ import annotations

import itertools
import sys
import time

from rich.progress import track

from benchmarks.report import percentile, tell
from benchmarks.turns import memory_mb
from bot.commands.client import Client
from bot.commands.evaluation import read_cases
from bot.settings import ROOT, read_settings

TURNS, CONVERSATIONS, PARTS = 10_000, 200, 10
MOST_GROWTH, MOST_SLOWER = 0.05, 1.2


def soak(client: Client, turns: int, conversations: int) -> dict[str, object]:
    """Ask so many questions; give memory and time by tenths."""
    files = ("questions.yaml", "law_questions.yaml")
    cases = [one for file in files for one in read_cases(ROOT / "tests" / "cases" / file)]
    typed = itertools.cycle([turn for case in cases for turn in case.turns])
    talks = itertools.cycle([client.new_conversation() for _ in range(conversations)])
    times: list[float] = []
    memory: list[float] = []
    away = 0
    for number in track(range(1, turns + 1), "turns", disable=not sys.stderr.isatty()):
        begun = time.perf_counter()
        (answer, *_) = client.ask(next(talks), next(typed), None)
        times.append((time.perf_counter() - begun) * 1000)
        away += answer["status"] == "unavailable"
        if number % (turns // PARTS) == 0 and client.process_id:
            memory.append(memory_mb(client.process_id))
    size = turns // PARTS
    p95 = [round(percentile(times[place : place + size], 0.95), 1) for place in range(0, turns, size)]
    return {
        "turns": turns, "conversations": conversations, "unavailable": away, "memory_mb": memory, "p95_ms": p95,
        "growth": round(memory[-1] / memory[0] - 1, 4), "slower": round(p95[-1] / p95[0], 3),
    }  # fmt: skip


def main() -> None:
    """Print the figures; more memory, slower turns or an answer that could not be had make the exit code 1."""
    given = [int(one) for one in sys.argv[1:3]]
    turns, conversations = given + [TURNS, CONVERSATIONS][len(given) :]
    with Client(read_settings(), own=True) as client:
        figures = soak(client, turns, conversations)
    tell("soak", figures)
    sys.exit(
        float(str(figures["growth"])) > MOST_GROWTH
        or float(str(figures["slower"])) > MOST_SLOWER
        or bool(figures["unavailable"])
    )


if __name__ == "__main__":
    main()
