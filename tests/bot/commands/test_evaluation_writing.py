"""An evaluation with an office's language model: the same answers in its words, judged alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI

from tests.bot.commands.command_line import thidua
from tests.peers.chat_model import chat
from tests.peers.serving import served

TEXT = """KẾ HOẠCH THI ĐUA NĂM 2024

UBND huyện Lục Nam ban hành Kế hoạch thi đua năm 2024 như sau:

II. HỒ SƠ

Hồ sơ khen thưởng gồm tờ trình, biên bản họp xét và báo cáo thành tích có xác nhận của xã, lập thành 02 bộ, gửi về Phòng Nội vụ huyện trước ngày 05/12/2024. Hồ sơ nộp muộn quá 5 ngày không được tiếp nhận.
"""
ROWS = [
    {
        "id": "hồ sơ",
        "turns": ["Hồ sơ khen thưởng của huyện Lục Nam năm 2024 gửi về đâu, trước ngày nào?"],
        "must": [["05/12/2024"]],
    }
]
#: Which sentence answers is asked of the encoder that ships.
EMBEDDED = {"THIDUA_ENCODER": "embedded"}
RIGHT = "Hồ sơ gửi về Phòng Nội vụ huyện Lục Nam trước ngày 05/12/2024."
FALSE = "Hồ sơ khen thưởng lập thành 03 bộ."


def model(*sentences: str) -> FastAPI:
    """Return a server whose model says these sentences of the first source, whatever it is asked."""
    app = FastAPI()

    @app.post("/v1/chat/completions")
    def complete(body: dict[str, Any]) -> dict[str, Any]:
        assert json.loads(body["messages"][1]["content"])["sources"]
        said = [{"text": text, "sources": [1]} for text in sentences]
        return chat(json.dumps({"sentences": said}))

    return app


@dataclass(frozen=True)
class Asked:
    """What is asked of a store, and where the page of it is written."""

    store: Path
    questions: Path
    page: Path


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("evaluation")
    (folder / "luc-nam.txt").write_text(TEXT, encoding="utf-8")
    asked = Asked(folder / "s.db", folder / "q.yaml", folder / "report.html")
    asked.questions.write_text(yaml.safe_dump(ROWS, allow_unicode=True), encoding="utf-8")
    added = thidua("index", "add", folder / "luc-nam.txt", "--store", asked.store, **EMBEDDED)
    assert added.returncode == 0, added.stderr
    return asked


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (RIGHT, "lời nó được dùng ở <b>1</b> câu, 0 câu"),
        (FALSE, "<th scope='row'>số, ngày, số văn bản mà nguồn không có</th>"),
    ],
    ids=["right", "false"],
)
def test_the_page_compares_its_words_with_the_documents(asked: Asked, said: str, told: str) -> None:
    with served(model(said)) as address:
        written = page_of(asked, f"{address}/v1")
    assert "Máy viết được đưa <b>1</b> câu trả lời" in written
    assert "trung bình 12 token một câu" in written
    assert told in written


def test_a_server_that_is_away_is_told_and_changes_nothing(asked: Asked) -> None:
    assert "lời nó được dùng ở <b>0</b> câu, 1 câu" in page_of(asked, "http://127.0.0.1:9/v1")


def page_of(asked: Asked, writer: str) -> str:
    """Return the page of an evaluation in which every answer is right."""
    words = ("eval", asked.questions, "--report", asked.page, "--store", asked.store)
    done = thidua(*words, **EMBEDDED, THIDUA_WRITER_URL=writer, THIDUA_WRITER_MODEL="m")
    assert done.returncode == 0, done.stdout + done.stderr
    return asked.page.read_text(encoding="utf-8")
