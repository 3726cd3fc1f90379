"""A long day through both processes: `python -m benchmarks.soak [TURNS] [CONVERSATIONS]`.

By default 10,000 turns over 200 conversations. Does memory grow, do late turns take longer than
early ones? The conversations take turns, so that each lasts the whole run; the questions are those
of `tests/cases`, one after the other. Memory is measured at the end of the first tenth, when all is
loaded, and of every tenth after it.
"""

from __future__ import annotations

import itertools
import sys
from typing import Any

from rich.progress import track

from benchmarks.measurement import percentile, resident_memory_mb, timed
from benchmarks.questions import GENERAL, LAW, read_turns
from benchmarks.report import exceeded_limits, write_report
from bot.commands.client import Client
from bot.settings import read_settings

#: The limits asked for, last tenth against first: share by which memory grows; p95 as a multiple.
LIMITS = {"growth": 0.05, "slower": 1.2}
TURNS, CONVERSATIONS, PARTS = 10_000, 200, 10


def soak(client: Client, turns: int, conversations: int) -> dict[str, Any]:
    """Ask `turns` questions; return memory and time by tenths."""
    texts = itertools.cycle(read_turns(GENERAL, LAW))
    ids = itertools.cycle([client.new_conversation() for _ in range(conversations)])
    times: list[float] = []
    memory: list[float] = []
    unavailable = 0
    part = turns // PARTS
    for number in track(range(1, turns + 1), "turns", disable=not sys.stderr.isatty()):
        (answer, *_), seconds = timed(client.ask, next(ids), next(texts), None)
        times.append(seconds * 1000)
        unavailable += answer["status"] == "unavailable"
        if number % part == 0 and client.process_id:
            memory.append(resident_memory_mb(client.process_id))
    p95 = [round(percentile(times[i : i + part], 0.95), 1) for i in range(0, turns, part)]
    return {
        "turns": turns,
        "conversations": conversations,
        "unavailable": unavailable,
        "memory_mb": memory,
        "p95_ms": p95,
        "growth": round(memory[-1] / memory[0] - 1, 4),
        "slower": round(p95[-1] / p95[0], 3),
    }


def main() -> None:
    """Print the figures; growth, slower turns or a turn without an answer make the exit code 1."""
    arguments = [int(argument) for argument in sys.argv[1:3]]
    turns, conversations = arguments + [TURNS, CONVERSATIONS][len(arguments) :]
    with Client(read_settings(), own=True) as client:
        figures = soak(client, turns, conversations)
    write_report("soak", figures)
    sys.exit(bool(exceeded_limits(figures, LIMITS)) or bool(figures["unavailable"]))


if __name__ == "__main__":
    main()
