"""The web channel: JSON over HTTP, for the page, the command line and other programs."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.delivery.idempotency import IdempotencyCache
from bot.delivery.inbound_text import is_erasure_request, refusal_for
from bot.delivery.limits import ConcurrencyLimit, RateLimiter
from bot.delivery.notices import ERASED, NOT_ERASED, UNAVAILABLE
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.user_message import UserMessage
from bot.errors import DialogueUnavailable, InvalidMessage, Overloaded, TooManyRequests
from bot.operations.feedback import FeedbackLog
from bot.operations.metrics import Metrics
from bot.web.client_address import client_host, is_loopback
from bot.web.message_body import parse_feedback, parse_message
from bot.web.request_body import read_body

LOG = logging.getLogger(__name__)
#: When one may come back to a crowd.
BUSY_SECONDS = 5


def router(
    dialogue: Dialogue, feedback: FeedbackLog, most_a_minute: int, metrics: Metrics, crowd: ConcurrencyLimit
) -> APIRouter:
    """Give the routes of this channel."""
    routes = APIRouter()
    recent, rate = IdempotencyCache(_is_available), RateLimiter(most_a_minute)

    async def run(message: UserMessage) -> list[Answer]:
        async with crowd.slot():
            return await answers(dialogue, feedback, message)

    async def answered(message: UserMessage) -> list[Answer]:
        if not message.id:
            return await run(message)
        return await recent.get_or_run((message.conversation, message.id), lambda: run(message))

    @routes.post("/api/messages", openapi_extra=BODY)
    async def messages(request: Request) -> JSONResponse:
        """Answer one message of a conversation."""
        try:
            message = parse_message(await _json(request))
            if not is_loopback(client_host(request)):
                rate.hit(message.conversation)
            found = await answered(message)
        except InvalidMessage as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        except (TooManyRequests, Overloaded) as error:
            metrics.count_refusal("person" if isinstance(error, TooManyRequests) else "crowd")
            return retry_later(error)
        if is_erasure_request(message.text):
            recent.forget(message.conversation)
        return JSONResponse({"conversation": message.conversation, "answers": [answer.as_json() for answer in found]})

    _add_feedback(routes, feedback)
    return routes


def _is_available(found: list[Answer]) -> bool:
    """Whether answers may be given again: those of a dialogue that was away are asked for anew."""
    return all(answer.status != "unavailable" for answer in found)


def _add_feedback(routes: APIRouter, feedback: FeedbackLog) -> None:
    @routes.post("/api/feedback")
    async def vote(request: Request) -> JSONResponse:
        """Keep what a person thinks of an answer."""
        try:
            given = parse_feedback(await _json(request))
        except InvalidMessage as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        try:
            await asyncio.to_thread(feedback.add, given)
        except (sqlite3.Error, OSError) as error:
            LOG.error("a vote could not be kept: %s", error)
            return JSONResponse({"error": "Chưa lưu được góp ý."}, status_code=503, headers={"Retry-After": "30"})
        return JSONResponse({"ok": True})


def retry_later(error: TooManyRequests | Overloaded) -> JSONResponse:
    """Refuse for now, and tell in how many seconds to come back."""
    status, after = (429, error.after) if isinstance(error, TooManyRequests) else (503, BUSY_SECONDS)
    return JSONResponse({"error": str(error)}, status_code=status, headers={"Retry-After": str(after)})


async def answers(dialogue: Dialogue, feedback: FeedbackLog, message: UserMessage) -> list[Answer]:
    """Answer a checked message; a dialogue that is away is never told as "not found"."""
    if said := refusal_for(message.text):
        return [plain_answer("chat", said, message.as_of)]
    try:
        if not is_erasure_request(message.text):
            return await dialogue.ask(message)
        await dialogue.forget(message.conversation)
        await asyncio.to_thread(feedback.forget, message.conversation)
        return [plain_answer("chat", ERASED, message.as_of)]
    except (sqlite3.Error, OSError) as error:
        LOG.error("a conversation could not be erased: %s", error)
        return [plain_answer("unavailable", NOT_ERASED, message.as_of)]
    except DialogueUnavailable as error:
        LOG.error("dialogue unavailable: %s", error)
        return [plain_answer("unavailable", UNAVAILABLE, message.as_of)]


async def _json(request: Request) -> object:
    """Read a bounded body as JSON."""
    body = await read_body(request)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidMessage("Nội dung gửi lên không phải JSON hợp lệ.") from error


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
                        "id": {"type": "string", "description": "one a question: sent again it is answered once"},
                        "as_of": {"type": "string", "format": "date", "nullable": True},
                    },
                }
            }
        },
    }
}
