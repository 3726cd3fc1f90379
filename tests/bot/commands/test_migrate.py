"""The tables of a shared database, brought up to date as an operator does it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing

from bot.settings import ROOT, read_settings
from bot.storage.opening import open_conversations
from tests.servers import new_database


def migrate(address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "migrate"],
        cwd=ROOT,
        env={**os.environ, "THIDUA_DATABASE": address},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_server_is_made_ready_and_one_that_is_ready_stays_so(postgresql: str) -> None:
    address = new_database(postgresql)
    for _ in range(2):
        result = migrate(address)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout == "conversations: đúng phiên bản.\nknowledge: đúng phiên bản.\n"
        with closing(open_conversations(read_settings({"THIDUA_DATABASE": address}))) as database:
            assert database.is_shared


def test_without_a_server_and_with_one_that_is_away_a_sentence_says_so() -> None:
    for address, sentence in (
        ("", "THIDUA_DATABASE chưa đặt"),
        ("postgresql://a:hush@127.0.0.1:1/b", "Không mở được PostgreSQL"),
    ):
        result = migrate(address)
        assert result.returncode == 1
        assert result.stderr.startswith(f"Lỗi: {sentence}")
        assert "Traceback" not in result.stderr
        assert "hush" not in result.stderr
