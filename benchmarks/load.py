"""Many people at once, over HTTP, through Rasa: `python -m benchmarks.load [RATE] [SECONDS]`.

By default 20 turns a second for a minute. Turns are sent at their times whether or not earlier ones
have been answered, so that a slow answer cannot hide a queue; each person asks five of the
questions of `tests/cases`, one after the other.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from benchmarks.conversations import moments
from benchmarks.measurement import latency
from benchmarks.questions import GENERAL, LAW, read_turns
from benchmarks.report import write_report
from bot.commands.client import Client
from bot.settings import read_settings

#: The limit asked for, milliseconds.
MAX_P95_MS = 800.0
#: Turns a second, seconds, and turns of one person.
RATE, SECONDS, TURNS_PER_PERSON = 20.0, 60.0, 5
#: Time between two turns of a person, as a share of the whole run.
PAUSE = 1 / 20
#: Turns before time is taken; seconds after which a turn counts as failed; connections at once.
WARM_UP, TIMEOUT, MAX_CONNECTIONS = 20, 60.0, 256
SERVED = ("answered", "nearest", "clarify", "not_found", "form", "chat")


@dataclass(frozen=True)
class Turn:
    """How long a turn took, and the status of its answer or the name of the error."""

    milliseconds: float
    status: str


async def send_load(address: str, rate: float, seconds: float) -> list[Turn]:
    """Send `rate` turns a second for `seconds`; return them person by person."""
    texts = itertools.cycle(read_turns(GENERAL, LAW))
    limits = httpx.Limits(max_connections=MAX_CONNECTIONS)
    async with httpx.AsyncClient(
        base_url=address, timeout=TIMEOUT, trust_env=False, limits=limits
    ) as client:
        for text in itertools.islice(texts, WARM_UP):
            await _ask(client, "warm-up", text)
        people = max(1, round(rate * seconds / TURNS_PER_PERSON))
        times = moments(people, rate / TURNS_PER_PERSON, TURNS_PER_PERSON, seconds * PAUSE)
        start = time.monotonic()
        conversations = []
        for person, of_one in enumerate(times):
            schedule = [(start + moment, text) for moment, text in zip(of_one, texts, strict=False)]
            conversations.append(_converse(client, f"load-{person}", schedule))
        return list(itertools.chain(*await asyncio.gather(*conversations)))


async def _converse(
    client: httpx.AsyncClient, person: str, schedule: Sequence[tuple[float, str]]
) -> list[Turn]:
    """Ask each question at its time, or when the one before it has been answered."""
    turns = []
    for moment, text in schedule:
        await asyncio.sleep(max(0.0, moment - time.monotonic()))
        turns.append(await _ask(client, person, text))
    return turns


async def _ask(client: httpx.AsyncClient, person: str, text: str) -> Turn:
    start = time.perf_counter()
    try:
        response = await client.post("/api/messages", json={"conversation": person, "text": text})
        status = str(response.raise_for_status().json()["answers"][0]["status"])
    except httpx.HTTPError as error:
        status = type(error).__name__
    return Turn((time.perf_counter() - start) * 1000, status)


def main() -> None:
    """Print the figures; a slow or failed turn makes the exit code 1."""
    arguments = [float(argument) for argument in sys.argv[1:3]]
    rate, seconds = arguments + [RATE, SECONDS][len(arguments) :]
    with Client(read_settings(), own=True) as client:
        start = time.monotonic()
        turns = asyncio.run(send_load(client.address, rate, seconds))
        duration = time.monotonic() - start
    times = [turn.milliseconds for turn in turns]
    errors = sum(turn.status not in SERVED for turn in turns)
    figures = {
        "turns": len(turns),
        "turns_a_second": round(len(turns) / duration, 1),
        **latency(times),
        "max_ms": round(max(times), 1),
        "errors": errors,
    }
    write_report("load", figures)
    sys.exit(bool(errors) or figures["p95_ms"] > MAX_P95_MS)


if __name__ == "__main__":
    main()
