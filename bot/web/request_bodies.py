"""The bodies of requests: read within bounds, checked, refused with a sentence for its writer."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Request
from pydantic import BaseModel, Field, PlainValidator, ValidationError, WithJsonSchema

from bot.delivery.inbound_text import clean_text, tidy_text
from bot.delivery.personal_data import mask
from bot.dialogue.dialogue import CONVERSATION_NAME, UserMessage
from bot.errors import InvalidMessage, PayloadTooLarge
from bot.operations.feedback import Feedback
from bot.web.parameters import (
    MAX_BODY,
    MAX_FEEDBACK_ANSWER,
    MAX_FEEDBACK_QUESTION,
    MAX_FEEDBACK_REASON,
    MAX_FEEDBACK_STATUS,
)

Body = TypeVar("Body", bound=BaseModel)
NOT_AN_OBJECT = "Nội dung gửi lên phải là một đối tượng JSON."
NAME_RULE = "phải là chuỗi 1–128 ký tự gồm chữ, số và . : @ _ -"
FEEDBACK_RULE = "Góp ý phải là chữ."
#: What is said of the first field that is wrong or missing.
SENTENCES = {
    "conversation": f"“conversation” {NAME_RULE}",
    "text": "“text” phải là một chuỗi.",
    "id": f"“id” {NAME_RULE}",
    "as_of": "“as_of” phải là một ngày dạng YYYY-MM-DD.",
    "vote": "“vote” phải là up hoặc down.",
    **dict.fromkeys(("question", "answer", "reason", "status"), FEEDBACK_RULE),
}


def _name(value: object) -> str:
    if not isinstance(value, str) or not CONVERSATION_NAME.fullmatch(value):
        raise ValueError
    return value


def _optional_name(value: object) -> str:
    return "" if value == "" else _name(value)


def _optional_day(value: object) -> date | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError
    return date.fromisoformat(value)


def _text(max_length: int | None = None) -> PlainValidator:
    """Return a validator that cleans a text and cuts it.

    Not pydantic's own for str, which refuses half a surrogate; a browser may send one.
    """

    def clean(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        return clean_text(value)[:max_length]

    return PlainValidator(clean)


def _typed(value: object) -> str:
    """Return a message as it was typed: `parse_message` masks it."""
    if not isinstance(value, str):
        raise ValueError
    return tidy_text(value)


NAME_SCHEMA = WithJsonSchema({"type": "string", "pattern": rf"^{CONVERSATION_NAME.pattern}$"})
TEXT_SCHEMA = WithJsonSchema({"type": "string"})
DAY_SCHEMA = WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})


class MessageRequest(BaseModel):
    """One message of a conversation."""

    conversation: Annotated[str, PlainValidator(_name), NAME_SCHEMA]
    text: Annotated[str, PlainValidator(_typed), TEXT_SCHEMA]
    id: Annotated[str, PlainValidator(_optional_name), TEXT_SCHEMA] = Field(
        default="", description="one a question: sent again it is answered once"
    )
    as_of: Annotated[date | None, PlainValidator(_optional_day), DAY_SCHEMA] = Field(
        default=None, description="the day the question asks about"
    )


class FeedbackRequest(BaseModel):
    """What a person thinks of an answer."""

    conversation: Annotated[str, PlainValidator(_name), NAME_SCHEMA]
    vote: Literal["up", "down"]
    question: Annotated[str, _text(MAX_FEEDBACK_QUESTION), TEXT_SCHEMA] = ""
    answer: Annotated[str, _text(MAX_FEEDBACK_ANSWER), TEXT_SCHEMA] = ""
    reason: Annotated[str, _text(MAX_FEEDBACK_REASON), TEXT_SCHEMA] = ""
    status: Annotated[str, _text(MAX_FEEDBACK_STATUS), TEXT_SCHEMA] = ""


def parse_message(body: object) -> UserMessage:
    """Check the body of a message; raise InvalidMessage where it is malformed."""
    request = _validate(MessageRequest, body)
    return UserMessage(
        request.conversation, mask(request.text), request.as_of, request.id, verbatim=request.text
    )


def parse_feedback(body: object) -> Feedback:
    """Check the body of a vote; raise InvalidMessage where it is malformed."""
    return Feedback(**_validate(FeedbackRequest, body).model_dump())


def _validate(model: type[Body], body: object) -> Body:
    try:
        return model.model_validate(body)
    except ValidationError as error:
        location = error.errors(include_input=False, include_context=False)[0]["loc"]
        # Not `from error`: it quotes what people typed.
        raise InvalidMessage(SENTENCES[str(location[0])] if location else NOT_AN_OBJECT) from None


def body_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return what OpenAPI says of a JSON body that is read by us and not by FastAPI."""
    content = {"application/json": {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


async def read_json(request: Request) -> object:
    """Return the JSON of a request; raise InvalidMessage where it is none, too long or too deep."""
    body = await read_body(request)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidMessage("Nội dung gửi lên không phải JSON hợp lệ.") from error


async def read_body(request: Request, max_length: int = MAX_BODY) -> bytes:
    """Return the body of a request; raise PayloadTooLarge as soon as it is longer."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > max_length:
            raise PayloadTooLarge("Nội dung gửi lên quá lớn.")
    return bytes(body)
