"""The operator's commands, run as an operator runs them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.ports import free_port
from bot.settings import ROOT, read_settings
from bot.storage.assistants import Assistant, AssistantTable
from bot.storage.opening import open_at
from bot.storage.tables import ASSISTANTS
from bot.writer.counts import WriterCounts
from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.answers import make_answer
from tests.conftest import STARTER
from tests.peers.serving import served
from tests.servers import ready_database
from tests.waiting import until

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
    assert "Máy viết: tắt (chưa đặt THIDUA_WRITER_URL)." in result.stdout.splitlines()
    assert (
        json.loads(assistant.run("status", "--json").stdout)["parts"]["dialogue"]["state"] == "ok"
    )


def count_writing(address: str | Path) -> None:
    with closing(open_at(address)) as database:
        WriterCounts(database).add(
            {
                "asked": 10,
                "calls": 8,
                "seconds": 10.0,
                "outcome.used": 7,
                "outcome.budget": 2,
                "outcome.timeout": 1,
                "sentence.number": 3,
                "tokens_in": 12_000,
                "tokens_out": 345,
                "spend": 24.7,
            }
        )


WRITER = {"THIDUA_WRITER_URL": "http://127.0.0.1:1/v1", "THIDUA_WRITER_MODEL": "qwen3-8b"}
WRITTEN = (
    "Máy viết qwen3-8b, hôm nay: dùng lời viết 7/10 lượt (70 %), trung bình 1,25 giây, 12.345 token, "
    "25 đồng, bỏ 3 câu; không dùng vì: hết hạn mức 2, không kịp 1."
)


def test_status_tells_what_the_writer_did_today(assistant: RunningAssistant) -> None:
    own = RunningAssistant({**assistant.environment, **WRITER}, "")
    head = "Máy viết qwen3-8b, hôm nay: dùng lời viết 0/0 lượt (–), trung bình 0,00 giây"
    assert head in own.run("status").stdout
    count_writing(Path(assistant.environment["THIDUA_VAR"]) / "conversations.db")
    assert WRITTEN in own.run("status").stdout.splitlines()
    told = json.loads(own.run("status", "--json").stdout)["writer"]
    assert (told["model"], told["today"]["used"], told["today"]["spend"]) == ("qwen3-8b", 7, 25)
    assert json.loads(assistant.run("status", "--json").stdout)["writer"] is None
    assert "Máy viết câu trả lời theo ngày" in own.run("report", "--since", "1d").stdout
    (day,) = json.loads(own.run("report", "--json").stdout)["writing"]
    assert (day["asked"], day["without"], day["rejected"]) == (
        10, {"budget": 2, "timeout": 1}, {"number": 3},
    )  # fmt: skip


def test_status_of_nothing_is_a_plain_line() -> None:
    result = RunningAssistant({"THIDUA_PORT": str(free_port())}, "").run("status")
    assert result.returncode == 1
    assert "Không có trợ lý nào trả lời" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.fixture
def pair(postgresql: str, tmp_path: Path) -> Iterator[list[RunningAssistant]]:
    """Two assistants on one database; the second knows no document."""
    database, assistants = ready_database(postgresql), []
    with ExitStack() as stack:
        for number in range(2):
            port, folder = free_port(), tmp_path / str(number)
            environment = {"THIDUA_VAR": str(folder), "THIDUA_PORT": str(port)}
            environment["THIDUA_DATABASE"] = database
            library = Library(Store(":memory:"), SeededEncoder())
            if not number:
                index_sources(library, [STARTER])
            app = create_app(read_settings(environment), library, ScriptedDialogue({}))
            address = stack.enter_context(served(app, port))
            assistants.append(RunningAssistant(environment, address))
        yield assistants


def test_status_tells_of_every_assistant_on_the_database(pair: list[RunningAssistant]) -> None:
    first, second = pair
    until(lambda: len(json.loads(first.run("status", "--json").stdout)["assistants"]) == 2)
    told = first.run("status")
    assert told.returncode == 0
    head, *lines = told.stdout.splitlines()[-3:]
    assert head == "Cùng cơ sở dữ liệu này có 2 trợ lý đang chạy:"
    poor = next(line for line in lines if second.address in line)
    assert poor.startswith("✗ ")
    assert "CHƯA sẵn sàng; knowledge có lỗi (chạy " in poor
    # Questions cannot be answered there; the other is seen all the same.
    assert second.run("status").returncode == 1
    assert f"{first.address})" in second.run("status").stdout
    text = httpx.get(f"{first.address}/metrics", trust_env=False).text
    assert 'thidua_assistants{state="ready"} 1.0' in text
    assert 'thidua_assistants{state="not_ready"} 1.0' in text
    # What each of them answers from: the second has had no document but its tables made.
    known = re.findall(r'thidua_assistant_knowledge_version{assistant="[^"]+:(\d+)"} (\S+)', text)
    assert dict(known) == {
        first.environment["THIDUA_PORT"]: "6.0",
        second.environment["THIDUA_PORT"]: "1.0",
    }
    assert "thidua_messages_waiting 0.0" in text


def test_what_the_writer_did_is_that_of_all_assistants(pair: list[RunningAssistant]) -> None:
    count_writing(pair[0].environment["THIDUA_DATABASE"])
    for one in pair:
        told = RunningAssistant({**one.environment, **WRITER}, "").run("status").stdout
        assert WRITTEN in told.splitlines()


def test_status_tells_who_is_not_seen_any_more(pair: list[RunningAssistant]) -> None:
    first, second = pair
    until(lambda: len(json.loads(first.run("status", "--json").stdout)["assistants"]) == 2)
    gone = Assistant("xa:8000", "http://xa:8000", "0.1.0", True, {}, 0)
    with closing(open_at(first.environment["THIDUA_DATABASE"])) as database:
        AssistantTable(database).announce(gone)
        with database.writing() as connection:
            chosen = update(ASSISTANTS).where(ASSISTANTS.c.name == gone.name)
            connection.execute(chosen.values(seen=ASSISTANTS.c.seen - 7200))
    told = first.run("status")
    assert told.returncode == 0
    assert "– xa:8000: không thấy từ 2 giờ trước  http://xa:8000" in told.stdout.splitlines()
    # Asked from a machine on which none runs.
    elsewhere = {**second.environment, "THIDUA_PORT": str(free_port())}
    told = RunningAssistant(elsewhere, "").run("status", "--json")
    assert told.returncode == 1
    body = json.loads(told.stdout)
    assert (body["ready"], len(body["assistants"])) == (False, 3)
    assert "Không có trợ lý nào trả lời" in told.stderr


def test_status_where_the_database_is_away_tells_of_this_assistant(
    assistant: RunningAssistant,
) -> None:
    away = {**assistant.environment, "THIDUA_DATABASE": "postgresql://a:hush@127.0.0.1:1/b"}
    told = RunningAssistant(away, "").run("status")
    assert told.returncode == 0
    assert "✓ knowledge" in told.stdout
    assert told.stderr.startswith("Không biết còn trợ lý nào khác: Không mở được PostgreSQL")
    assert "hush" not in told.stderr


def test_status_makes_nothing(tmp_path: Path) -> None:
    """A health check runs it every half minute, an operator as root before the first start."""
    var = tmp_path / "var"
    given = {
        "THIDUA_VAR": str(var),
        "THIDUA_PORT": str(free_port()),
        "THIDUA_WRITER_URL": "http://127.0.0.1:1/v1",
        "THIDUA_WRITER_MODEL": "m",
    }
    told = RunningAssistant(given, "").run("status")
    assert told.returncode == 1
    assert "Không có trợ lý nào trả lời" in told.stderr
    assert not var.exists()


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


def test_a_report_by_week(assistant: RunningAssistant) -> None:
    report = json.loads(assistant.run("report", "--since", "2w", "--by", "week", "--json").stdout)
    assert sum(week["count"] for week in report["weeks"]) == report["turns"] == 3
    assert "Lượt hỏi theo tuần" in assistant.run("report", "--by", "week").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--from", "2999-01-01"), 1, "không sau hôm nay"),
        (("--from", "2024-03-10", "--to", "2024-03-04"), 1, "Ngày đầu phải trước ngày cuối"),
        (("--from", "2022-01-01", "--by", "day"), 1, "theo tuần"),
        (("--from", "hôm qua"), 2, "--from"),
        (("--to", "2024-03-04"), 2, "--to cần có --from"),
        (("--by", "month"), 2, "--by"),
    ],
)
def test_days_that_make_no_report(
    assistant: RunningAssistant, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    result = assistant.run("report", *arguments)
    assert (result.returncode, "Traceback" in result.stderr) == (code, False)
    assert sentence in result.stderr


def test_a_report_of_days_without_a_turn(assistant: RunningAssistant) -> None:
    days = ("--from", "2024-03-04", "--to", "2024-03-10")
    report = json.loads(assistant.run("report", *days, "--json").stdout)
    assert (report["turns"], report["since"], report["until"]) == (
        0, "2024-03-04 00:00:00", "2024-03-11 00:00:00",
    )  # fmt: skip


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
