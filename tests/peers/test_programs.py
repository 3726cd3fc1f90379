"""Other programs' libraries over the HTTP API: LangChain, LlamaIndex, a generated client.

They live in an environment of their own (`scripts/set-up programs`); without it these tests are
skipped, never with CI=true.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import create_app
from bot.dialogue.answers import plain_answer
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import ROOT, read_settings
from knowledge.library import Library
from tests.peers.serving import served

PYTHON = ROOT / "var" / "env" / "programs" / "bin" / "python"
CLIENTS = ROOT / "tests" / "peers" / "clients"
MAX_EXAMPLE_LINES = 60
QUERY, PLACE = "diện tích rừng trồng mới", "Chợ Đồn"
ANSWER = plain_answer("answered", "Chủ đề là “Đổi mới”.", None)

pytestmark = pytest.mark.skipif(
    not PYTHON.exists() and not os.environ.get("CI"),
    reason="LangChain, LlamaIndex are not installed here (scripts/set-up programs)",
)


@pytest.fixture
def address(starter: Library, tmp_path: Path) -> Iterator[str]:
    """The address of an app on the starter documents whose dialogue knows one question."""
    settings = read_settings({"THIDUA_VAR": str(tmp_path / "var")})
    with served(create_app(settings, starter, ScriptedDialogue({"chủ đề": ANSWER}))) as address:
        yield address


def run(script: str, *words: str, path: Path = ROOT) -> dict[str, Any]:
    """Run a client of theirs; return what it printed."""
    process = subprocess.run(
        [PYTHON, "-W", "error::DeprecationWarning:__main__", CLIENTS / script, *words],
        env={**os.environ, "PYTHONPATH": str(path), "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return dict(json.loads(process.stdout))


def test_both_retrievers_find_what_the_library_finds(starter: Library, address: str) -> None:
    hits = starter.search(QUERY, PLACE, limit=3)
    assert len(hits) == 3
    expected = [
        (hit.passage.text, hit.document.number, f"{address}/documents/{hit.document.id}#p{hit.passage.number}")
        for hit in hits
    ]  # fmt: skip
    found = run("retrieve.py", address, QUERY, PLACE)
    assert len(found) == 5
    for way, passages in found.items():
        told = [(one["text"], one["number"], one["url"]) for one in passages]
        assert told == expected, way
        assert [one["score"] for one in passages] == sorted(
            (one["score"] for one in passages), reverse=True
        )


@pytest.mark.parametrize("name", ["langchain_retriever.py", "llamaindex_retriever.py"])
def test_a_retriever_is_short_and_is_a_program_itself(name: str) -> None:
    lines = (ROOT / "examples" / name).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MAX_EXAMPLE_LINES
    result = subprocess.run(
        [PYTHON, ROOT / "examples" / name, "rừng"], capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "HTTP_PROXY": "http://127.0.0.1:1"},
    )  # fmt: skip
    # Nobody answers there: it says so, and makes nothing up.
    assert result.returncode == 1
    assert "httpx.ConnectError" in result.stderr
    assert result.stdout == ""


def test_the_client_made_of_the_openapi_document_is_answered(
    starter: Library, address: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "scripts.make_client", str(tmp_path / "client")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "THIDUA_VAR": str(tmp_path / "other")}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    told = run("ask_by_client.py", address, path=tmp_path / "client")
    kinds = {name: kind for name, (kind, _) in told.items()}
    assert kinds == {
        "answer": "MessageResponse",
        "hits": "SearchResponse",
        "documents": "DocumentsResponse",
        "document": "DocumentResponse",
        "unknown": "ErrorResponse",
        "too long": "ErrorResponse",
    }
    values = {name: value for name, (_, value) in told.items()}
    assert values["answer"]["answers"][0]["text"] == ANSWER.text
    assert len(values["hits"]["hits"]) == 2
    assert {one["id"] for one in values["documents"]["documents"]} == set(starter.document_ids())
    assert values["document"]["text"] == starter.document("cho-don-2022").text
    assert values["unknown"] == {"error": "Không có văn bản nào mang mã 'khong-co'."}
