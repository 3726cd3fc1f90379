"""Intents of questions that were never trained on: `python -m benchmarks.intents`.

Ours, and those that strangers typed; how often the reading is right, and whether its confidence is
the share of times that it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.measurement import timed
from benchmarks.report import write_report
from bot.commands.evaluation import read_cases
from bot.dialogue.rasa_environment import rasa_environment
from bot.dialogue.training import train
from bot.settings import ROOT, Settings, read_settings

#: The limits asked for: right readings of our questions and of strangers', and how far, on average
#: over both, the confidence may be from the share that is right (.05 and what 384 questions leave to
#: chance).
MIN_ACCURACY, MIN_ACCURACY_BY_OTHERS, MAX_CALIBRATION_ERROR = 0.92, 0.62, 0.06
HELD_OUT = ROOT / "tests" / "cases" / "intents.yml"
#: Intent → ids of questions in tests/evaluation.
BY_OTHERS = ROOT / "tests" / "cases" / "intents_by_others.yaml"
EVALUATION = ROOT / "tests" / "evaluation"
GROUPS = ("train", "tune")
#: Bins of the confidence, over which the error of calibration is taken.
BINS = 10
#: Characters of Rasa's error output that are shown.
SHOWN_ERROR = 2000


def measure(settings: Settings) -> dict[str, Any]:
    """Train when needed, then let Rasa judge itself on the held-out questions."""
    model, seconds = timed(train, settings)
    with tempfile.TemporaryDirectory() as folder:
        by_others = Path(folder) / "by_others.yml"
        by_others.write_text(nlu_file(questions_by_others()), encoding="utf-8")
        ours = readings(settings, model, HELD_OUT, Path(folder) / "ours")
        others = readings(settings, model, by_others, Path(folder) / "others")
    return {
        "questions": len(ours),
        "accuracy": _accuracy(ours),
        "least": MIN_ACCURACY,
        "questions_by_others": len(others),
        "accuracy_by_others": _accuracy(others),
        "least_by_others": MIN_ACCURACY_BY_OTHERS,
        "calibration_error": calibration_error([*ours, *others]),
        "most_calibration_error": MAX_CALIBRATION_ERROR,
        "training_seconds": round(seconds, 1),
        "wrong": [_shown(row) for row in ours if not _is_right(row)],
        "wrong_by_others": [_shown(row) for row in others if not _is_right(row)],
    }


def is_good(figures: dict[str, Any]) -> bool:
    """Whether every limit is kept."""
    return bool(
        figures["accuracy"] >= MIN_ACCURACY
        and figures["accuracy_by_others"] >= MIN_ACCURACY_BY_OTHERS
        and figures["calibration_error"] <= MAX_CALIBRATION_ERROR
    )


def questions_by_others() -> dict[str, list[str]]:
    """Return intent → the first turns of strangers' questions that ask it."""
    files = [file for group in GROUPS for file in sorted((EVALUATION / group).glob("*.yaml"))]
    asked = {case.id: case.turns[0] for file in files for case in read_cases(file)}
    by_intent = yaml.safe_load(BY_OTHERS.read_text(encoding="utf-8"))
    return {intent: [asked[one] for one in ids] for intent, ids in by_intent.items()}


def nlu_file(questions: dict[str, list[str]]) -> str:
    """Return questions by intent in Rasa's format."""
    rows = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in questions.items()
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": rows}, allow_unicode=True)


def calibration_error(rows: Sequence[dict[str, Any]]) -> float:
    """Return the expected calibration error of readings, from 0 to 1."""
    bins: dict[int, list[float]] = {}
    for row in rows:
        confidence = row["intent_prediction"]["confidence"]
        key = min(int(confidence * BINS), BINS - 1)
        bins.setdefault(key, []).append(_is_right(row) - confidence)
    return round(sum(abs(sum(gaps)) for gaps in bins.values()) / len(rows), 4)


def _accuracy(rows: Sequence[dict[str, Any]]) -> float:
    return round(sum(map(_is_right, rows)) / len(rows), 4)


def _is_right(row: dict[str, Any]) -> bool:
    return bool(row["intent"] == row["intent_prediction"]["name"])


def _shown(row: dict[str, Any]) -> str:
    return f"{row['text']}: {row['intent']} → {row['intent_prediction']['name']}"


def readings(
    settings: Settings, model: Path, questions: Path, folder: Path
) -> list[dict[str, Any]]:
    """Let Rasa write its reports into the folder and return a row for each question.

    Exit with its error when it fails.
    """
    command = [settings.dialogue_python, "-m", "rasa", "test", "nlu", "--successes", "--no-plot"]
    options = ["--nlu", questions, "--model", model, "--out", folder]
    process = subprocess.run(
        [str(word) for word in (*command, *options)],
        env=rasa_environment(settings),
        capture_output=True,
        check=False,
    )
    if process.returncode:
        raise SystemExit(process.stderr.decode()[-SHOWN_ERROR:])
    return list(_rows(folder / name for name in ("intent_successes.json", "intent_errors.json")))


def _rows(files: Iterable[Path]) -> Iterable[dict[str, Any]]:
    """Yield the rows of the files that there are: Rasa writes none without a row."""
    for file in files:
        if file.exists():
            yield from json.loads(file.read_text(encoding="utf-8"))


def main() -> None:
    """Print the figures; where a limit is not kept the exit code is 1."""
    figures = measure(read_settings())
    write_report("intents", figures)
    print(*figures["wrong"], sep="\n")
    sys.exit(not is_good(figures))


if __name__ == "__main__":
    main()
