from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.commands.evaluation import EvaluationCase, judge
from bot.commands.evaluation_report import ask_library, evaluation_page
from bot.commands.evaluation_report.figures import (
    confusions,
    expected_calibration_error,
    predictions,
    reliability,
    scores,
)
from bot.commands.evaluation_report.trials import Basis, Candidate, Trial, basis_of
from indexer.pipeline import index_source
from knowledge.library import Library
from knowledge.model import Answer, AnswerFact, Citation, Subject
from tests.bot.commands.command_line import thidua

TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt 41%.\n"
HOSTILE = "Tỷ lệ che phủ rừng của Lục Nam năm 2024 <script>alert(1)</script>?"
ROWS = [
    {"id": "good", "turns": ["Tỷ lệ che phủ rừng của Lục Nam năm 2024?"], "must": [["41%"]]},
    {
        "id": "bad",
        "turns": ["Lục Nam năm 2024", HOSTILE],
        "must": [["99%"]],
        "kind": "chỉ tiêu",
        "persona": "<b>cán bộ xã</b>",
        "evidence": ["Tỷ lệ che phủ rừng đạt 41%."],
    },
]


@pytest.mark.parametrize(
    ("predicted", "bins", "error"),
    [
        ([], [], 0.0),
        ([(1.0, True)], [(0.9, 1)], 0.0),
        ([(0.0, False)], [(0.0, 1)], 0.0),
        ([(1.0, False)], [(0.9, 1)], 1.0),
        # Within a bin what is too high and what is too low make up for one another.
        ([(0.5, True), (0.5, False)], [(0.5, 2)], 0.0),
        ([(0.55, True)] * 2 + [(0.55, False)] * 2, [(0.5, 4)], 0.05),
        ([(0.95, True)] * 3 + [(0.15, True)], [(0.1, 1), (0.9, 3)], 0.25 * 0.85 + 0.75 * 0.05),
        ([(0.1, False), (0.2, False)], [(0.1, 1), (0.2, 1)], 0.15),
    ],
)
def test_calibration(
    predicted: list[tuple[float, bool]], bins: list[tuple[float, int]], error: float
) -> None:
    found = reliability(predicted)
    assert [(one.low, one.count) for one in found] == bins
    assert expected_calibration_error(found) == pytest.approx(error)


CITED = Citation("a", "A", "1/KH", "mục 1", "Rừng đạt | 41%", 0, 14, "/documents/a", None)
ANSWER = Answer("answered", "Tôi tìm thấy:\n- Rừng đạt: 41%", date(2026, 11, 21), (CITED,))


@pytest.mark.parametrize(
    ("answer", "basis"),
    [
        (ANSWER, "sentences"),
        (replace(ANSWER, facts=(AnswerFact("rừng", "41%", 0),)), "facts"),
        (replace(ANSWER, text="Tóm tắt"), "facts"),
        (replace(ANSWER, about=Subject(aspect="criteria")), "law"),
        (replace(ANSWER, citations=(replace(CITED, quote=""),)), "law"),
        (
            replace(ANSWER, text="Tóm tắt", citations=(replace(CITED, number="06/2022/QH15"),)),
            "law",
        ),
        (replace(ANSWER, citations=()), "nothing"),
        (replace(ANSWER, status="not_found"), "nothing"),
        (replace(ANSWER, status="clarify"), "nothing"),
    ],
)
def test_what_an_answer_rests_on(answer: Answer, basis: Basis) -> None:
    assert basis_of(answer) == basis


def trial(kind: str, status: str, basis: Basis, probability: float | None) -> Trial:
    must = (("41%",),) if status == "clarify" else ()
    case = EvaluationCase("x", ("?",), must, kind=kind)
    verdict = judge(case, {"status": status, "text": "", "citations": []}, {})
    best = () if probability is None else (Candidate("", probability, status == "answered"),)
    return Trial(case, verdict, basis, best, is_chosen_by_model=probability is not None)


def test_trials_are_counted_by_name_and_by_kind_outcome_and_basis() -> None:
    trials = [
        trial("a", "answered", "facts", 0.9),
        trial("a", "not_found", "nothing", 0.1),
        trial("", "clarify", "nothing", None),
    ]
    assert predictions(trials) == [(0.9, True), (0.1, False)]
    assert [(s.name, list(s.counts.values()), s.total) for s in scores(trials, _kind)] == [
        ("(không ghi)", [0, 0, 0, 1, 0], 1),
        ("a", [1, 0, 1, 0, 0], 2),
    ]
    assert [(c.kind, c.outcome, list(c.counts.values())) for c in confusions(trials)] == [
        ("(không ghi)", "asked", [0, 0, 0, 1]),
        ("a", "right", [1, 0, 0, 0]),
        ("a", "refused", [0, 0, 0, 1]),
    ]


def _kind(trial: Trial) -> str:
    return trial.case.kind


def test_a_report_escapes_what_was_asked_and_shows_what_was_considered(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "luc-nam.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert index_source(library, path).state == "indexed"
    case = EvaluationCase(
        "bad", ("Lục Nam năm 2024", HOSTILE), (("99%",),), persona="<b>xã</b>", group="g"
    )
    [found] = trials = ask_library(library, [case])
    assert found.verdict.outcome in ("refused", "wrong")
    assert found.candidates
    probabilities = [candidate.probability for candidate in found.candidates]
    assert probabilities == sorted(probabilities, reverse=True)
    page = evaluation_page(trials)
    assert "<script" not in page
    assert "<b>xã" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    [failure] = page.split("<details>")[1:]
    for candidate in found.candidates:
        assert f"{candidate.probability:.2f} · sai".replace(".", ",") in failure
        assert "Tỷ lệ che phủ rừng" in failure.split("<ol class='candidates'>")[1]
    assert "99%" in failure
    assert "://" not in page


def test_a_report_without_a_failure_or_a_question_that_was_decided() -> None:
    page = evaluation_page([trial("", "answered", "facts", None)])
    assert "Chưa có câu nào mà xác suất quyết định." in page
    assert "Những câu hỏng (0)" in page


def test_the_command_asks_the_store_itself(tmp_path: Path) -> None:
    (tmp_path / "luc-nam.txt").write_text(TEXT, encoding="utf-8")
    store = tmp_path / "s.db"
    assert thidua("index", "add", tmp_path / "luc-nam.txt", "--store", store).returncode == 0
    files = [tmp_path / "first.yaml", tmp_path / "second.yaml"]
    for file, row in zip(files, ROWS, strict=True):
        file.write_text(yaml.safe_dump([row], allow_unicode=True), encoding="utf-8")
    page = tmp_path / "report.html"
    asked = thidua("eval", *files, "--report", page, "--store", store, "--json")
    assert asked.returncode == 1
    assert asked.stderr == f"Đã ghi {page}.\n"
    assert {row["group"]: row["outcome"] != "right" for row in json.loads(asked.stdout)}["second"]
    assert "second/bad" in page.read_text(encoding="utf-8")
    nowhere = thidua("eval", files[0], "--report", tmp_path / "no" / "r.html", "--store", store)
    assert "Không có thư mục" in nowhere.stderr
