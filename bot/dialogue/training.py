"""Training the dialogue, only when what it is trained from has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from bot.errors import TrainingFailed
from bot.operations.machine_secret import derive, load_secret
from bot.settings import ROOT, Settings

PROJECT = ROOT / "rasa_project"
SOURCES = ("config.yml", "domain", "data", "nlu", "requirements.txt")
KEPT_LINES = 25


def dialogue_environment(settings: Settings) -> dict[str, str]:
    """Give the environment for Rasa: no telemetry, no chatter, our packages findable, one thread."""
    return {
        # Secrets of the channels are none of Rasa's business.
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "THIDUA_"))
        },
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "LOG_LEVEL": "ERROR",
        "OMP_NUM_THREADS": "1",
        "ACTION_ENDPOINT": f"{settings.address}/actions",
        "ACTION_TOKEN": action_token(settings),
        "TRACKER_FILE": str(settings.trackers),
    }


def action_token(settings: Settings) -> str:
    """Give the word by which the action endpoint knows Rasa."""
    return derive(load_secret(settings.var), "actions")


def model_file(settings: Settings) -> Path:
    """Give where the model trained from the present sources is, or would be, kept."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = PROJECT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(PROJECT)).encode() + file.read_bytes())
    return settings.models / f"dialogue-{digest.hexdigest()[:12]}.tar.gz"


def train(settings: Settings) -> Path:
    """Give the trained model, training it first when there is none of these sources."""
    target = model_file(settings)
    if target.exists():
        return target
    settings.models.mkdir(parents=True, exist_ok=True)
    name = f"training-{os.getpid()}"
    command = [
        str(settings.dialogue_python), "-m", "rasa", "train", "--config", str(PROJECT / "config.yml"),
        "--domain", str(PROJECT / "domain"), "--data", str(PROJECT / "data"), "--out", str(settings.models),
        "--fixed-model-name", name,
    ]  # fmt: skip
    done = subprocess.run(
        command,
        cwd=settings.models,
        env=dialogue_environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    made = settings.models / f"{name}.tar.gz"
    if done.returncode or not made.exists():
        said = "\n".join((done.stdout + done.stderr).splitlines()[-KEPT_LINES:])
        raise TrainingFailed(f"Rasa không huấn luyện được:\n{said}")
    made.replace(target)
    return target
