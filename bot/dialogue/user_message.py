"""A person's message as the dialogue gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

#: The names that a conversation, or a message of it, may have.
CONVERSATION_NAME = re.compile(r"[\w.:@-]{1,128}")


@dataclass(frozen=True)
class UserMessage:
    """One message of one conversation, checked; `as_of` is the day it asks about, `id` the same when it is sent again."""

    conversation: str
    text: str
    as_of: date | None = None
    id: str = ""
    channel: str = "web"
