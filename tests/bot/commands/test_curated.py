"""`thidua curated`: listed, shown, written to a file and taken in from one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.accounts.audit import AuditTrail
from bot.cli import commands
from bot.commands.curated.answer_files import read_answers, write_answers
from bot.errors import InvalidAnswerFile
from bot.storage.opening import open_file
from bot.vietnam_time import today
from bot.web.console.questions.standings import STANDINGS
from knowledge.errors import InvalidAnswer
from knowledge.library import Library
from knowledge.model import Document, Passage
from knowledge.office import CuratedAnswer, CuratedSource, Silence
from knowledge.search import SeededEncoder
from knowledge.storage import Store

TODAY = today()
TEXT = "Hồ sơ nộp tại phòng 203."
Run = Callable[..., Result]
ANSWER = CuratedAnswer(
    id="ho-so-nop-o-dau",
    wordings=("Hồ sơ nộp ở đâu?", "Nộp hồ sơ ở phòng nào?"),
    text="Phòng 203.\n\nMang theo bản sao.",
    sources=(CuratedSource("ke-hoach", TEXT), CuratedSource(address="https://a.vn/", title="A")),
    places=("Bắc Giang",),
    holds_from=date(2026, 1, 1),
    expires=TODAY + timedelta(days=20),
    state="approved",
    author="an",
    approver="binh",
    approver_name="Trần Thị Bình",
    approved=TODAY,
)
ENTRY = {
    "id": "a",
    "wordings": ["Hồ sơ nộp ở đâu?"],
    "text": "Phòng 203.",
    "sources": [{"address": "https://a.vn/"}],
    "author": "an",
}


def fill(path: Path) -> None:
    with closing(Store(path)) as store:
        library = Library(store, SeededEncoder())
        passage = Passage("ke-hoach", 0, 0, len(TEXT), "paragraph", TEXT)
        library.add(Document("ke-hoach", "Kế hoạch", text=TEXT), [passage], [])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a store with one document."""
    monkeypatch.setenv("THIDUA_ENCODER", "seeded")
    monkeypatch.setenv("THIDUA_VAR", str(tmp_path / "var"))
    fill(tmp_path / "s.db")

    def call(*words: str, store: str = "s.db") -> Result:
        runner = CliRunner()
        where = ["--store", str(tmp_path / store)] if store else []
        command = ["curated", words[0], *where, *words[1:]]
        return runner.invoke(commands, command)

    return call


def test_answers_go_from_one_store_to_another(run: Run, tmp_path: Path) -> None:
    path, again = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_text(write_answers([ANSWER]), encoding="utf-8")
    assert run("import", str(path)).output == "Đã nhập 1 câu trả lời.\n"
    listed = run("list").output
    assert listed.startswith("ho-so-nop-o-dau\tđang dùng (sắp hết hạn)\t")
    shown = run("show", "ho-so-nop-o-dau").output
    assert "Trần Thị Bình" in shown
    assert shown.endswith("# đang dùng\n")
    assert run("export", str(again)).exit_code == 0
    assert again.read_text("utf-8") == path.read_text("utf-8")
    (tmp_path / "var").mkdir(exist_ok=True)
    fill(tmp_path / "var" / "knowledge.db")
    assert run("import", str(again), store="").exit_code == 0
    with closing(open_file(tmp_path / "var" / "conversations.db")) as database:
        (entry,) = AuditTrail(database).entries()
    assert (entry.who, entry.action, entry.subject) == (
        "thidua curated", "answer imported", "ho-so-nop-o-dau",
    )  # fmt: skip
    fill(tmp_path / "t.db")
    assert run("import", str(again), store="t.db").exit_code == 0
    # Once more: what is there is replaced.
    assert run("import", str(again), store="t.db").exit_code == 0
    assert run("list", store="t.db").output == listed


def test_the_list_speaks_as_the_console_does(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    draft = replace(ANSWER, state="draft", approver="", approver_name="", approved=None)
    path.write_text(write_answers([draft]), encoding="utf-8")
    assert run("import", str(path)).exit_code == 0
    assert STANDINGS["draft"] in run("list").output
    assert run("show", ANSWER.id).output.endswith(f"# {STANDINGS['draft']}\n")
    assert set(STANDINGS) == {"told", *get_args(Silence)}


def test_an_existing_file_is_left_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("x", encoding="utf-8")
    assert isinstance(run("export", str(path)).exception, FileExistsError)
    assert path.read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("{", "không phải YAML"),
        ("a: 1", "a.yaml"),
        ([{**ENTRY, "khac": 1}], "0.khac"),
        ([{**ENTRY, "id": "../a"}], "0.id"),
        ([{**ENTRY, "expires": "mai"}], "0.expires"),
        ([{key: value for key, value in ENTRY.items() if key != "text"}], "0.text"),
        ([ENTRY, ENTRY], "cùng mã"),
    ],
)
def test_a_file_in_another_shape_is_refused(tmp_path: Path, rows: object, sentence: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(rows if isinstance(rows, str) else yaml.safe_dump(rows), encoding="utf-8")
    with pytest.raises(InvalidAnswerFile, match=sentence):
        read_answers(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"approver": "an"},
        {"approver": ""},
        {"expires": None},
        {"sources": ()},
        {"sources": (CuratedSource("ke-hoach", "Không có câu này."),)},
    ],
)
def test_one_that_cannot_be_keeps_all_out(
    run: Run, tmp_path: Path, changes: dict[str, object]
) -> None:
    wrong = replace(ANSWER, id="b", **changes)  # type: ignore[arg-type]
    path = tmp_path / "a.yaml"
    path.write_text(write_answers([ANSWER, wrong]), encoding="utf-8")
    assert isinstance(run("import", str(path)).exception, InvalidAnswer)
    assert run("list").output == ""
