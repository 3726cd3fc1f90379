"""Rasa is killed, ended, held up, or answers nonsense: the knowledge answers in its place and says so, and all mends itself."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from bot.commands.client import Client, free_port
from bot.dialogue.rasa_client import RasaDialogue
from bot.dialogue.supervisor import Supervisor
from bot.dialogue.tracker_store import TrackerStore
from bot.dialogue.user_message import UserMessage
from bot.errors import DialogueUnavailable
from bot.settings import ROOT, Settings
from indexer.pipeline import add_all
from knowledge.encoders import open_encoder
from knowledge.library import Library
from knowledge.phrasing import say
from knowledge.store import Store
from tests.conftest import DAY, STARTER
from tests.faults.running import until
from tests.faults.tally import Tally

TIMES = range(10)
ALONE, LEANING = "Chủ đề công tác năm 2021 của Ninh Bình?", "Ai phát động?"


@pytest.fixture(scope="module")
def real(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A running assistant with its Rasa, for this module alone: things are done to it."""
    store = tmp_path_factory.mktemp("faults") / "knowledge.db"
    add_all(Library(Store(store), open_encoder("embedded")), [STARTER])
    with Client(settings.replace(store=store), own=True) as client:
        yield client


def rasa(client: Client) -> int:
    """Give the number of Rasa's process."""
    found = subprocess.run(
        ["pgrep", "-P", str(client.process_id), "-f", "rasa run"], capture_output=True, text=True, check=True
    )
    return int(found.stdout.split()[0])


def while_away(client: Client, talk: str, tally: Tally) -> None:
    """Ask while Rasa is away: answered and marked, or told as unavailable; never "not found"."""
    (alone,), (leaning,) = client.ask(talk, ALONE, DAY), client.ask(talk, LEANING, DAY)
    assert (alone["status"], say("alone") in alone["text"]) == ("answered", True)
    assert leaning["status"] == "unavailable"
    tally.count_statuses([alone["status"], leaning["status"]])


def back(client: Client, talk: str, tally: Tally) -> None:
    """Wait until Rasa is back; the conversation goes on where it was."""
    client.wait()
    (answer,) = client.ask(talk, LEANING, DAY)
    assert "Phạm Quang Ngọc" in answer["text"]
    assert say("alone") not in answer["text"]
    tally.count_statuses([answer["status"]])
    tally.times -= 1


@pytest.mark.parametrize("go", TIMES)
def test_rasa_killed(real: Client, tally: Tally, go: int) -> None:
    talk = real.new_conversation()
    real.ask(talk, ALONE, DAY)
    os.kill(rasa(real), signal.SIGKILL)
    while_away(real, talk, tally)
    back(real, talk, tally)


@pytest.mark.parametrize("go", TIMES)
def test_rasa_held_up(real: Client, tally: Tally, go: int) -> None:
    """Its process stands still, as on a machine out of memory, and goes on."""
    talk, process = real.new_conversation(), rasa(real)
    real.ask(talk, ALONE, DAY)
    os.kill(process, signal.SIGSTOP)
    try:
        (alone,) = real.ask(real.new_conversation(), ALONE, DAY)
    finally:
        os.kill(process, signal.SIGCONT)
    assert (alone["status"], say("alone") in alone["text"]) == ("answered", True)
    tally.count_statuses([alone["status"]])
    back(real, talk, tally)


class Nonsense(BaseHTTPRequestHandler):
    """Says whatever it is given in Rasa's place."""

    says: tuple[int, bytes] = (200, b"[]")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, body = type(self).says
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


NONSENSE = [
    (500, b"Internal Server Error"), (200, b""), (200, b"<html>"), (200, b"{"), (200, b"[]"), (200, b"null"), (200, b"7"),
    (200, b'{"custom": 1}'), (200, b'[{"custom": "x"}]'), (200, b'[{"text": "x"}, 3, null, {"custom": {"status": "answered"}}]'),
    (200, b"\xff\xfe"), (404, b"[]"), (302, b""), (200, b"[" * 100_000),
]  # fmt: skip


def test_rasa_answers_nonsense(tally: Tally) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Nonsense)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    async def ask() -> str:
        dialogue = RasaDialogue(f"http://127.0.0.1:{server.server_port}", TrackerStore(None))
        try:
            return str((await dialogue.ask(UserMessage("c", "chủ đề")))[0]["status"])
        except DialogueUnavailable:
            return "unavailable"
        finally:
            await dialogue.close()

    for _ in TIMES:
        statuses = []
        for Nonsense.says in NONSENSE:
            statuses.append(asyncio.run(ask()))
        assert set(statuses) == {"unavailable"}
        tally.count_statuses(statuses)
    server.shutdown()
    server.server_close()
    thread.join()


#: In Rasa's place: answers at once and for a while, then holds on to its port and is silent.
HANGING = """
import http.server, sys, time
port, said = int(sys.argv[sys.argv.index("--port") + 1]), []
class Once(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if len(said) > 2:
            time.sleep(600)
        said.append(1)
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", port), Once).serve_forever()
"""


async def no_pause(_: float) -> None:
    """Start again at once."""


def test_rasa_hangs(settings: Settings, tmp_path: Path, tally: Tally) -> None:
    """A process that no longer answers is ended and started again, ten times."""
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {tmp_path / "hanging.py"} "$@"\n')
    program.chmod(0o755)
    (tmp_path / "hanging.py").write_text(HANGING)
    own = settings.replace(var=tmp_path, dialogue_python=program, dialogue_port=free_port())

    async def run() -> None:
        supervisor = Supervisor(own, probe_interval=0.05, max_silence=0.3, sleep=no_pause)
        await supervisor.start()
        for go in TIMES:
            while supervisor.restarts <= go:
                await asyncio.sleep(0.02)
            tally.count_statuses([])
        await supervisor.stop()

    asyncio.run(asyncio.wait_for(run(), 60))


def test_assistant_killed_leaves_no_rasa_and_starts_again(settings: Settings, tmp_path: Path, tally: Tally) -> None:
    """Both processes: the assistant is killed while it serves; its Rasa ends with it, the next start finds its port free."""
    command = [sys.executable, "-m", "bot.cli", "serve", "--store", str(tmp_path / "s.db")]
    add_all(Library(Store(tmp_path / "s.db"), open_encoder("embedded")), [STARTER])
    port, dialogue_port = free_port(), free_port()
    environment = {
        **os.environ, "THIDUA_PORT": str(port), "THIDUA_DIALOGUE_PORT": str(dialogue_port), "THIDUA_TRACKERS": str(tmp_path / "t.db"),
    }  # fmt: skip
    address, asked = f"http://127.0.0.1:{port}", {"conversation": "c", "text": ALONE}
    for _ in TIMES:
        with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
            until(lambda: is_ready(address))
            (answer,) = httpx.post(f"{address}/api/messages", json=asked, trust_env=False).json()["answers"]
            process.kill()
        assert say("alone") not in answer["text"]
        tally.count_statuses([answer["status"]])
        left = ["pgrep", "-f", f"rasa run .*--port {dialogue_port}"]
        until(lambda: not subprocess.run(left, capture_output=True, check=False).stdout)  # noqa: B023


def is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ready", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
