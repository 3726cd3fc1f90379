"""The command line as a whole: errors are one sentence, help is quick."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.cli import commands
from bot.settings import ROOT

#: Loaded in a tenth of a second and more: none of them before a command needs it.
HEAVY = ("asyncio", "pydantic", "fastapi", "httpx", "numpy", "rich", "telegram", "yaml")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "THIDUA_PORT": "none"}
    return subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, bot.cli; print([name for name in {HEAVY} if name in sys.modules])"
    assert run("-c", code).stdout == "[]\n"


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_has_help(name: str) -> None:
    assert commands.commands[name].help
    assert run("-m", "bot.cli", name, "--help").returncode == 0


def test_a_wrong_setting_is_one_sentence() -> None:
    result = run("-m", "bot.cli", "status")
    sentence = "Lỗi: THIDUA_PORT phải là một cổng từ 1 đến 65535, không phải 'none'.\n"
    assert (result.returncode, result.stderr) == (1, sentence)
