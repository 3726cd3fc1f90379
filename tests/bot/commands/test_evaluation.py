from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.commands.evaluation import (
    EvaluationCase,
    Outcome,
    judge,
    normalise,
    read_cases,
    read_groups,
    summary,
)
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


def test_what_reports_sort_by_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "q.yaml"
    path.write_text("- {id: x, turns: [a], persona: cán bộ, kind: số, evidence: [b, c]}")
    [case] = read_cases(path)
    assert (case.persona, case.kind, case.evidence) == ("cán bộ", "số", ("b", "c"))


@pytest.mark.parametrize(
    ("files", "groups"),
    [
        (["a/q.yaml"], ["q"]),
        (["a/q.yaml", "a/r.yaml"], ["q", "r"]),
        (["a/q.yaml", "b/q.yaml", "b/r.yaml"], ["a/q", "b/q", "b/r"]),
    ],
)
def test_a_file_is_a_group(tmp_path: Path, files: list[str], groups: list[str]) -> None:
    paths = [tmp_path / file for file in files]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text("- {id: x, turns: [a]}")
    assert [case.group for case in read_groups(paths)] == groups


WRONG = EvaluationCase("x", ("?",), must=(("khác",),))
UNANSWERABLE = EvaluationCase("x", ("?",), abstain=True)
NOT_FOUND = answer(status="not_found", citations=[])


@pytest.mark.parametrize(
    ("case", "answered", "outcome"),
    [
        (EvaluationCase("x", ("?",)), answer(), "right"),
        # To ask back may be what is due.
        (EvaluationCase("x", ("?",)), answer(status="clarify"), "right"),
        (EvaluationCase("x", ("?",)), NOT_FOUND, "refused"),
        (WRONG, NOT_FOUND, "refused"),
        (WRONG, answer(status="clarify"), "asked"),
        (WRONG, answer(), "wrong"),
        (WRONG, answer(status="chat"), "wrong"),
        (UNANSWERABLE, NOT_FOUND, "right"),
        (UNANSWERABLE, answer(), "wrong"),
        (UNANSWERABLE, answer(status="clarify"), "wrong"),
        (UNANSWERABLE, answer(status="not_found"), "wrong"),
        # The nearest passage claims nothing, but may hold the answer.
        (EvaluationCase("x", ("?",)), answer(status="nearest"), "shown"),
        (WRONG, answer(status="nearest"), "refused"),
        (UNANSWERABLE, answer(status="nearest"), "right"),
    ],
)
def test_outcomes(case: EvaluationCase, answered: dict[str, Any], outcome: Outcome) -> None:
    assert judge(case, answered, TEXTS).outcome == outcome


def test_the_summary_counts_and_names_failures() -> None:
    good = judge(EvaluationCase("good", ("?",), group="a"), answer(), TEXTS)
    bad = judge(EvaluationCase("bad", ("?",), must=(("khác",),), group="a"), answer(), TEXTS)
    refused = judge(EvaluationCase("none", ("?",), abstain=True, group="b"), NOT_FOUND, TEXTS)
    assert summary([good, bad]).splitlines()[-3:] == [
        "1 / 2 đúng",
        "đúng 1 (50 %), đưa đúng đoạn 0 (0 %), từ chối 0 (0 %), hỏi lại 0 (0 %), sai 1 (50 %)",
        "câu hỏi không có đáp án: 0 / 0 được từ chối (–)",
    ]
    assert summary([good, bad]).startswith("✗ bad: ?")
    text = summary([good, bad, refused])
    assert text.startswith("✗ a/bad: ?")
    assert text.endswith("câu hỏi không có đáp án: 1 / 1 được từ chối (100 %)")


def test_texts_are_compared_in_one_form() -> None:
    assert normalise("  “A”\u00a0b ") == '"a" b'
