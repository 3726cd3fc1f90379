"""What people think of answers: thumbs with reasons, kept for those who improve the assistant."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.delivery.inbound_text import clean_text
from bot.dialogue.user_message import CONVERSATION_NAME
from bot.errors import InvalidMessage
from bot.operations.sqlite_log import SqliteLog

LONGEST = {"question": 2000, "answer": 4000, "reason": 500, "status": 20}
SCHEMA = """CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, vote TEXT NOT NULL, reason TEXT NOT NULL, question TEXT NOT NULL,
    answer TEXT NOT NULL, status TEXT NOT NULL, given REAL NOT NULL, UNIQUE (conversation, question, answer))"""


@dataclass(frozen=True)
class Feedback:
    """One person's word on one answer; `vote` is "up" or "down"."""

    conversation: str
    vote: str
    reason: str
    question: str
    answer: str
    status: str


def parse_feedback(body: Any) -> Feedback:
    """Check the body of a request."""
    if not isinstance(body, dict):
        raise InvalidMessage("Nội dung gửi lên phải là một đối tượng JSON.")
    conversation, vote = body.get("conversation"), body.get("vote")
    if not isinstance(conversation, str) or not CONVERSATION_NAME.fullmatch(conversation):
        raise InvalidMessage("“conversation” phải là chuỗi 1–128 ký tự gồm chữ, số và . : @ _ -")
    if vote not in ("up", "down"):
        raise InvalidMessage("“vote” phải là up hoặc down.")
    texts = {name: body.get(name, "") for name in LONGEST}
    if not all(isinstance(text, str) for text in texts.values()):
        raise InvalidMessage("Góp ý phải là chữ.")
    return Feedback(conversation, vote, **{name: clean_text(text)[: LONGEST[name]] for name, text in texts.items()})


class FeedbackLog:
    """Where feedback is kept; a person's second word on the same answer replaces the first."""

    def __init__(self, path: Path | str, clock: Callable[[], float] = time.time) -> None:
        self._book, self._clock = SqliteLog(path, SCHEMA), clock

    def add(self, given: Feedback) -> None:
        """Keep one."""
        self._book.run(
            "INSERT OR REPLACE INTO feedback (conversation, vote, reason, question, answer, status, given)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            given.conversation, given.vote, given.reason, given.question, given.answer, given.status, self._clock(),
        )  # fmt: skip

    def all(self) -> list[Feedback]:
        """Give all, the oldest first."""
        return self._found("1")

    def _found(self, which: str, *values: Any) -> list[Feedback]:
        columns = "conversation, vote, reason, question, answer, status"
        sql = f"SELECT {columns} FROM feedback WHERE {which} ORDER BY given, id"
        return [Feedback(*row) for row in self._book.run(sql, *values)]

    def since(self, moment: float) -> list[Feedback]:
        """Give those from a moment on (seconds since 1970), the oldest first."""
        return self._found("given >= ?", moment)

    def of(self, conversation: str) -> list[Feedback]:
        """Give what was said in a conversation."""
        return self._found("conversation = ?", conversation)

    def forget(self, conversation: str) -> None:
        """Erase what was said in a conversation."""
        self._book.run("DELETE FROM feedback WHERE conversation = ?", conversation)

    def close(self) -> None:
        """Close the file."""
        self._book.close()
