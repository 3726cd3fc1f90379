"""A person's message as the dialogue gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

#: What may name a conversation, or one message of it.
CONVERSATION_NAME = re.compile(r"[\w.:@-]{1,128}")


@dataclass(frozen=True)
class UserMessage:
    """One checked message of one conversation.

    `as_of` is the day it asks about, None for today; `id` is the same when the message is sent
    again, empty where its sender gives none.
    """

    conversation: str
    text: str
    as_of: date | None = None
    id: str = ""
    channel: str = "web"
