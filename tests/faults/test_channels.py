"""Crashes, full disks, locks, clocks, apps in trouble: what was acknowledged is answered, once.

Each is caused ten times in a row.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.faults.echo_assistant import EchoAssistant
from tests.faults.small_disk import fill, small_disk
from tests.faults.tally import REPEATS, Tally
from tests.peers import telegram as tg
from tests.peers.serving import served
from tests.waiting import until

TIMES = range(REPEATS)
#: Texts that were never sent before.
NEW_TEXTS = (f"câu {number}" for number in itertools.count(1))
FAKETIME = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)


def new_texts(count: int = 5) -> list[str]:
    return list(itertools.islice(NEW_TEXTS, count))


def assert_answered_once(
    assistant: EchoAssistant, texts: list[str], tally: Tally, refused: int = 0
) -> None:
    """Wait for the answers and count them: none may be lost, none may come twice."""
    assistant.wait_for(texts)
    tally.count(texts, assistant.sent_texts(), refused)
    assert (tally.lost, tally.doubled) == (0, 0)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EchoAssistant]:
    telegram = tg.Telegram()
    with served(tg.app_of(telegram)) as api:
        assistant = EchoAssistant(telegram, api, tmp_path_factory.mktemp("var"), turn_seconds=0.2)
        yield assistant
        assistant.close()


@pytest.mark.parametrize("time", TIMES)
def test_terminated_in_mid_answer(assistant: EchoAssistant, tally: Tally, time: int) -> None:
    texts = new_texts()
    assistant.say(texts)
    assert assistant.end(signal.SIGTERM) in (0, -signal.SIGTERM)
    assistant.start()
    assert_answered_once(assistant, texts, tally)


@pytest.mark.parametrize("time", TIMES)
def test_killed_in_mid_answer(assistant: EchoAssistant, tally: Tally, time: int) -> None:
    texts = new_texts()
    assistant.say(texts)
    assert assistant.end(signal.SIGKILL) == -signal.SIGKILL
    assistant.start()
    assert_answered_once(assistant, texts, tally)


@pytest.mark.parametrize("time", TIMES)
def test_app_answers_500(assistant: EchoAssistant, tally: Tally, time: int) -> None:
    assistant.telegram.faults[:] = [(500, "Internal Server Error", {})] * 2
    texts = new_texts(2)
    assistant.say(texts)
    until(lambda: assistant.component("telegram")["state"] == "failing")
    assert_answered_once(assistant, texts, tally)
    assert assistant.component("telegram")["state"] == "ok"


@pytest.mark.parametrize("time", TIMES)
def test_app_answers_429(assistant: EchoAssistant, tally: Tally, time: int) -> None:
    assistant.telegram.faults[:] = [
        (429, "Too Many Requests: retry after 1", {"retry_after": 1})
    ] * 2
    texts = new_texts(2)
    assistant.say(texts)
    until(lambda: assistant.component("telegram")["why"] == "asked to wait")
    assert_answered_once(assistant, texts, tally)


@pytest.mark.parametrize("time", TIMES)
def test_app_answers_nonsense(assistant: EchoAssistant, tally: Tally, time: int) -> None:
    assistant.telegram.nonsense[:] = ["<html>502 Bad Gateway</html>"] * 2
    texts = new_texts(2)
    assistant.say(texts)
    until(lambda: assistant.component("telegram")["state"] == "failing")
    assert_answered_once(assistant, texts, tally)


def test_app_answers_nothing(tmp_path: Path, tally: Tally) -> None:
    """The app's server is gone and comes back, ten times."""
    telegram = tg.Telegram()
    with served(tg.app_of(telegram)) as api:
        assistant = EchoAssistant(telegram, api, tmp_path)
    port = int(api.rpartition(":")[2])
    for _ in TIMES:
        texts = new_texts(2)
        assistant.say(texts)
        until(lambda: assistant.component("telegram")["state"] == "failing")
        with served(tg.app_of(telegram), port):
            assert_answered_once(assistant, texts, tally)
    assistant.close()


@pytest.fixture(scope="module")
def on_small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EchoAssistant, Path]]:
    """An assistant whose disk is a small one of its own."""
    telegram = tg.Telegram()
    with (
        small_disk(tmp_path_factory.mktemp("disk")) as folder,
        served(tg.app_of(telegram)) as api,
    ):
        assistant = EchoAssistant(telegram, api, folder)
        yield assistant, folder
        assistant.close()


