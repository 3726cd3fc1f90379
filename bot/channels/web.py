"""The web channel: JSON over HTTP, for the page, the command line and other programs."""

from __future__ import annotations

import json
import logging

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.dialogue import AnswerJson, Dialogue, plain
from bot.errors import BadMessage, DialogueUnavailable
from bot.messages import Incoming, incoming, refusal

LOG = logging.getLogger(__name__)
LARGEST_BODY = 256 * 1024
UNAVAILABLE = (
    "Hệ thống đang khởi động hoặc tạm gián đoạn nên tôi chưa tra cứu được. Anh/chị vui lòng hỏi lại sau ít phút."
)


def router(dialogue: Dialogue) -> APIRouter:
    """Give the routes of this channel."""
    routes = APIRouter()

    @routes.post("/api/messages", openapi_extra=BODY)
    async def messages(request: Request) -> JSONResponse:
        """Answer one message of a conversation."""
        try:
            message = incoming(await _json(request))
        except BadMessage as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse({"conversation": message.conversation, "answers": await answers(dialogue, message)})

    return routes


async def answers(dialogue: Dialogue, message: Incoming) -> list[AnswerJson]:
    """Answer a checked message; a dialogue that is away is never told as "not found"."""
    if said := refusal(message.text):
        return [plain("chat", said, message.as_of)]
    try:
        return await dialogue.ask(message)
    except DialogueUnavailable as error:
        LOG.error("dialogue unavailable: %s", error)
        return [plain("unavailable", UNAVAILABLE, message.as_of)]


async def _json(request: Request) -> object:
    """Read a bounded body as JSON."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise BadMessage("Nội dung gửi lên quá lớn.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadMessage("Nội dung gửi lên không phải JSON hợp lệ.") from error


BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["conversation", "text"],
                    "properties": {
                        "conversation": {"type": "string", "pattern": r"^[\w.:@-]{1,128}$"},
                        "text": {"type": "string"},
                        "as_of": {"type": "string", "format": "date", "nullable": True},
                    },
                }
            }
        },
    }
}
