"""The real llama.cpp with a small model, in an environment of its own (`scripts/set-up writer`)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.ports import free_port
from bot.settings import ROOT

PYTHON = ROOT / "var" / "env" / "llama" / "bin" / "python"
SCRIPT = ROOT / "tests" / "peers" / "clients" / "llama_server.py"
#: What the server asks of who comes.
KEY = "hush-of-the-office"

needs_llama = pytest.mark.skipif(
    not PYTHON.exists() and not os.environ.get("CI"),
    reason="llama.cpp is not installed here (scripts/set-up writer)",
)


@contextmanager
def llama_server() -> Iterator[str]:
    """Serve the model; give the address of OpenAI's protocol."""
    command = [str(PYTHON), str(SCRIPT), str(free_port()), KEY]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout
            # It tells where it listens once the model is loaded.
            listens = process.stdout.readline().strip()
            assert listens.startswith("http://127.0.0.1:")
            yield f"{listens}/v1"
        finally:
            process.kill()
