"""How many turns one, two and three machines answer in a second; what a turn costs on servers.

All machines are this one: the assistants, their Rasas, PostgreSQL, Redis and who asks share its
cores, so that the ratios say what coordination costs, not what more machines give.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import click

from benchmarks.cluster.machines import SCRIPT, Machines
from benchmarks.conversations import moments, send
from benchmarks.measurement import latency, timed
from benchmarks.questions import GENERAL, LAW, read_turns
from benchmarks.report import exceeded_limits, write_report
from tests.assistant_process import Machine
from tests.peers.serving import served
from tests.peers.telegram import Telegram, app_of
from tests.running_assistant import fill_with_starter_documents, starter_store
from tests.servers import PostgresqlPair, PostgresqlServer, RedisServer, ready_database

#: People who write to the machines at once, twice as many of them first to warm up.
PEOPLE, WARM_UP = 60, 10
MOST_MACHINES = 3
#: Turns whose time is taken at each place, in conversations of five; turns before.
TURNS, TURNS_PER_CONVERSATION, FIRST_TURNS = 200, 5, 20
#: How much longer than on files of its own a turn may take on PostgreSQL and Redis.
LIMITS = {"postgresql_p50_ratio": 1.3, "postgresql_p95_ratio": 1.3}


@click.command()
@click.option("--turns", type=int, default=TURNS, help="turns at each place")
@click.option(
    "--people", type=int, default=PEOPLE, help="people who write at once, 5 messages each"
)
def throughput(turns: int, people: int) -> None:
    """Measure the cost of a turn, then the turns a second; one over its limit makes the exit code 1."""
    with tempfile.TemporaryDirectory() as scratch, closing(RedisServer(Path(scratch))) as redis:
        with running_places(Path(scratch), redis.address) as places:
            cost = turn_cost(places, turns)
        rows = turns_a_second(Path(scratch), redis.address, people)
    print("".join(f"{name:>16}" for name in rows[0]))
    for row in rows:
        print("".join(f"{value!s:>16}" for value in row.values()))
    write_report("cluster-throughput", {"cores": os.cpu_count(), **cost, "rows": rows})
    if missed := exceeded_limits(cost, LIMITS):
        raise SystemExit(f"over the limit: {', '.join(missed)}")


@contextmanager
def running_places(folder: Path, redis: str) -> Iterator[Mapping[str, Machine]]:
    """Run an assistant on files, one on PostgreSQL, one on PostgreSQL with a standby."""
    with ExitStack() as stack:
        server = stack.enter_context(closing(PostgresqlServer(folder / "alone")))
        pair = stack.enter_context(closing(PostgresqlPair(folder / "pair")))
        settings: dict[str, dict[str, object]] = {
            "embedded": {"STORE": starter_store(folder / "knowledge.db")},
            "postgresql": {"DATABASE": ready_database(server.address), "REDIS": redis},
            "standby": {"DATABASE": pair.address(), "REDIS": redis},
        }
        places = {}
        for name, values in settings.items():
            if database := values.get("DATABASE"):
                fill_with_starter_documents(str(database))
            places[name] = stack.enter_context(closing(Machine(folder / name, **values)))
            places[name].wait()
        yield places


def turn_cost(places: Mapping[str, Machine], turns: int) -> dict[str, Any]:
    """Ask each question at every place, in turn; return the times, and as multiples of the first's."""
    times: dict[str, list[float]] = {name: [] for name in places}
    texts = itertools.cycle(read_turns(GENERAL, LAW))
    for number, text in enumerate(itertools.islice(texts, FIRST_TURNS + turns)):
        conversation = f"turn-{number // TURNS_PER_CONVERSATION}"
        # Each is the first as often as the others: what comes first finds cold caches.
        order = list(places)[number % len(places) :] + list(places)[: number % len(places)]
        for name in order:
            _, seconds = timed(_ask, places[name], conversation, text)
            if number >= FIRST_TURNS:
                times[name].append(seconds * 1000)
    figures: dict[str, Any] = {}
    for name, milliseconds in times.items():
        figures |= latency(milliseconds, f"{name}_")
    for name, share in itertools.product(list(places)[1:], ("p50", "p95")):
        ratio = figures[f"{name}_{share}_ms"] / figures[f"embedded_{share}_ms"]
        figures[f"{name}_{share}_ratio"] = round(ratio, 2)
    return figures


def _ask(machine: Machine, conversation: str, text: str) -> None:
    """Ask as the page does: with a name by which a repeated question is known."""
    body = {"conversation": conversation, "text": text, "id": uuid.uuid4().hex}
    machine.http.post("/api/messages", json=body).raise_for_status()


def turns_a_second(folder: Path, redis: str, people: int) -> list[dict[str, Any]]:
    """Have people write to one machine, then to two, then to three; return a row for each."""
    rows: list[dict[str, Any]] = []
    with ExitStack() as stack:
        server = stack.enter_context(closing(PostgresqlServer(folder / "throughput")))
        telegram = Telegram()
        api = stack.enter_context(served(app_of(telegram)))
        database = ready_database(server.address)
        machines = stack.enter_context(closing(Machines(folder, database, redis, api, telegram)))
        chats = itertools.count(1, max(people, WARM_UP))
        for count in range(1, MOST_MACHINES + 1):
            machines.add()
            _answer_all(machines, WARM_UP, next(chats))
            rate = people * len(SCRIPT.questions) / _answer_all(machines, people, next(chats))
            ratio = rate / rows[0]["turns_a_second"] if rows else 1.0
            row = {"machines": count, "turns_a_second": round(rate, 1), "ratio": round(ratio, 2)}
            rows.append(row)
    return rows


def _answer_all(machines: Machines, people: int, first_chat: int) -> float:
    """Have people write all they have to say at once; return the seconds until all is answered."""
    times: Sequence[Sequence[float]] = moments(people, people, len(SCRIPT.questions), 0.0)
    start = time.monotonic()
    asyncio.run(send(machines.addresses, SCRIPT, times, first_chat))
    machines.wait_until_drained()
    return time.monotonic() - start
