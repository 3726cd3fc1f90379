"""The command `thidua`, run as a person runs it."""

from __future__ import annotations

import subprocess
import sys

from bot.settings import ROOT


def thidua(*words: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run a command with a quick encoder, unless the settings name another."""
    command = [sys.executable, "-m", "bot.cli", *map(str, words)]
    own = {name: str(value) for name, value in settings.items()}
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "THIDUA_ENCODER": "seeded"}
    return subprocess.run(
        command, capture_output=True, text=True, env=environment | own, check=False
    )
