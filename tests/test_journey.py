"""From a raw file to an answer, through a real Rasa, with nothing patched."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.commands.client import Client
from bot.commands.evaluation import EvaluationCase, judge, read_cases
from bot.delivery.notices import ERASED
from bot.dialogue.parameters import KEPT_TURNS
from bot.dialogue.tracker_store import TrackerStore
from bot.settings import ROOT, Settings
from database import open_database
from indexer.pipeline import index_source
from knowledge.answering import message
from knowledge.library import Library
from knowledge.search import open_encoder
from knowledge.storage import Store
from tests.conftest import SHARED, STARTER, needs_shared

DAY = date(2026, 11, 21)
NEWS = """Lục Nam phát động thi đua năm 2024

Đồng chí Trần Văn Minh, Chủ tịch UBND huyện Lục Nam phát động thi đua năm 2024 với chủ đề “Kỷ luật, sáng tạo, về đích”.
"""


def ask(client: Client, *turns: str, as_of: date = DAY) -> dict[str, Any]:
    talk = client.new_conversation()
    for turn in turns:
        (answer,) = client.ask(talk, turn, as_of)
    return answer


@pytest.fixture(scope="module")
def raw_server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An assistant on the originals, indexed by the command a person would type."""
    store = tmp_path_factory.mktemp("raw") / "raw.db"
    command = [
        sys.executable,
        "-m",
        "bot.cli",
        "index",
        "add",
        str(SHARED / "seeds"),
        "--store",
        str(store),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with Client(settings.replace(store=store), own=True) as client:
        yield client


@pytest.fixture(scope="module")
def decree_server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An assistant on the starter documents and the decree in force."""
    store = tmp_path_factory.mktemp("decree") / "decree.db"
    paths = [str(STARTER), str(SHARED / "documents" / "nd-152-2025.md")]
    command = [sys.executable, "-m", "bot.cli", "index", "add", *paths, "--store", str(store)]
    subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    with Client(settings.replace(store=store), own=True) as client:
        yield client


def judged(
    client: Client, questions: list[EvaluationCase], fine: tuple[str, ...] = ("right",)
) -> list[str]:
    texts = {document["id"]: client.text(document["id"]) for document in client.documents()}
    results = [
        judge(asked, ask(client, *asked.turns, as_of=asked.as_of), texts) for asked in questions
    ]
    return [f"{result.id}: {result.faults}" for result in results if result.outcome not in fine]


@needs_shared
def test_the_development_questions_on_the_starter_documents(server: Client) -> None:
    questions = read_cases(SHARED / "eval" / "questions.yaml")
    assert len(questions) == 30
    assert judged(server, questions) == []


#: Share of our own questions that may fail: which of them do changes when the rankings are taught.
MAX_WRONG = 0.02


@needs_shared
def test_the_development_questions_on_the_originals(raw_server: Client) -> None:
    assert len(judged(raw_server, read_cases(SHARED / "eval" / "questions.yaml"))) <= 2


def test_our_own_questions_through_the_dialogue(server: Client) -> None:
    cases = read_cases(ROOT / "tests" / "cases" / "questions.yaml")
    # Where no answer is certain, the passage that answers is shown.
    wrong = judged(server, cases, ("right", "shown"))
    assert len(wrong) <= MAX_WRONG * len(cases), wrong


def test_questions_on_the_law_through_the_dialogue(server: Client) -> None:
    cases = read_cases(ROOT / "tests" / "cases" / "law_questions.yaml")
    wrong = judged(server, cases)
    assert len(wrong) <= MAX_WRONG * len(cases), wrong


@needs_shared
def test_the_development_questions_on_the_law(server: Client) -> None:
    assert len(judged(server, read_cases(SHARED / "eval" / "law_questions.yaml"))) <= 2


@needs_shared
def test_the_development_questions_on_the_law_with_the_decree(decree_server: Client) -> None:
    assert len(judged(decree_server, read_cases(SHARED / "eval" / "law_questions.yaml"))) <= 1


def test_a_form_is_begun_interrupted_corrected_and_finished(server: Client) -> None:
    talk = server.new_conversation()
    told = [
        ("tôi có đủ điều kiện CSTĐ cấp tỉnh không?", "form", "Đã được tặng danh hiệu"),
        ("CSTĐCS 2 năm liên tục", "form", "Có sáng kiến"),
        ("Lao động tiên tiến được thưởng bao nhiêu tiền?", "answered", "760.000 đồng"),
        ("à nhầm, 3 năm", "form", "Đã sửa."),
        ("cấp tỉnh", "form", "kỷ luật"),
        ("không", "answered", "Các điều kiện đã hỏi đều đủ."),
        ("tính tiền thưởng giúp tôi", "form", "danh hiệu hoặc hình thức"),
        ("giấy khen", "form", "cá nhân, tập thể"),
        ("thôi", "chat", "Tôi đã dừng"),
        ("Chủ đề công tác năm 2021 của Ninh Bình?", "answered", "Ninh Bình"),
    ]
    for typed, status, says in told:
        (answer,) = server.ask(talk, typed, DAY)
        assert (answer["status"], says in answer["text"]) == (status, True), (typed, answer["text"])


def test_a_long_conversation_keeps_its_form_and_its_record_short(server: Client) -> None:
    talk, trackers = server.new_conversation(), TrackerStore(open_database(server.trackers))
    server.ask(talk, "tôi có đủ điều kiện CSTĐ cấp tỉnh không?", DAY)
    server.ask(talk, "CSTĐCS 2 năm liên tục", DAY)
    for _ in range(2 * KEPT_TURNS + 5):
        (answer,) = server.ask(talk, "Lao động tiên tiến được thưởng bao nhiêu tiền?", DAY)
        assert "760.000 đồng" in answer["text"]
        assert message("machine") not in answer["text"]
    assert sum(event["event"] == "user" for event in trackers.export(talk)) < 2 * KEPT_TURNS
    # What people ask is readable to nobody else on the machine.
    assert stat.S_IMODE(server.trackers.stat().st_mode) & 0o077 == 0
    assert "Đã sửa." in server.ask(talk, "à nhầm, 3 năm", DAY)[0]["text"]
    assert "kỷ luật" in server.ask(talk, "cấp tỉnh", DAY)[0]["text"]
    assert "Các điều kiện đã hỏi đều đủ." in server.ask(talk, "không", DAY)[0]["text"]


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_first_question_of_the_readme_is_answered_as_it_says(server: Client, page: str) -> None:
    written = (ROOT / page).read_text(encoding="utf-8")
    typed = written.partition('make ask Q="')[2].partition('"')[0]
    shown = written.partition("```\n\n```\n")[2].partition("  /documents/")[0]
    assert shown.strip()
    assert server.ask(server.new_conversation(), typed, DAY)[0]["text"].startswith(shown.strip())


def test_the_first_reply_says_that_a_machine_answers_and_only_the_first(server: Client) -> None:
    talk = server.new_conversation()
    first = server.ask(talk, "Chủ đề thi đua năm 2022 của Bắc Giang?", DAY)[0]["text"]
    second = server.ask(talk, "Còn năm 2023?", DAY)[0]["text"]
    assert message("machine") in first
    assert message("contact", contact=message("contact_unknown")) in first
    assert message("machine") not in second


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("xin chào", "trợ lý tự động"),
        ("bạn giúp được gì", "Anh/chị có thể hỏi tôi"),
        ("cảm ơn nhé", "không có gì"),
        ("tạm biệt", "Tạm biệt"),
    ],
)
def test_chat(server: Client, typed: str, said: str) -> None:
    answer = ask(server, typed)
    assert answer["status"] == "chat"
    assert said in answer["text"]


def test_a_question_inside_a_greeting_is_answered(server: Client) -> None:
    assert (
        "mục tiêu kép" in ask(server, "chào bạn, cho hỏi chủ đề thi đua 2022 của Bắc Giang")["text"]
    )


def test_who_wants_to_be_forgotten_is_greeted_as_a_stranger(server: Client) -> None:
    talk = server.new_conversation()
    server.ask(talk, "Chủ đề thi đua năm 2022 của Bắc Giang?", DAY)
    assert server.ask(talk, "Xóa dữ liệu của tôi", DAY)[0]["text"] == ERASED
    (answer,) = server.ask(talk, "Ai phát động?", DAY)
    assert answer["status"] == "clarify"
    assert message("machine") in answer["text"]


def test_starting_again_forgets(server: Client) -> None:
    talk = server.new_conversation()
    server.ask(talk, "Chủ đề thi đua năm 2022 của Bắc Giang?", DAY)
    assert server.ask(talk, "bắt đầu lại", DAY)[0]["status"] == "chat"
    assert server.ask(talk, "Ai phát động?", DAY)[0]["status"] == "clarify"


@pytest.mark.parametrize(
    "typed",
    [
        "/restart_conversation",
        '/ask_theme{"place": "Bắc Giang"}',
        "<script>alert(1)</script>",
        "🙂🙂🙂",
        "What is the theme?",
        "x" * 1999,
        "chủ đề\x00của\u202e Bắc Giang",
        "'; DROP TABLE documents; --",
        "{{7*7}} ${jndi:ldap://a}",
    ],
)
def test_bad_input_never_loses_the_conversation(server: Client, typed: str) -> None:
    talk = server.new_conversation()
    server.ask(talk, "Chủ đề công tác năm 2021 của Ninh Bình?", DAY)
    (answer,) = server.ask(talk, typed, DAY)
    assert answer["text"]
    assert answer["status"] != "unavailable"
    assert "Traceback" not in answer["text"]
    assert (
        "Phạm Quang Ngọc" in server.ask(talk, "Ai phát động ở Ninh Bình năm 2021?", DAY)[0]["text"]
    )


def test_a_document_added_while_serving_is_known_to_the_next_question(
    settings: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "s.db"
    index_source(Library(Store(store), open_encoder("embedded")), STARTER / "ninh-binh-2021.md")
    (tmp_path / "luc-nam.txt").write_text(NEWS, encoding="utf-8")
    with Client(settings.replace(store=store), own=True) as client:
        assert ask(client, "Chủ đề thi đua năm 2024 của Lục Nam?")["status"] == "not_found"
        command = [
            sys.executable,
            "-m",
            "bot.cli",
            "index",
            "add",
            str(tmp_path / "luc-nam.txt"),
            "--store",
            str(store),
        ]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        answer = ask(client, "chu de thi dua nam 2024 cua luc nam")
        assert "Kỷ luật, sáng tạo, về đích" in answer["text"]
        (citation, *_) = answer["citations"]
        page = httpx.get(f"{client.address}{citation['url'].split('#')[0]}", trust_env=False)
        assert citation["url"].split("#")[1] in page.text


def test_over_a_crash_of_rasa_the_knowledge_answers_and_it_is_mended(
    settings: Settings, server: Client
) -> None:
    children = subprocess.run(
        ["pgrep", "-P", str(server.process_id), "-f", "rasa run"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    os.kill(int(children[0]), signal.SIGKILL)
    marked = ask(server, "chủ đề của Ninh Bình năm 2021")
    assert (marked["status"], message("alone") in marked["text"]) == ("answered", True)
    assert ask(server, "Ai phát động?")["status"] == "unavailable"
    server.wait()
    assert message("alone") not in ask(server, "chủ đề của Ninh Bình năm 2021")["text"]


def test_ask_prints_one_answer_a_line_as_json(server: Client) -> None:
    port = server.address.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "ask", "--json", "--as-of", "2025-01-01"],
        input="Chủ đề công tác năm 2021 của Ninh Bình?\nAi phát động?\n",
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "THIDUA_PORT": port}, check=True,
    )  # fmt: skip
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["status"] == second["status"] == "answered"
    assert first["as_of"] == "2025-01-01"
    assert "Phạm Quang Ngọc" in second["text"]
