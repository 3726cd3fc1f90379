"""The primary of a PostgreSQL loses power and its standby is promoted: what was kept is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from benchmarks.conversations import Script, answer_figures, moments, send
from bot.delivery.inbox import ClaimedMessage, Inbox
from bot.delivery.parameters import CONCURRENT_SENDS
from bot.storage.lease_table import LeaseTable
from bot.storage.tables import LEASES
from database import Database, open_database
from tests.faults.echo_assistant import EchoAssistant
from tests.faults.tally import Tally
from tests.peers import telegram as tg
from tests.peers.serving import served
from tests.servers import PostgresqlPair
from tests.waiting import until

#: Seconds in which assistants must write again once the standby may be written to.
RECONNECT_SECONDS = 10.0
SCRIPT = Script(("câu một", "câu hai"), ("câu một", "câu hai"))
PEOPLE, PEOPLE_A_SECOND = 100, 20.0
LONG = 3600.0


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlPair]:
    """A primary with its standby."""
    with closing(PostgresqlPair(tmp_path_factory.mktemp("pair") / "postgresql")) as pair:
        # What nobody waits for stays in the primary's memory, instead of going out within 0.2 s.
        pair.primary.set("wal_writer_delay", "10s")
        yield pair


def message(database: Database) -> ClaimedMessage:
    """Return the one message; one that is not there is new and not sent."""
    return Inbox(database).next_open("c") or ClaimedMessage(0, "", "", "", {})


def lease(database: Database, number: int) -> float:
    """Return until when a lease runs, 0 where there is none of this number."""
    until: float | None = database.scalar(select(LEASES.c.until).where(LEASES.c.id == number))
    return until or 0.0


#: What is kept of a message and of who works on it, one after the other: how, and how that is seen.
KEPT: dict[str, tuple[Callable[[Database], object], Callable[[Database], bool]]] = {
    "a message": (
        lambda database: Inbox(database).accept("memory", "1", "c", "hỏi", {}),
        lambda standby: message(standby).id == 1,
    ),
    "who answers it": (
        lambda database: LeaseTable(database).draw_first("inbox", "c"),
        lambda standby: lease(standby, 1) > 0,
    ),
    "whose turn it is": (
        lambda database: LeaseTable(database).draw("dialogue", "c"),
        lambda standby: lease(standby, 2) > 0,
    ),
    "for how long": (
        lambda database: LeaseTable(database, LONG).renew([1]),
        lambda standby: lease(standby, 1) > time.time() + LONG / 2,
    ),
    "its answer": (
        lambda database: Inbox(database).save_answer(1, [{"text": "đáp", "choices": []}]),
        lambda standby: message(standby).state == "answered",
    ),
    "that a part went out": (
        lambda database: Inbox(database).mark_sent(1, 1),
        lambda standby: message(standby).sent == 1,
    ),
}


def test_the_standby_has_what_was_kept(pair: PostgresqlPair) -> None:
    """As soon as it is kept: the primary may lose power at the next moment."""
    address = pair.address()
    with (
        closing(open_database(address)) as database,
        closing(open_database(pair.standby_address(address))) as standby,
    ):
        for what, (keep, is_kept) in KEPT.items():
            keep(database)
            # It is read there a moment after it is kept there.
            until(lambda: is_kept(standby), timeout=3)  # noqa: B023
            assert is_kept(standby), what


def test_primary_killed(pair: PostgresqlPair, tmp_path: Path, tally: Tally) -> None:
    """Two assistants go on by themselves on the standby, and what they acknowledged is answered."""
    telegram, environment = tg.Telegram(), {"THIDUA_DATABASE": pair.address()}
    with served(tg.app_of(telegram)) as api, ThreadPoolExecutor(1) as pool:
        assistants = [
            EchoAssistant(telegram, api, tmp_path / name, turn_seconds=0.1, environment=environment)
            for name in ("first", "second")
        ]
        addresses = [assistant.address for assistant in assistants]
        times = moments(PEOPLE, PEOPLE_A_SECOND, len(SCRIPT.questions), 0.5)
        sending = pool.submit(asyncio.run, send(addresses, SCRIPT, times))
        until(lambda: len(telegram.sent) > PEOPLE // 2)
        pair.primary.kill()
        pair.promote()
        promoted = time.monotonic()
        deliveries = sending.result()
        for assistant in assistants:
            until(lambda: assistant.component("messages")["why"].startswith("0 tin"))  # noqa: B023
            assistant.close()
    figures = answer_figures(telegram.sent, SCRIPT, PEOPLE)
    tally.add(figures, sum(delivery.refused for delivery in deliveries))
    assert (figures["lost"], figures["out_of_order"], figures["others"]) == (0, 0, 0), figures
    # Only parts that were on their way at that moment may come twice: no app takes a key of ours.
    assert figures["doubled"] <= len(assistants) * CONCURRENT_SENDS
    again = min(delivery.at for delivery in deliveries if delivery.at > promoted) - promoted
    assert again < RECONNECT_SECONDS
