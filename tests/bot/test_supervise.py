"""The dialogue's process lives and dies with the assistant."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys

import pytest

from bot.dialogue.training import action_token, dialogue_environment
from bot.settings import ROOT, Settings

PARENT = """
import asyncio
from bot.dialogue.supervisor import ending_with_parent

async def main():
    await asyncio.create_subprocess_exec(*ending_with_parent(["sh", "-c", "echo ready; exec sleep 600"]))
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv (util-linux) is not there")
def test_a_killed_assistant_leaves_no_dialogue_behind() -> None:
    # The child writes where its parent does: the end of that is read only when both are gone.
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"ready\n"
        parent.send_signal(signal.SIGKILL)
        assert parent.communicate(timeout=20) == (b"", None)
        assert parent.returncode == -signal.SIGKILL


def test_rasa_is_told_no_secret_of_the_channels(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_TELEGRAM_TOKEN", "123456:token")
    given = dialogue_environment(settings)
    assert [name for name in given if name.startswith("THIDUA_")] == []
    assert given["ACTION_TOKEN"] == action_token(settings)
    assert given["ACTION_TOKEN"] != ""
