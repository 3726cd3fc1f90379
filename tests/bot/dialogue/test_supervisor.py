"""Rasa is started again after every end, with pauses that grow while it never works."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.dialogue.rasa_environment import own_address
from bot.dialogue.supervisor import Supervisor
from bot.settings import Settings

#: In Rasa's place: does not answer at all, or answers its first probe, and ends.
ENDS = "import sys; sys.exit(3)"
ANSWERS_AND_ENDS = """
import http.server, sys, threading
port = int(sys.argv[sys.argv.index("--port") + 1])
class Once(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        threading.Thread(target=self.server.shutdown).start()
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", port), Once).serve_forever()
"""


@pytest.mark.parametrize(
    ("program", "expected"),
    [(ENDS, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]), (ANSWERS_AND_ENDS, [1.0] * 3)],
)
def test_pauses_between_restarts(
    settings: Settings, tmp_path: Path, program: str, expected: list[float]
) -> None:
    (tmp_path / "rasa.py").write_text(program)
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} {tmp_path / "rasa.py"} "$@"\n')
    python.chmod(0o755)
    own = settings.replace(var=tmp_path, dialogue_python=python)
    pauses: list[float] = []

    async def run() -> None:
        enough = asyncio.Event()

        async def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == len(expected):
                enough.set()
                await asyncio.Event().wait()

        supervisor = Supervisor(own, own_address(own), probe_interval=0.02, sleep=pause)
        await supervisor.start()
        await asyncio.wait_for(enough.wait(), 60)
        await supervisor.stop()

    asyncio.run(run())
    assert pauses == expected
