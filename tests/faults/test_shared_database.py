"""Several assistants on one PostgreSQL: one is killed, a server is away, full or emptied; nothing is lost."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from redis.asyncio import Redis

from bot.storage.parameters import LEASE_SECONDS
from tests.faults.echo_assistant import EchoAssistant
from tests.faults.small_disk import fill, small_disk
from tests.faults.tally import Tally
from tests.peers import telegram as tg
from tests.peers.serving import served
from tests.servers import PostgresqlServer, ready_database
from tests.waiting import until

#: Seconds in which what a killed assistant held must be answered by another.
TAKE_OVER_SECONDS = LEASE_SECONDS + 15


@pytest.fixture
def pair(postgresql: str, tmp_path: Path) -> Iterator[tuple[EchoAssistant, EchoAssistant]]:
    """Two assistants of two machines: nothing but the database is shared."""
    telegram, environment = tg.Telegram(), {"THIDUA_DATABASE": ready_database(postgresql)}
    with served(tg.app_of(telegram)) as api:
        assistants = [
            EchoAssistant(telegram, api, tmp_path / name, turn_seconds=0.5, environment=environment)
            for name in ("first", "second")
        ]
        yield assistants[0], assistants[1]
        for assistant in assistants:
            assistant.close()


def test_killed_beside_another(pair: tuple[EchoAssistant, EchoAssistant], tally: Tally) -> None:
    first, second = pair
    texts = [f"câu {number}" for number in range(5)]
    first.say(texts)
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    until(lambda: set(texts) <= set(second.sent_texts()), timeout=TAKE_OVER_SECONDS)
    second.wait_for(texts)
    tally.count(texts, second.sent_texts(), 0)
    # Only a part that was on its way at that moment may come twice: no app takes a key of ours.
    assert tally.lost == 0


def test_messages_of_one_person_come_to_both(
    pair: tuple[EchoAssistant, EchoAssistant], tally: Tally
) -> None:
    texts = [f"câu {number}" for number in range(6)]
    for number, text in enumerate(texts):
        assert pair[number % 2].post_text(text, chat=1) == 200
    pair[0].wait_for(texts)
    assert pair[0].sent_texts() == texts
    tally.count(texts, pair[0].sent_texts(), 0)


def test_database_stopped_in_service(tmp_path: Path, tally: Tally) -> None:
    """What cannot be kept is refused, so that the app sends it again; then all is answered."""
    telegram, server = tg.Telegram(), PostgresqlServer(tmp_path / "postgresql")
    environment = {"THIDUA_DATABASE": ready_database(server.address)}
    with served(tg.app_of(telegram)) as api:
        assistant = EchoAssistant(
            telegram, api, tmp_path / "var", turn_seconds=1.0, environment=environment
        )
        kept = ["một", "hai"]
        assistant.say(kept)
        server.stop()
        refused = [assistant.post_text("ba", chat=3) for _ in range(3)]
        assert refused == [503] * 3
        assert assistant.component("database")["state"] == "failing"
        assert assistant.ask("xin chào").json()["answers"][0]["status"] == "answered"
        server.start()
        assistant.say(["ba"])
        assistant.wait_for([*kept, "ba"])
        assert assistant.component("database")["state"] == "ok"
        tally.count([*kept, "ba"], assistant.sent_texts(), len(refused))
        assert (tally.lost, tally.doubled) == (0, 0)
        assistant.close()
    server.close()


def database_on(disk: Path, server: PostgresqlServer, data: Path) -> str:
    """Make a database whose tables lie on a disk; return its address."""
    folder, owner = disk / "tables", data.stat()
    folder.mkdir(mode=0o700)
    os.chown(folder, owner.st_uid, owner.st_gid)
    address = ready_database(server.address)
    name = conninfo_to_dict(address)["dbname"]
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
        connection.execute(f"ALTER DATABASE {name} SET TABLESPACE small")
    return address


def test_disk_of_the_database_full(tmp_path: Path, tally: Tally) -> None:
    """What cannot be kept is refused, so that the app sends it again; then all is answered."""
    telegram, data, folder = tg.Telegram(), tmp_path / "postgresql", tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder) as disk, served(tg.app_of(telegram)) as api:
        server = PostgresqlServer(data)
        environment = {"THIDUA_DATABASE": database_on(disk, server, data)}
        assistant = EchoAssistant(telegram, api, tmp_path / "var", environment=environment)
        try:
            texts = [f"câu {number}" for number in range(3)]
            # Nothing was kept yet: the first message needs room.
            filler = fill(disk)
            refused = [assistant.post_text(text, chat) for chat, text in enumerate(texts, 1)]
            assert refused == [503] * 3
            assert assistant.ask("xin chào").json()["answers"][0]["status"] == "answered"
            filler.unlink()
            assistant.say(texts)
            assistant.wait_for(texts)
            tally.count(texts, assistant.sent_texts(), len(refused))
            assert (tally.lost, tally.doubled) == (0, 0)
        finally:
            assistant.close()
            server.close()


def test_redis_emptied_in_service(
    postgresql: str, redis: str, tmp_path: Path, tally: Tally
) -> None:
    """Limits begin anew; whatever was taken is answered."""
    telegram, shared = tg.Telegram(), {"THIDUA_DATABASE": ready_database(postgresql)}
    shared |= {"THIDUA_REDIS": redis, "THIDUA_MOST_A_MINUTE": "3"}
    with served(tg.app_of(telegram)) as api, ExitStack() as stack:
        first, second = (
            stack.enter_context(
                closing(
                    EchoAssistant(
                        telegram, api, tmp_path / name, turn_seconds=0.5, environment=shared
                    )
                )
            )
            for name in ("first", "second")
        )
        assert [ask_from_afar(first) for _ in range(3)] == [200] * 3
        assert ask_from_afar(second) == 429
        texts = ["một", "hai", "ba"]
        first.say(texts)
        asyncio.run(empty(redis))
        assert ask_from_afar(second) == 200
        first.wait_for(texts)
        tally.count(texts, first.sent_texts())
        assert (tally.lost, tally.doubled) == (0, 0)


def ask_from_afar(assistant: EchoAssistant) -> int:
    """Ask as a person whose messages are counted; return the status."""
    body = {"conversation": "web", "text": "xin chào"}
    headers = {"X-Forwarded-For": "203.0.113.9"}
    return assistant.http.post("/api/messages", json=body, headers=headers).status_code


async def empty(address: str) -> None:
    async with Redis.from_url(address) as redis:
        await redis.flushall()
