"""The dialogue's process lives and dies with the assistant."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys

import pytest

from bot.settings import ROOT

PARENT = """
import asyncio
from bot.dialogue.rasa_process import with_death_signal

async def main():
    command = with_death_signal(["sh", "-c", "echo ready; exec sleep 600"])
    await asyncio.create_subprocess_exec(*command)
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv (util-linux) is not there")
def test_a_killed_assistant_leaves_no_dialogue_behind() -> None:
    # The child writes where its parent does: the end of that is read only when both are gone.
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"ready\n"
        parent.send_signal(signal.SIGKILL)
        assert parent.communicate(timeout=20) == (b"", None)
        assert parent.returncode == -signal.SIGKILL
