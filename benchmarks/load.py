"""Many people at once: so many turns a second for a minute, over HTTP, through Rasa: `python -m benchmarks.load [RATE] [SECONDS]`.

Turns are sent at their times whether or not earlier ones have been answered, so that a slow answer cannot hide a queue; each
person asks five of the questions of tests/cases, one after the other.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time

import httpx

from benchmarks.report import percentile, tell
from bot.commands.client import Client
from bot.commands.evaluation import read_cases
from bot.settings import ROOT, read_settings

RATE, SECONDS, A_CONVERSATION = 20.0, 60.0, 5
WARM_UP = 20
MOST_P95_MS, PATIENCE = 800.0, 60.0


async def pour(address: str, rate: float, seconds: float) -> tuple[list[float], list[str]]:
    """Send the turns; give the milliseconds and the status of each."""
    files = ("questions.yaml", "law_questions.yaml")
    cases = [one for file in files for one in read_cases(ROOT / "tests" / "cases" / file)]
    typed = itertools.cycle([turn for case in cases for turn in case.turns])
    people = max(1, round(rate * seconds / A_CONVERSATION))
    limits = httpx.Limits(max_connections=256)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, trust_env=False, limits=limits) as client:
        for text in itertools.islice(typed, WARM_UP):
            await _turn(client, "warm-up", text)
        begun = time.monotonic()
        talks = [
            _talk(
                client, f"load-{person}", list(itertools.islice(typed, A_CONVERSATION)), begun + person * gap, seconds
            )
            for gap in [A_CONVERSATION / rate]
            for person in range(people)
        ]
        each = await asyncio.gather(*talks)
    turns = [turn for talk in each for turn in talk]
    return [turn[0] for turn in turns], [turn[1] for turn in turns]


async def _talk(
    client: httpx.AsyncClient, who: str, texts: list[str], begin: float, seconds: float
) -> list[tuple[float, str]]:
    """Let one person ask, a question every few seconds."""
    done = []
    for number, text in enumerate(texts):
        await asyncio.sleep(max(0.0, begin + number * seconds / 20 - time.monotonic()))
        done.append(await _turn(client, who, text))
    return done


async def _turn(client: httpx.AsyncClient, who: str, text: str) -> tuple[float, str]:
    begun = time.perf_counter()
    try:
        reply = (await client.post("/api/messages", json={"conversation": who, "text": text})).raise_for_status()
        status = str(reply.json()["answers"][0]["status"])
    except httpx.HTTPError as error:
        status = type(error).__name__
    return (time.perf_counter() - begun) * 1000, status


def main() -> None:
    """Print the figures; a slow or failed turn makes the exit code 1."""
    given = [float(one) for one in sys.argv[1:3]]
    rate, seconds = given + [RATE, SECONDS][len(given) :]
    with Client(read_settings(), own=True) as client:
        begun = time.monotonic()
        times, statuses = asyncio.run(pour(client.address, rate, seconds))
        lasted = time.monotonic() - begun
    wrong = [status for status in statuses if status not in ("answered", "clarify", "not_found", "form", "chat")]
    figures = {
        "turns": len(times),
        "turns_a_second": round(len(times) / lasted, 1),
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
        "max_ms": round(max(times), 1),
        "errors": len(wrong),
    }
    tell("load", figures)
    sys.exit(bool(wrong) or figures["p95_ms"] > MOST_P95_MS)


if __name__ == "__main__":
    main()
