"""Intent accuracy on questions that were never trained on: `python -m benchmarks.intents`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measurement import timed
from benchmarks.report import write_report
from bot.dialogue.rasa_environment import rasa_environment
from bot.dialogue.training import train
from bot.settings import ROOT, Settings, read_settings

#: The limit asked for.
MIN_ACCURACY = 0.92
HELD_OUT = ROOT / "tests" / "cases" / "intents.yml"
#: Characters of Rasa's error output that are shown.
SHOWN_ERROR = 2000


def measure(settings: Settings) -> dict[str, Any]:
    """Train when needed, then let Rasa judge itself on the held-out questions."""
    model, seconds = timed(train, settings)
    with tempfile.TemporaryDirectory() as folder:
        _test_intents(settings, model, Path(folder))
        report = _read_json(Path(folder) / "intent_report.json")
        # Rasa writes this file only when there are errors.
        errors = Path(folder) / "intent_errors.json"
        wrong = _read_json(errors) if errors.exists() else []
    return {
        "questions": report["weighted avg"]["support"],
        "accuracy": round(report["accuracy"], 4),
        "least": MIN_ACCURACY,
        "training_seconds": round(seconds, 1),
        "wrong": [
            f"{row['text']}: {row['intent']} → {row['intent_prediction']['name']}" for row in wrong
        ],
    }


def _test_intents(settings: Settings, model: Path, folder: Path) -> None:
    """Let Rasa write its reports into the folder; exit with its error when it fails."""
    command = [settings.dialogue_python, "-m", "rasa", "test", "nlu"]
    options = ["--nlu", HELD_OUT, "--model", model, "--out", folder, "--no-plot"]
    process = subprocess.run(
        [str(word) for word in (*command, *options)],
        env=rasa_environment(settings),
        capture_output=True,
        check=False,
    )
    if process.returncode:
        raise SystemExit(process.stderr.decode()[-SHOWN_ERROR:])


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    """Print the figures; below the least accuracy the exit code is 1."""
    figures = measure(read_settings())
    write_report("intents", figures)
    print(*figures["wrong"], sep="\n")
    sys.exit(figures["accuracy"] < MIN_ACCURACY)


if __name__ == "__main__":
    main()
