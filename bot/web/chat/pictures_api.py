"""A picture over HTTP: read within bounds, answered as a message is, written nowhere."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from redis.asyncio import Redis

from bot.delivery.limits import ConcurrencyLimit, rate_limit
from bot.delivery.parameters import MAX_TEXT
from bot.dialogue.dialogue import UserMessage
from bot.errors import InvalidMessage, Overloaded, PayloadTooLarge, TooManyRequests
from bot.operations.metrics import Metrics
from bot.pictures import notices
from bot.pictures.parameters import MAX_PICTURE_BYTES
from bot.web.client_address import origin_of
from bot.web.messages_api import WebResponder
from bot.web.parameters import MAX_PICTURES, MAX_UPLOAD_SECONDS, PICTURES_PER_ADDRESS
from bot.web.request_bodies import parse_message, read_body
from bot.web.responses import (
    MessageResponse,
    error_response,
    error_schemas,
    json_response,
    retry_later,
)

BODY = {"schema": {"type": "string", "format": "binary"}}
BODY_SCHEMA = {
    "requestBody": {
        "required": True,
        "content": dict.fromkeys(("image/jpeg", "image/png", "image/webp"), BODY),
    }
}
Conversation = Annotated[str, Query(description="its name: letters, digits and . : @ _ -")]
Text = Annotated[str, Query(description="what is asked with it")]
MessageId = Annotated[str, Query(description="one a picture: sent again it is answered once")]
Day = Annotated[str | None, Query(description="the day asked about, YYYY-MM-DD")]


def router(responder: WebResponder, metrics: Metrics, redis: Redis | None) -> APIRouter:
    """Return the route; the picture is the body of the request."""
    routes = APIRouter(prefix="/api")
    under_way = ConcurrencyLimit(MAX_PICTURES, MAX_PICTURES)
    addresses = rate_limit(PICTURES_PER_ADDRESS, "picture-address", redis)

    @routes.post(
        "/pictures",
        response_model=MessageResponse,
        responses=error_schemas(400, 408, 413, 429, 503),
        openapi_extra=BODY_SCHEMA,
    )
    async def pictures(
        request: Request,
        conversation: Conversation,
        text: Text = "",
        id: MessageId = "",
        as_of: Day = None,
    ) -> JSONResponse:
        """Say what text a picture shows (JPEG, PNG, WebP); it is read once and not kept."""
        given = {"conversation": conversation, "text": text[:MAX_TEXT], "id": id, "as_of": as_of}
        try:
            message = replace(parse_message(given), address=origin_of(request))
            if message.address:
                await addresses.hit(message.address["client"])
            async with under_way.slot():
                answers = await responder.respond(await _with_picture(request, message))
        except PayloadTooLarge:
            return error_response(413, notices.TOO_LARGE)
        except InvalidMessage as error:
            return error_response(400, str(error))
        except TimeoutError:
            return error_response(408, notices.TOO_LONG_UPLOAD)
        except (TooManyRequests, Overloaded) as error:
            metrics.count_refusal("address" if isinstance(error, TooManyRequests) else "crowd")
            return retry_later(error)
        return json_response(MessageResponse(conversation=message.conversation, answers=answers))

    return routes


async def _with_picture(request: Request, message: UserMessage) -> UserMessage:
    async with asyncio.timeout(MAX_UPLOAD_SECONDS):
        picture = await read_body(request, MAX_PICTURE_BYTES)
    return replace(message, picture=picture)
