"""What the assistant tells of its work: one JSON line an event, with the turn and conversation it belongs to, and no secret.

`conversation` is a hash that no person or app id can be told from; `turn` is the same in the lines of both processes. What
people type is never logged.
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

OURS = ("bot", "indexer", "knowledge", "rasa_project")
LONGEST_LINE = 8000
#: A shorter secret would blot out ordinary words.
SHORTEST_SECRET = 6
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
    """Name a turn: what is logged in it carries the name."""
    turn = TurnContext(secrets.token_hex(8), conversation, channel)
    token = CURRENT_TURN.set(turn)
    try:
        yield turn
    finally:
        CURRENT_TURN.reset(token)


def redact(line: str, hidden: Sequence[str]) -> str:
    """Give a line without these secrets; the longest first, since one may hold another."""
    for one in sorted(hidden, key=len, reverse=True):
        if len(one) >= SHORTEST_SECRET:
            line = line.replace(one, HIDDEN)
    return line


class PlainFormatter(logging.Formatter):
    """Writes a record for a person at a terminal, without the secrets it was given."""

    def __init__(self, hidden: Sequence[str]) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._hidden = hidden

    def format(self, record: logging.LogRecord) -> str:
        """Give the lines."""
        return redact(super().format(record), self._hidden)


class LineFormatter(JsonFormatter):
    """Writes a record as one line of JSON, escaped, bounded and without the secrets it was given."""

    def __init__(self, hidden: Sequence[str]) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "at", "levelname": "level", "name": "from", "message": "event"},
            json_ensure_ascii=False,
        )
        self._hidden = hidden
        self.default_time_format, self.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        now = CURRENT_TURN.get()
        for name, value in (("turn", now.id), ("conversation", now.conversation), ("channel", now.channel)):
            if value and not hasattr(record, name):
                setattr(record, name, value)
        line = super().format(record)
        if len(line) > LONGEST_LINE:
            # A line cut in the middle would be no JSON.
            line = super().format(_shortened(record))
        return redact(line, self._hidden)


def _shortened(record: logging.LogRecord) -> logging.LogRecord:
    """Give a record that names what happened and leaves the rest out."""
    return logging.LogRecord(record.name, record.levelno, "", 0, "%.500s…", (record.getMessage(),), None)


def configure_logging(hidden: Sequence[str]) -> None:
    """Log to standard error from now on: lines of JSON, or at a terminal what is wrong, in words."""
    handler, person = logging.StreamHandler(), sys.stderr.isatty()
    handler.setFormatter(PlainFormatter(hidden) if person else LineFormatter(hidden))
    # What other people's packages say only from a warning on: httpx would log addresses with tokens in them.
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.WARNING if person else logging.INFO)
