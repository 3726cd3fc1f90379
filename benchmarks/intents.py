"""Intent accuracy on questions that were never trained on: `python -m benchmarks.intents`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.report import tell
from bot.dialogue.rasa_environment import rasa_environment
from bot.dialogue.training import train
from bot.settings import ROOT, Settings, read_settings

HELD_OUT = ROOT / "tests" / "cases" / "intents.yml"
LEAST = 0.92


def measure(settings: Settings) -> dict[str, Any]:
    """Train when needed, then let Rasa judge itself on the held-out questions."""
    began = time.monotonic()
    model = train(settings)
    trained = time.monotonic() - began
    with tempfile.TemporaryDirectory() as folder:
        command = [
            str(settings.dialogue_python),
            "-m",
            "rasa",
            "test",
            "nlu",
            "--nlu",
            str(HELD_OUT),
            "--model",
            str(model),
        ]
        done = subprocess.run(
            [*command, "--out", folder, "--no-plot"],
            env=rasa_environment(settings),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(done.stderr.decode()[-2000:])
        report = json.loads((Path(folder) / "intent_report.json").read_text(encoding="utf-8"))
        errors = Path(folder) / "intent_errors.json"
        wrong = json.loads(errors.read_text(encoding="utf-8")) if errors.exists() else []
    return {
        "questions": report["weighted avg"]["support"],
        "accuracy": round(report["accuracy"], 4),
        "least": LEAST,
        "training_seconds": round(trained, 1),
        "wrong": [f"{row['text']}: {row['intent']} → {row['intent_prediction']['name']}" for row in wrong],
    }


def main() -> None:
    """Print the figures; below the least accuracy the exit code is 1."""
    figures = measure(read_settings())
    tell("intents", figures)
    print(*figures["wrong"], sep="\n")
    sys.exit(figures["accuracy"] < LEAST)


if __name__ == "__main__":
    main()
