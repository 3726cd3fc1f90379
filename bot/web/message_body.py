"""The body of a request that holds a person's message, checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.delivery.inbound_text import clean_text
from bot.dialogue.user_message import CONVERSATION_NAME, UserMessage
from bot.errors import InvalidMessage
from bot.operations.feedback import Feedback

MAX_LENGTHS = {"question": 2000, "answer": 4000, "reason": 500, "status": 20}


def parse_message(body: Any) -> UserMessage:
    """Check the body of a request; what is malformed is refused with a sentence."""
    if not isinstance(body, dict):
        raise InvalidMessage("Nội dung gửi lên phải là một đối tượng JSON.")
    conversation, text, day = body.get("conversation"), body.get("text"), body.get("as_of")
    if not isinstance(conversation, str) or not CONVERSATION_NAME.fullmatch(conversation):
        raise InvalidMessage("“conversation” phải là chuỗi 1–128 ký tự gồm chữ, số và . : @ _ -")
    if not isinstance(text, str):
        raise InvalidMessage("“text” phải là một chuỗi.")
    number = body.get("id", "")
    if not isinstance(number, str) or (number and not CONVERSATION_NAME.fullmatch(number)):
        raise InvalidMessage("“id” phải là chuỗi 1–128 ký tự gồm chữ, số và . : @ _ -")
    return UserMessage(conversation, clean_text(text), _day(day), number)


def _day(day: Any) -> date | None:
    if day is None:
        return None
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise InvalidMessage("“as_of” phải là một ngày dạng YYYY-MM-DD.") from error


def parse_feedback(body: Any) -> Feedback:
    """Check the body of a request."""
    if not isinstance(body, dict):
        raise InvalidMessage("Nội dung gửi lên phải là một đối tượng JSON.")
    conversation, vote = body.get("conversation"), body.get("vote")
    if not isinstance(conversation, str) or not CONVERSATION_NAME.fullmatch(conversation):
        raise InvalidMessage("“conversation” phải là chuỗi 1–128 ký tự gồm chữ, số và . : @ _ -")
    if vote not in ("up", "down"):
        raise InvalidMessage("“vote” phải là up hoặc down.")
    texts = {name: body.get(name, "") for name in MAX_LENGTHS}
    if not all(isinstance(text, str) for text in texts.values()):
        raise InvalidMessage("Góp ý phải là chữ.")
    return Feedback(conversation, vote, **{name: clean_text(text)[: MAX_LENGTHS[name]] for name, text in texts.items()})
