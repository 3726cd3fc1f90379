"""What the assistant tells of its work: one JSON line an event, with the turn and conversation it belongs to, and no secret.

`conversation` is a hash that no person or app id can be told from; `turn` is the same in the lines of both processes. What
people type is never logged.
"""

from __future__ import annotations

import logging
import secrets
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
class Turn:
    """One message being answered: its id, the hash of its conversation, its channel."""

    id: str = ""
    conversation: str = ""
    channel: str = ""


NO_TURN = Turn()
CURRENT: ContextVar[Turn] = ContextVar("turn", default=NO_TURN)


@contextmanager
def turn_of(conversation: str, channel: str) -> Iterator[Turn]:
    """Name a turn: what is logged in it carries the name."""
    turn = Turn(secrets.token_hex(8), conversation, channel)
    token = CURRENT.set(turn)
    try:
        yield turn
    finally:
        CURRENT.reset(token)


class LineFormatter(JsonFormatter):
    """Writes a record as one line of JSON, escaped, bounded and without the secrets it was given."""

    def __init__(self, hidden: Sequence[str]) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "at", "levelname": "level", "name": "from", "message": "event"},
            json_ensure_ascii=False,
        )
        self._hidden = sorted((one for one in hidden if len(one) >= SHORTEST_SECRET), key=len, reverse=True)
        self.default_time_format, self.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        now = CURRENT.get()
        for name, value in (("turn", now.id), ("conversation", now.conversation), ("channel", now.channel)):
            if value and not hasattr(record, name):
                setattr(record, name, value)
        line = super().format(record)
        for one in self._hidden:
            line = line.replace(one, HIDDEN)
        # A line cut in the middle would be no JSON.
        return line if len(line) <= LONGEST_LINE else super().format(_shortened(record))


def _shortened(record: logging.LogRecord) -> logging.LogRecord:
    """Give a record that names what happened and leaves the rest out."""
    return logging.LogRecord(record.name, record.levelno, "", 0, "%.500s…", (record.getMessage(),), None)


def log_lines(hidden: Sequence[str]) -> None:
    """Log to standard error from now on; what other people's packages say only from a warning on."""
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormatter(hidden))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
