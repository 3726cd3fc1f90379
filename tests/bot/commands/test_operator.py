"""The operator's commands, run as an operator runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.ports import free_port
from bot.settings import ROOT, read_settings
from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.answers import make_answer
from tests.conftest import STARTER
from tests.peers.serving import served

MARKUP = "[bold]Chủ đề[/bold] của [link=https://evil.example]Cà Mau[/link]?"


@dataclass
class RunningAssistant:
    """An assistant that runs, and where the commands find it."""

    environment: dict[str, str]
    address: str

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot.cli", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, text: str) -> None:
        body = {"conversation": "c", "text": text}
        httpx.post(f"{self.address}/api/messages", json=body, trust_env=False).raise_for_status()


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAssistant]:
    folder, port = tmp_path_factory.mktemp("operating"), free_port()
    environment = {"THIDUA_VAR": str(folder), "THIDUA_PORT": str(port)}
    library = Library(Store(":memory:"), SeededEncoder())
    index_sources(library, [STARTER])
    answer = make_answer("A", about={"topic": "theme", "place": "Bắc Giang"})
    with served(
        create_app(read_settings(environment), library, ScriptedDialogue({"chủ đề": answer})), port
    ) as address:
        assistant = RunningAssistant(environment, address)
        for text in ("chủ đề", MARKUP, MARKUP.upper()):
            assistant.ask(text)
        yield assistant


def test_status_tells_each_part(assistant: RunningAssistant) -> None:
    result = assistant.run("status")
    assert result.returncode == 0
    assert result.stdout.splitlines()[0] == "Sẵn sàng trả lời."
    assert "✓ knowledge" in result.stdout
    assert "– telegram" in result.stdout
    assert (
        json.loads(assistant.run("status", "--json").stdout)["parts"]["dialogue"]["state"] == "ok"
    )


def test_status_of_nothing_is_a_plain_line() -> None:
    result = RunningAssistant({"THIDUA_PORT": str(free_port())}, "").run("status")
    assert result.returncode == 1
    assert "Không có trợ lý nào trả lời" in result.stderr
    assert "Traceback" not in result.stderr


def test_report_as_a_table_shows_what_people_typed_as_it_is(assistant: RunningAssistant) -> None:
    result = assistant.run("report", "--since", "1d")
    assert result.returncode == 0
    assert "3 lượt hỏi trong 1 cuộc trò chuyện" in result.stdout
    assert "chủ đề thi đua" in result.stdout
    assert MARKUP in result.stdout.replace("\n", "")
    assert "evil.example\x1b" not in result.stdout


def test_report_as_json_and_as_a_page(assistant: RunningAssistant, tmp_path: Path) -> None:
    report = json.loads(assistant.run("report", "--json").stdout)
    assert {row["name"]: row["count"] for row in report["statuses"]} == {
        "answered": 1,
        "not_found": 2,
    }
    assert report["unanswered"] == [{"name": MARKUP, "count": 2}]
    assert assistant.run("report", "--html", str(tmp_path / "r.html")).returncode == 0
    assert MARKUP in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_export_and_a_wrong_time(assistant: RunningAssistant) -> None:
    export = json.loads(assistant.run("export", "c").stdout)
    assert [entry["status"] for entry in export["journal"]] == [
        "answered",
        "not_found",
        "not_found",
    ]
    result = assistant.run("report", "--since", "hôm qua")
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert "24h, 7d, 4w" in result.stderr
