"""Every process is killed once while people write: what is lost, doubled, out of order; how long it takes.

Two assistants with their dialogues, one PostgreSQL with a synchronous standby, one Redis and a
stand-in for Telegram, all on this machine. One after the other Redis, the primary (the standby is
promoted), both dialogues and both assistants are killed (SIGKILL), the next once all is well again.
"""

from __future__ import annotations

import asyncio
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import click

from benchmarks.cluster.machines import LOOK_SECONDS, SCRIPT, Machines
from benchmarks.conversations import (
    Delivery,
    answer_figures,
    delivery_figures,
    moments,
    other_texts,
    send,
)
from benchmarks.report import exceeded_limits, write_report
from bot.delivery.parameters import CONCURRENT_SENDS
from tests.assistant_process import Machine
from tests.peers.serving import served
from tests.peers.telegram import Telegram, app_of
from tests.servers import PostgresqlPair, RedisServer
from tests.waiting import until

ASSISTANTS = 2
#: Messages, and how many come in a second.
MESSAGES, RATE = 6_000, 100.0
#: Seconds between two messages of a person.
PAUSE = 3.0
#: Seconds of quiet before the next is killed; seconds for which Redis and the database are away.
BETWEEN, AWAY = 3.0, 5.0
#: The limits asked for. What may come twice was on its way when an assistant or the database died.
LIMITS = {
    "lost": 0,
    "out_of_order": 0,
    "doubled": 2 * ASSISTANTS * CONCURRENT_SENDS,
    "database_s": 10,
    "first_acknowledged_s": 10,
}


@click.command()
@click.argument("messages", type=int, default=MESSAGES)
@click.option("--rate", type=float, default=RATE, help="messages a second")
def faults(messages: int, rate: float) -> None:
    """Send MESSAGES, kill everything once; a figure over its limit makes the exit code 1."""
    with tempfile.TemporaryDirectory() as scratch, running_cluster(Path(scratch)) as cluster:
        figures = measure(cluster, messages, rate)
    write_report("cluster-faults", figures)
    if missed := exceeded_limits(figures, LIMITS):
        raise SystemExit(f"over the limit: {', '.join(missed)}")


class Cluster:
    """The machines with the servers that they share, each of which can be killed."""

    def __init__(self, machines: Machines, postgresql: PostgresqlPair, redis: RedisServer) -> None:
        self.machines, self._postgresql, self._redis = machines, postgresql, redis
        #: When the standby was promoted, by the monotonic clock.
        self.promoted = 0.0

    def kill_redis(self) -> float:
        """Kill Redis and start it again; return the seconds until all see it."""
        self._redis.kill()
        time.sleep(AWAY)
        self._redis.start()
        return self._until_ok("redis", self.machines.all)

    def kill_primary(self) -> float:
        """Kill the primary and promote the standby; return the seconds until all can write."""
        self._postgresql.primary.kill()
        time.sleep(AWAY)
        self._postgresql.promote()
        self.promoted = time.monotonic()
        return self._until_ok("database", self.machines.all)

    def kill_dialogue(self, number: int) -> float:
        """Kill a machine's Rasa; return the seconds until the assistant has another."""
        machine, start = self.machines.all[number], time.monotonic()
        machine.rasa().kill()
        until(lambda: machine.parts()["dialogue"]["state"] != "ok", pause=LOOK_SECONDS)
        self._until_ok("dialogue", [machine])
        return time.monotonic() - start

    def kill_assistant(self, number: int) -> float:
        """Kill an assistant and start it again; return the seconds until it is ready."""
        machine, start = self.machines.all[number], time.monotonic()
        machine.end(signal.SIGKILL)
        machine.start()
        until(lambda: machine.parts().get("ready"), timeout=300, pause=LOOK_SECONDS)
        return time.monotonic() - start

    def _until_ok(self, part: str, machines: Sequence[Machine]) -> float:
        start = time.monotonic()
        for machine in machines:
            until(lambda: _is_ok(machine, part), timeout=300, pause=LOOK_SECONDS)  # noqa: B023
        return time.monotonic() - start


def _is_ok(machine: Machine, part: str) -> bool:
    return bool(machine.parts().get(part, {}).get("state") == "ok")


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """Run all of it in a folder."""
    with ExitStack() as stack:
        postgresql = stack.enter_context(closing(PostgresqlPair(folder / "postgresql")))
        redis = stack.enter_context(closing(RedisServer(folder)))
        telegram = Telegram()
        api = stack.enter_context(served(app_of(telegram)))
        machines = stack.enter_context(
            closing(Machines(folder, postgresql.address(), redis.address, api, telegram))
        )
        for _ in range(ASSISTANTS):
            machines.add()
        yield Cluster(machines, postgresql, redis)


def measure(cluster: Cluster, messages: int, rate: float) -> dict[str, Any]:
    """Send messages, kill everything once, wait for the last answer; return the figures."""
    machines, turns = cluster.machines, len(SCRIPT.questions)
    people, start = messages // turns, time.monotonic()
    times = moments(people, rate / turns, turns, PAUSE)
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(asyncio.run, send(machines.addresses, SCRIPT, times))
        seconds = _kill_all(cluster)
        deliveries = sending.result()
        machines.wait_until_drained()
    drained = time.monotonic()
    return {
        "messages": people * turns,
        "rate": rate,
        **delivery_figures(deliveries),
        "sent_s": round(max(delivery.at for delivery in deliveries) - start, 1),
        "drained_s": round(drained - start, 1),
        "turns_a_second": round(people * turns / (drained - start), 1),
        **answer_figures(machines.telegram.sent, SCRIPT, people),
        **seconds,
        "first_acknowledged_s": _first_after(deliveries, cluster.promoted),
        "other_texts": other_texts(machines.telegram.sent, SCRIPT),
    }


def _kill_all(cluster: Cluster) -> dict[str, float]:
    """Kill one process after the other; return the seconds until each was replaced."""
    seconds = {}
    for name, kill in (
        ("redis_s", cluster.kill_redis),
        ("database_s", cluster.kill_primary),
        ("dialogue_1_s", lambda: cluster.kill_dialogue(0)),
        ("assistant_1_s", lambda: cluster.kill_assistant(0)),
        ("dialogue_2_s", lambda: cluster.kill_dialogue(1)),
        ("assistant_2_s", lambda: cluster.kill_assistant(1)),
    ):
        time.sleep(BETWEEN)
        seconds[name] = round(kill(), 1)
        print(f"{name:<28} {seconds[name]}", flush=True)
        cluster.machines.wait()
    return seconds


def _first_after(deliveries: Sequence[Delivery], moment: float) -> float:
    """Return how long after a moment the first message was acknowledged."""
    after = [delivery.at - moment for delivery in deliveries if delivery.at > moment]
    return round(min(after, default=0.0), 1)
