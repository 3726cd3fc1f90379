"""Logs: one JSON line an event, with the turn and conversation it belongs to, and no secret.

`conversation` is a hash from which no person or app id can be told; `turn` is the same in the
lines of both processes. What people type is never logged.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from pythonjsonlogger.json import JsonFormatter

from bot.operations.parameters import MAX_LINE, MIN_SECRET

OWN_PACKAGES = ("bot", "indexer", "knowledge", "rasa_project")
#: Stands in a line for a secret.
HIDDEN = "•••"


@dataclass(frozen=True)
class TurnContext:
    """One message being answered: its id, the hash of its conversation, its channel."""

    id: str = ""
    conversation: str = ""
    channel: str = ""


NO_TURN = TurnContext()
CURRENT_TURN: ContextVar[TurnContext] = ContextVar("turn", default=NO_TURN)


@contextmanager
def turn_context(conversation: str, channel: str) -> Iterator[TurnContext]:
    """Name a turn: what is logged within carries its name."""
    context = TurnContext(secrets.token_hex(8), conversation, channel)
    token = CURRENT_TURN.set(context)
    try:
        yield context
    finally:
        CURRENT_TURN.reset(token)


def redact(line: str, hidden: Sequence[str]) -> str:
    """Return a line without these secrets; the longest go first, since one may hold another."""
    for secret in sorted(hidden, key=len, reverse=True):
        if len(secret) >= MIN_SECRET:
            line = line.replace(secret, HIDDEN)
    return line


class PlainFormatter(logging.Formatter):
    """Writes a record for a person at a terminal, without the secrets it was given."""

    def __init__(self, hidden: Sequence[str]) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._hidden = hidden

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines."""
        return redact(super().format(record), self._hidden)


class LineFormatter(JsonFormatter):
    """Writes a record as one line of JSON: escaped, bounded, without the secrets it was given."""

    def __init__(self, hidden: Sequence[str]) -> None:
        names = {"asctime": "at", "levelname": "level", "name": "from", "message": "event"}
        super().__init__(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields=names,
            json_ensure_ascii=False,
        )
        self._hidden = hidden
        self.default_time_format, self.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; one that would be too long names what happened and leaves the rest."""
        now = CURRENT_TURN.get()
        context = {"turn": now.id, "conversation": now.conversation, "channel": now.channel}
        for name, value in context.items():
            if value and not hasattr(record, name):
                setattr(record, name, value)
        line = super().format(record)
        if len(line) > MAX_LINE:
            # A line cut in the middle would be no JSON.
            line = super().format(_shortened(record))
        return redact(line, self._hidden)


def _shortened(record: logging.LogRecord) -> logging.LogRecord:
    message = record.getMessage()
    return logging.LogRecord(record.name, record.levelno, "", 0, "%.500s…", (message,), None)


def configure_logging(hidden: Sequence[str]) -> None:
    """Log to standard error from now on: JSON lines, or words where it is a terminal."""
    handler, is_terminal = logging.StreamHandler(), sys.stderr.isatty()
    handler.setFormatter(PlainFormatter(hidden) if is_terminal else LineFormatter(hidden))
    # Other packages are logged from a warning on: httpx would log addresses with tokens in them.
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OWN_PACKAGES:
        logging.getLogger(name).setLevel(logging.WARNING if is_terminal else logging.INFO)
