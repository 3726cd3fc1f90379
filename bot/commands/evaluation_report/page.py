"""The page of an evaluation, from `templates/`: whatever was asked or answered is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.commands.evaluation import OUTCOME_LABELS, Outcome, count_refused
from bot.commands.evaluation_report.comparison import compare
from bot.commands.evaluation_report.figures import (
    BASIS_LABELS,
    Bin,
    Score,
    confusions,
    expected_calibration_error,
    predictions,
    reliability,
    scores,
)
from bot.commands.evaluation_report.trials import Trial
from bot.web.rendering import decimal, open_templates, percent_of
from knowledge.answering import MIN_QUOTATION
from knowledge.writing import Fault

TEMPLATES = open_templates(Path(__file__).parent / "templates")
#: Failures are listed in this order, the worst first.
FAILURES: tuple[Outcome, ...] = ("wrong", "refused", "asked", "shown")

#: How what is wrong with a model's sentence is called.
FAULT_LABELS: dict[Fault, str] = {
    Fault.NO_SOURCE: "không dẫn đoạn nào đã đưa",
    Fault.FOREIGN: "liên kết, mệnh lệnh, ký hiệu",
    Fault.VALUE: "số, ngày, số văn bản mà nguồn không có",
    Fault.NAME: "tên riêng mà nguồn không có",
    Fault.WORDS: "chữ mà nguồn không có",
    Fault.TURNED: "thêm hoặc bỏ từ làm đổi nghĩa",
    Fault.EMPTY: "không nói gì",
    Fault.BESIDE: "trả lời việc khác",
}


def evaluation_page(trials: Sequence[Trial]) -> str:
    """Return an evaluation as one page that needs nothing else."""
    bins = reliability(predictions(trials))
    failures = [trial for trial in trials if trial.verdict.faults]
    template = TEMPLATES.get_template("evaluation.html")
    return template.render(
        figures=_figures(trials, bins),
        scores=_scores(trials),
        bins=bins,
        error=expected_calibration_error(bins),
        compared=sum(one.count for one in bins),
        limit=MIN_QUOTATION,
        confusions=confusions(trials),
        failures=sorted(failures, key=lambda trial: FAILURES.index(trial.verdict.outcome)),
        writing=compare(trials),
        faults=FAULT_LABELS,
        outcomes=OUTCOME_LABELS,
        bases=BASIS_LABELS,
    )


def _figures(trials: Sequence[Trial], bins: Sequence[Bin]) -> list[tuple[str, str]]:
    verdicts = [trial.verdict for trial in trials]
    counts = Counter(verdict.outcome for verdict in verdicts)
    refused, unanswerable = count_refused(verdicts)
    error = expected_calibration_error(bins)
    return [
        ("câu hỏi", f"{len(trials)}"),
        *((label, percent_of(counts[name], len(trials))) for name, label in OUTCOME_LABELS.items()),
        ("câu không có đáp án được từ chối", f"{refused} / {unanswerable}"),
        ("sai số hiệu chuẩn (ECE)", decimal(error, 3) if bins else "–"),
    ]


def _scores(trials: Sequence[Trial]) -> list[tuple[str, list[Score]]]:
    return [
        ("Theo nhóm", scores(trials, lambda trial: trial.case.group)),
        ("Theo loại câu hỏi", scores(trials, lambda trial: trial.case.kind)),
        ("Theo người hỏi", scores(trials, lambda trial: trial.case.persona)),
        ("Hỏi một lượt và hội thoại", scores(trials, _length)),
    ]


def _length(trial: Trial) -> str:
    return "hội thoại nhiều lượt" if len(trial.case.turns) > 1 else "hỏi một lượt"