def post_while_refused(assistant: EchoAssistant, tally: Tally) -> tuple[list[str], int]:
    """Post while the disk takes nothing: never acknowledged; the web page still answers."""
    texts = new_texts(3)
    statuses = [assistant.post_text(text, chat) for chat, text in enumerate(texts, 1)]
    assert statuses == [503] * 3
    assert assistant.component("disk")["state"] == "failing"
    assert assistant.ask("xin chào").json()["answers"][0]["status"] == "answered"
    return texts, len(statuses)


@pytest.mark.parametrize("time", TIMES)
def test_disk_full(on_small_disk: tuple[EchoAssistant, Path], tally: Tally, time: int) -> None:
    assistant, folder = on_small_disk
    filler = fill(folder)
    texts, refused = post_while_refused(assistant, tally)
    filler.unlink()
    assistant.say(texts)
    assert_answered_once(assistant, texts, tally, refused)
    assert assistant.component("disk")["state"] == "ok"


def test_disk_read_only(tmp_path: Path, tally: Tally) -> None:
    """On a disk that may only be read the assistant says so in a line and ends."""
    telegram = tg.Telegram()
    serve = [sys.executable, "-m", "bot.cli", "serve"]
    with small_disk(tmp_path), served(tg.app_of(telegram)) as api:
        for _ in TIMES:
            subprocess.run(["mount", "-o", "remount,ro", str(tmp_path)], check=True)
            environment = {**os.environ, "THIDUA_VAR": str(tmp_path / "var")}
            process = subprocess.run(
                serve,
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert process.returncode == 1
            assert "Lỗi: không đọc hoặc ghi được" in process.stderr
            assert "Traceback" not in process.stderr
            subprocess.run(["mount", "-o", "remount,rw", str(tmp_path)], check=True)
            assistant, texts = EchoAssistant(telegram, api, tmp_path / "own"), new_texts(2)
            assistant.say(texts)
            assert_answered_once(assistant, texts, tally)
            assistant.close()


@pytest.mark.parametrize("time", TIMES)
def test_inbox_locked(assistant: EchoAssistant, tally: Tally, time: int) -> None:
    texts, inbox = new_texts(2), assistant.folder / "conversations.db"
    with sqlite3.connect(inbox, isolation_level=None, timeout=30) as other:
        other.execute("BEGIN EXCLUSIVE")
        posting = threading.Thread(target=assistant.say, args=(texts,))
        posting.start()
        # Whoever waits for the lock keeps nobody else waiting.
        for _ in range(5):
            assert assistant.http.get("/health", timeout=2.0).status_code == 200
        assert assistant.ask("xin chào").json()["answers"][0]["status"] == "answered"
        other.execute("ROLLBACK")
    other.close()
    posting.join()
    assert_answered_once(assistant, texts, tally)


@pytest.mark.skipif(FAKETIME is None, reason="libfaketime (Debian: faketime) is not there")
def test_clock_jumps(tmp_path: Path, tally: Tally) -> None:
    """The machine's clock goes two days on, and back; monotonic time runs on, as in reality."""
    stamp = tmp_path / "stamp"
    stamp.write_text("+0")
    clock = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(stamp),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    telegram = tg.Telegram()
    with served(tg.app_of(telegram)) as api:
        assistant = EchoAssistant(
            telegram, api, tmp_path / "var", environment={**clock, "THIDUA_MOST_A_MINUTE": "5"}
        )
        for time in TIMES:
            stamp.write_text("+2d" if time % 2 == 0 else "-2d")
            assistant.telegram.faults[:] = [(500, "Internal Server Error", {})] * 2
            texts = new_texts(2)
            assistant.say(texts)
            assert_answered_once(assistant, texts, tally)
        assistant.close()


def test_libfaketime_really_moves_the_clock(tmp_path: Path) -> None:
    if FAKETIME is None or not shutil.which("date"):
        pytest.skip("libfaketime (Debian: faketime) is not there")
    environment = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": "@2031-01-01 00:00:00", "TZ": "UTC"}
    process = subprocess.run(
        ["date", "+%Y"], env=environment, capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "2031"
