"""Rasa's model is trained when what it is trained from has changed, and only then."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from bot.dialogue.parameters import SHOWN_TRAINING_LINES
from bot.dialogue.rasa_environment import rasa_environment
from bot.errors import TrainingFailed
from bot.settings import ROOT, Settings

PROJECT = ROOT / "rasa_project"
#: What the model is trained from: its name holds their checksum.
SOURCES = ("config.yml", "domain", "data", "nlu", "requirements.txt")


def model_file(settings: Settings) -> Path:
    """Return the path of the model for the present sources, trained yet or not."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = PROJECT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(PROJECT)).encode() + file.read_bytes())
    return settings.models / f"dialogue-{digest.hexdigest()[:12]}.tar.gz"


def train(settings: Settings) -> Path:
    """Return the model for the present sources, training it first where there is none.

    Raise TrainingFailed, with the end of Rasa's output, where it cannot be trained.
    """
    target = model_file(settings)
    if target.exists():
        return target
    settings.models.mkdir(parents=True, exist_ok=True)
    name = f"training-{os.getpid()}"
    process = subprocess.run(
        _training_command(settings, name),
        cwd=settings.models,
        env=rasa_environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    trained = settings.models / f"{name}.tar.gz"
    if process.returncode or not trained.exists():
        lines = (process.stdout + process.stderr).splitlines()[-SHOWN_TRAINING_LINES:]
        output = "\n".join(lines)
        raise TrainingFailed(f"Rasa không huấn luyện được:\n{output}")
    trained.replace(target)
    return target


def _training_command(settings: Settings, name: str) -> list[str]:
    # Rasa's cache knows a component by its class alone: a change in the module around it goes unseen.
    return [
        str(settings.dialogue_python), "-m", "rasa", "train", "--config", str(PROJECT / "config.yml"),
        "--domain", str(PROJECT / "domain"), "--data", str(PROJECT / "data"),
        "--out", str(settings.models), "--fixed-model-name", name, "--force",
    ]  # fmt: skip
