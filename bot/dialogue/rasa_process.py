"""The process that Rasa runs in: how it is started, and which of its lines reach our log."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process

from bot.dialogue.parameters import MAX_LOGGED_LINE
from bot.dialogue.rasa_environment import RasaAddress, rasa_packages, running_environment
from bot.dialogue.training import PROJECT, model_file
from bot.ports import LOOPBACK
from bot.settings import Settings

LOG = logging.getLogger(__name__)
#: How a line of our own component in Rasa begins (rasa_project/nlu/folding.py).
EVENT_PREFIX = '{"event":'
#: A line of Rasa's with one of these is passed on; the rest is the chatter of its libraries.
ERROR_WORDS = ("ERROR", "Error", "CRITICAL")


async def start_rasa(settings: Settings, address: RasaAddress) -> Process:
    """Start Rasa at an address; its standard error is a pipe that must be read."""
    return await asyncio.create_subprocess_exec(
        *with_death_signal(rasa_command(settings, address)),
        # Python looks here before anywhere else.
        cwd=rasa_packages(settings),
        env=running_environment(settings, address),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=PIPE,
    )


def rasa_command(settings: Settings, address: RasaAddress) -> list[str]:
    """Return the command that runs Rasa on the trained model, on loopback only."""
    return [
        str(settings.dialogue_python), "-m", "rasa", "run", "--model", str(model_file(settings)),
        "--endpoints", str(PROJECT / "endpoints.yml"), "--credentials", str(PROJECT / "credentials.yml"),
        "--interface", LOOPBACK, "--port", str(address.port),
    ]  # fmt: skip


def with_death_signal(command: list[str]) -> list[str]:
    """Return a command whose process ends with ours, however ours ends.

    Without it a killed assistant leaves a Rasa behind that holds the port. Uses util-linux's
    setpriv (PR_SET_PDEATHSIG); where it is missing, as on macOS, the command as it is.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else command


async def relay_log(process: Process) -> None:
    """Log what Rasa says of turns and errors until its standard error ends."""
    if process.stderr is None:
        return
    while True:
        try:
            line = await process.stderr.readline()
        except ValueError:
            # Longer than asyncio reads: what is left of it is no line of ours.
            continue
        if not line:
            return
        _relay_line(line.decode(errors="replace").rstrip())


def _relay_line(line: str) -> None:
    if line.startswith(EVENT_PREFIX):
        _relay_event(line)
    elif any(word in line for word in ERROR_WORDS):
        LOG.error("rasa: %s", line[:MAX_LOGGED_LINE])


def _relay_event(line: str) -> None:
    """Log an event of our component in Rasa under the turn that it names."""
    try:
        event = json.loads(line)
        LOG.info("%s", event["event"], extra={"turn": str(event["turn"]), "of": "dialogue"})
    except (ValueError, KeyError, TypeError):
        LOG.error("rasa: %s", line[:MAX_LOGGED_LINE])
