"""A person's message as the dialogue gets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class UserMessage:
    """One message of one conversation, checked; `as_of` is the day it asks about, `id` the same when it is sent again."""

    conversation: str
    text: str
    as_of: date | None = None
    id: str = ""
    channel: str = "web"
