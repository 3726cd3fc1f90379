"""Two assistants on one machine: each asks the Rasa that was started for it, and no other."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx

from bot.dialogue.rasa_client import RasaDialogue
from bot.dialogue.rasa_environment import RasaAddress
from bot.dialogue.tracker_store import TrackerStore
from bot.ports import free_port
from bot.settings import ROOT
from bot.storage.leases import OwnLeases
from indexer.pipeline import index_sources
from knowledge.answering import message
from knowledge.library import Library
from knowledge.search import open_encoder
from knowledge.storage import Store
from tests.assistant_process import Machine, rasa_of
from tests.running_assistant import STARTER, starter_store
from tests.servers import ready_database
from tests.waiting import until

QUESTION = "Chủ đề công tác năm 2021 của Ninh Bình?"
OTHER_TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt 41%.\n"


def other_store(path: Path) -> Path:
    """Index a text of another place; return the path of its store."""
    text = path.with_name("luc-nam.txt")
    text.write_text(OTHER_TEXT, encoding="utf-8")
    index_sources(Library(Store(path), open_encoder("embedded")), [text])
    return path


@contextmanager
def running(*words: str, **settings: object) -> Iterator[int]:
    """Run a command with no settings but these; give its process."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
    own |= {f"THIDUA_{name}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "bot.cli", *words]
    with subprocess.Popen(command, cwd=ROOT, env=own, stderr=subprocess.DEVNULL) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def parts(port: int) -> dict[str, Any]:
    """Return what `/ready` tells of each part; nothing while nobody answers."""
    try:
        reply = httpx.get(f"http://127.0.0.1:{port}/ready", trust_env=False)
    except httpx.HTTPError:
        return {}
    return {"ready": reply.status_code == 200, **reply.json()["parts"]}


def ask(port: int, text: str = QUESTION, **more: str) -> dict[str, Any]:
    body = {"conversation": "c", "text": text, "as_of": "2026-11-21", **more}
    address = f"http://127.0.0.1:{port}/api/messages"
    (answer,) = httpx.post(address, json=body, trust_env=False, timeout=60).json()["answers"]
    assert message("alone") not in answer["text"]
    return dict(answer)


def rasa_port(process_id: int) -> int:
    """Return the port of the Rasa that a process started."""
    words = rasa_of(process_id).cmdline()
    return int(words[words.index("--port") + 1])


async def is_ready(address: RasaAddress) -> bool:
    dialogue = RasaDialogue(address.url, TrackerStore(None), OwnLeases())
    try:
        return await dialogue.ready()
    finally:
        await dialogue.close()


def test_two_started_at_once_answer_from_their_own_documents(tmp_path: Path) -> None:
    """With nothing set but another port for the second's page."""
    stores = starter_store(tmp_path / "first.db"), other_store(tmp_path / "second.db")
    ports = free_port(), free_port()
    serve = ("serve", "--store")
    with (
        running(*serve, str(stores[0]), PORT=ports[0], TRACKERS=tmp_path / "1") as first,
        running(*serve, str(stores[1]), PORT=ports[1], TRACKERS=tmp_path / "2") as second,
    ):
        until(lambda: all(parts(port).get("ready") for port in ports), timeout=180)
        assert [ask(port)["status"] for port in ports] == ["answered", "not_found"]
        rasas = rasa_port(first), rasa_port(second)
        assert rasas[0] != rasas[1]
        for port in rasas:
            assert not asyncio.run(is_ready(RasaAddress(port, "another")))


def test_a_rasa_apart_answers_only_the_assistant_that_it_asks(tmp_path: Path) -> None:
    """Two assistants are told of one Rasa: it would answer the second from the first's documents."""
    store = starter_store(tmp_path / "first.db")
    first, second, rasa = free_port(), free_port(), free_port()
    common = {"DIALOGUE_PORT": rasa, "STORE": store, "TRACKERS": tmp_path / "t"}
    with (
        running("dialogue", PORT=first, **common),
        running("serve", PORT=first, DIALOGUE="apart", **common),
        running("serve", PORT=second, DIALOGUE="apart", **common),
    ):
        until(lambda: parts(first).get("ready"), timeout=180)
        assert ask(first)["status"] == "answered"
        until(lambda: parts(second), timeout=60)
        assert parts(second)["dialogue"]["state"] == "failing"


def test_two_on_one_database_go_on_with_each_other_s_conversations(
    postgresql: str, redis: str, tmp_path: Path
) -> None:
    """Two machines' worth: each has its own folder and Rasa."""
    shared = {"DATABASE": ready_database(postgresql), "REDIS": redis}
    encoder = open_encoder("embedded")
    with (
        closing(Store(shared["DATABASE"])) as store,
        closing(Machine(tmp_path / "1", **shared)) as first,
        closing(Machine(tmp_path / "2", **shared)) as second,
    ):
        index_sources(Library(store, encoder), [STARTER])
        ports = [machine.port for machine in (first, second)]
        for machine in (first, second):
            machine.wait()
            assert machine.parts()["redis"]["state"] == "ok"
        assert ask(ports[0])["status"] == "answered"
        followed = ask(ports[1], "Ai phát động?")
        assert followed["status"] == "answered"
        assert "Ninh Bình" in followed["text"]
        # What one takes out, the other no longer tells, from the next question on.
        store.remove("ninh-binh-2021")
        assert ask(ports[0], conversation="d")["status"] == "not_found"
        # The same message is answered once, whoever is asked again.
        assert ask(ports[1], id="q1") == ask(ports[0], id="q1")
        assert not list(tmp_path.glob("?/conversations.db"))
        assert not list(tmp_path.glob("?/trackers.db"))
