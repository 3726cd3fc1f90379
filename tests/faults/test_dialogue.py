"""Rasa is killed, held up, hangs or answers nonsense: the knowledge answers, and all mends itself."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.commands.client import Client
from bot.dialogue.dialogue import UserMessage
from bot.dialogue.rasa_client import RasaDialogue
from bot.dialogue.rasa_environment import own_address
from bot.dialogue.supervisor import Supervisor
from bot.dialogue.tracker_store import TrackerStore
from bot.errors import DialogueUnavailable
from bot.ports import free_port
from bot.settings import ROOT, Settings
from bot.storage.leases import OwnLeases
from knowledge.answering import message
from tests.conftest import DAY
from tests.faults.tally import REPEATS, Tally
from tests.peers.rasa import app_of
from tests.peers.serving import served
from tests.running_assistant import running_assistant, starter_store
from tests.waiting import until

TIMES = range(REPEATS)
#: A question that stands by itself, and one that leans on it.
STANDALONE, FOLLOW_UP = "Chủ đề công tác năm 2021 của Ninh Bình?", "Ai phát động?"


@pytest.fixture(scope="module")
def assistant(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A running assistant with its Rasa, for this module alone: things are done to it."""
    with running_assistant(settings, tmp_path_factory.mktemp("faults")) as client:
        yield client


def rasa_process_id(client: Client) -> int:
    command = ["pgrep", "-P", str(client.process_id), "-f", "rasa run"]
    process = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(process.stdout.split()[0])


def ask_without_rasa(client: Client, conversation: str, tally: Tally) -> None:
    """Ask while Rasa is away: answered and marked, or told as unavailable; never "not found"."""
    (standalone,) = client.ask(conversation, STANDALONE, DAY)
    (follow_up,) = client.ask(conversation, FOLLOW_UP, DAY)
    assert (standalone["status"], message("alone") in standalone["text"]) == ("answered", True)
    assert follow_up["status"] == "unavailable"
    tally.count_statuses([standalone["status"], follow_up["status"]])


def ask_once_rasa_is_back(client: Client, conversation: str, tally: Tally) -> None:
    """Wait until Rasa is back; the conversation goes on where it was."""
    client.wait()
    (answer,) = client.ask(conversation, FOLLOW_UP, DAY)
    assert "Phạm Quang Ngọc" in answer["text"]
    assert message("alone") not in answer["text"]
    tally.count_statuses([answer["status"]])
    tally.times -= 1


@pytest.mark.parametrize("time", TIMES)
def test_rasa_killed(assistant: Client, tally: Tally, time: int) -> None:
    conversation = assistant.new_conversation()
    assistant.ask(conversation, STANDALONE, DAY)
    os.kill(rasa_process_id(assistant), signal.SIGKILL)
    ask_without_rasa(assistant, conversation, tally)
    ask_once_rasa_is_back(assistant, conversation, tally)


@pytest.mark.parametrize("time", TIMES)
def test_rasa_held_up(assistant: Client, tally: Tally, time: int) -> None:
    """Its process stands still, as on a machine out of memory, and goes on."""
    conversation, process_id = assistant.new_conversation(), rasa_process_id(assistant)
    assistant.ask(conversation, STANDALONE, DAY)
    os.kill(process_id, signal.SIGSTOP)
    try:
        (answer,) = assistant.ask(assistant.new_conversation(), STANDALONE, DAY)
    finally:
        os.kill(process_id, signal.SIGCONT)
    assert (answer["status"], message("alone") in answer["text"]) == ("answered", True)
    tally.count_statuses([answer["status"]])
    ask_once_rasa_is_back(assistant, conversation, tally)


NONSENSE = [
    (500, b"Internal Server Error"), (200, b""), (200, b"<html>"), (200, b"{"), (200, b"[]"),
    (200, b"null"), (200, b"7"), (200, b'{"custom": 1}'), (200, b'[{"custom": "x"}]'),
    (200, b'[{"text": "x"}, 3, null, {"custom": {"status": "answered"}}]'), (200, b"\xff\xfe"),
    (404, b"[]"), (302, b""), (200, b"[" * 100_000), (200, b'[{"custom": ' + b"[" * 100_000),
    (200, b'[{"custom": "' + b"x" * 5_000_000 + b'"}]'), (200, b"[" + b"{}," * 100_000 + b"{}]"),
]  # fmt: skip


def test_rasa_answers_nonsense(tally: Tally) -> None:
    responses = list(NONSENSE)

    def respond(_: dict[str, Any]) -> tuple[int, bytes]:
        return responses.pop(0)

    async def ask(address: str) -> str:
        dialogue = RasaDialogue(address, TrackerStore(None), OwnLeases())
        try:
            return (await dialogue.ask(UserMessage("c", "chủ đề")))[0].status
        except DialogueUnavailable:
            return "unavailable"
        finally:
            await dialogue.close()

    with served(app_of(respond)) as address:
        for _ in TIMES:
            responses[:] = NONSENSE
            statuses = [asyncio.run(ask(address)) for _ in NONSENSE]
            assert set(statuses) == {"unavailable"}
            tally.count_statuses(statuses)


#: In Rasa's place: answers at once and for a while, then holds on to its port and is silent.
HANGING = """
import http.server, sys, time
port, answered = int(sys.argv[sys.argv.index("--port") + 1]), []
class Hanging(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if len(answered) > 2:
            time.sleep(600)
        answered.append(1)
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", port), Hanging).serve_forever()
"""


async def no_pause(_: float) -> None:
    """Start again at once."""


def test_rasa_hangs(settings: Settings, tmp_path: Path, tally: Tally) -> None:
    """A process that no longer answers is ended and started again, ten times."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} {tmp_path / "hanging.py"} "$@"\n')
    python.chmod(0o755)
    (tmp_path / "hanging.py").write_text(HANGING)
    own = settings.replace(var=tmp_path, dialogue_python=python)

    async def run() -> None:
        address = own_address(own)
        supervisor = Supervisor(own, address, probe_interval=0.05, max_silence=0.3, sleep=no_pause)
        await supervisor.start()
        for time in TIMES:
            while supervisor.restarts <= time:
                await asyncio.sleep(0.02)
            tally.count_statuses([])
        await supervisor.stop()

    asyncio.run(asyncio.wait_for(run(), 60))


def test_assistant_killed_leaves_no_rasa_and_starts_again(
    settings: Settings, tmp_path: Path, tally: Tally
) -> None:
    """The assistant is killed while it serves; its Rasa ends with it and its port is free."""
    store = starter_store(tmp_path / "s.db")
    command = [sys.executable, "-m", "bot.cli", "serve", "--store", str(store)]
    port, dialogue_port = free_port(), free_port()
    environment = {
        **os.environ, "THIDUA_PORT": str(port), "THIDUA_DIALOGUE_PORT": str(dialogue_port),
        "THIDUA_TRACKERS": str(tmp_path / "t.db"),
    }  # fmt: skip
    address, question = f"http://127.0.0.1:{port}", {"conversation": "c", "text": STANDALONE}
    left_behind = ["pgrep", "-f", f"rasa run .*--port {dialogue_port}"]
    for _ in TIMES:
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        ) as process:
            until(lambda: is_ready(address))
            response = httpx.post(f"{address}/api/messages", json=question, trust_env=False)
            (answer,) = response.json()["answers"]
            process.kill()
        assert message("alone") not in answer["text"]
        tally.count_statuses([answer["status"]])
        until(lambda: not subprocess.run(left_behind, capture_output=True, check=False).stdout)


def is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/ready", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
