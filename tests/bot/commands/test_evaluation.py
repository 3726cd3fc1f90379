from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.commands.evaluation import EvaluationCase, judge, normalise, read_cases, summary
from bot.errors import InvalidQuestions

TEXTS = {"a": "Chủ đề là “Đổi mới”."}
CITATION = {"document_id": "a", "place": "mục 2", "quote": "Chủ đề", "start": 0, "end": 6}


def answer(**changes: Any) -> dict[str, Any]:
    return {
        "status": "answered",
        "text": "Chủ đề là “Đổi mới”.",
        "citations": [CITATION],
        **changes,
    }


@pytest.mark.parametrize(
    ("case", "answered", "faults"),
    [
        (EvaluationCase("x", ("?",), must=(("đổi  mới", "khác"),)), answer(), 0),
        (EvaluationCase("x", ("?",), must=(("khác",),)), answer(), 1),
        (EvaluationCase("x", ("?",), must=(('"đổi mới"',),)), answer(), 0),
        (EvaluationCase("x", ("?",), must_not=("Đổi mới",)), answer(), 1),
        (EvaluationCase("x", ("?",), cites=("a", "b")), answer(), 0),
        (EvaluationCase("x", ("?",), cites=("b",)), answer(), 1),
        (EvaluationCase("x", ("?",), places=("mục 2",)), answer(), 0),
        (EvaluationCase("x", ("?",), places=("mục 3",)), answer(), 1),
        (EvaluationCase("x", ("?",), abstain=True), answer(status="not_found", citations=[]), 0),
        (EvaluationCase("x", ("?",), abstain=True), answer(), 1),
        (EvaluationCase("x", ("?",), abstain=True), answer(status="not_found"), 1),
        (EvaluationCase("x", ("?",)), answer(citations=[{**CITATION, "end": 5}]), 1),
    ],
)
def test_scoring(case: EvaluationCase, answered: dict[str, Any], faults: int) -> None:
    assert len(judge(case, answered, TEXTS).faults) == faults


@pytest.mark.parametrize(
    "text", ["", "[]", "- {id: x}", "- {id: x, turns: [a], extra: 1}", "{a: [}"]
)
def test_files_not_in_the_format_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "q.yaml"
    path.write_text(text)
    with pytest.raises(InvalidQuestions):
        read_cases(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidQuestions, match="no.yaml"):
        read_cases(tmp_path / "no.yaml")


def test_the_summary_counts_and_names_failures() -> None:
    good = judge(EvaluationCase("good", ("?",)), answer(), TEXTS)
    bad = judge(EvaluationCase("bad", ("?",), must=(("khác",),)), answer(), TEXTS)
    text = summary([good, bad])
    assert text.splitlines()[-1] == "1 / 2 đúng"
    assert "bad" in text
    assert normalise("  “A”\u00a0b ") == '"a" b'
