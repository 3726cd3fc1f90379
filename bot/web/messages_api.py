"""The web channel: JSON over HTTP, for the page, the command line and other programs."""

from __future__ import annotations

import asyncio
import logging

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.idempotency import IdempotencyCache
from bot.delivery.inbound_text import is_erasure_request, refusal_for
from bot.delivery.limits import ConcurrencyLimit, RateLimit
from bot.delivery.notices import ERASED, NOT_ERASED, UNAVAILABLE
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import Dialogue, UserMessage
from bot.errors import DialogueUnavailable, InvalidMessage, Overloaded, TooManyRequests
from bot.operations.feedback import FeedbackLog
from bot.operations.metrics import Metrics
from bot.storage.shared_results import SharedResults
from bot.web.client_address import client_host, is_loopback
from bot.web.parameters import STORAGE_RETRY_AFTER
from bot.web.request_bodies import (
    FeedbackRequest,
    MessageRequest,
    body_schema,
    parse_feedback,
    parse_message,
    read_json,
)
from bot.web.responses import (
    FeedbackResponse,
    MessageResponse,
    error_response,
    error_schemas,
    json_response,
    retry_later,
)
from database import reason_of

LOG = logging.getLogger(__name__)


class WebResponder:
    """Answers a message once, however often it is sent, while not too many turns are under way."""

    def __init__(
        self,
        dialogue: Dialogue,
        feedback: FeedbackLog,
        turns: ConcurrencyLimit,
        shared: SharedResults[list[Answer]] | None = None,
    ) -> None:
        self._dialogue, self._feedback, self._turns = dialogue, feedback, turns
        # An answer of a dialogue that was away is asked for anew.
        self._recent = IdempotencyCache(_is_final, shared)

    async def respond(self, message: UserMessage) -> list[Answer]:
        """Return the answers; raise Overloaded where too many turns are under way."""
        if message.id:
            key = message.conversation, message.id
            return await self._recent.get_or_run(key, lambda: self._run(message))
        return await self._run(message)

    async def _run(self, message: UserMessage) -> list[Answer]:
        """Answer once a turn is free; a dialogue that is away is never told as "not found"."""
        if message.picture is not None:
            # It takes seconds: those that are under way are counted apart (chat/pictures_api.py).
            return await self._ask(message)
        async with self._turns.slot():
            if refusal := refusal_for(message.text):
                return [plain_answer("chat", refusal, message.as_of)]
            return await self._ask(message)

    async def _ask(self, message: UserMessage) -> list[Answer]:
        try:
            if is_erasure_request(message.text):
                return [await self._erase(message)]
            return await self._dialogue.ask(message)
        except DialogueUnavailable as error:
            LOG.error("dialogue unavailable: %s", error)
            return [plain_answer("unavailable", UNAVAILABLE, message.as_of)]

    async def _erase(self, message: UserMessage) -> Answer:
        try:
            await self._dialogue.forget(message.conversation)
            await asyncio.to_thread(self._feedback.forget, message.conversation)
            await self._recent.forget(message.conversation)
        except SQLAlchemyError as error:
            LOG.error("a conversation could not be erased: %s", reason_of(error))
            return plain_answer("unavailable", NOT_ERASED, message.as_of)
        return plain_answer("chat", ERASED, message.as_of)


def _is_final(answers: list[Answer]) -> bool:
    return all(answer.status != "unavailable" for answer in answers)


def router(
    responder: WebResponder, feedback: FeedbackLog, metrics: Metrics, rate: RateLimit
) -> APIRouter:
    """Return the routes of this channel."""
    routes = APIRouter(prefix="/api")
    _add_messages(routes, responder, metrics, rate)
    _add_feedback(routes, feedback)
    return routes


def _add_messages(
    routes: APIRouter, responder: WebResponder, metrics: Metrics, rate: RateLimit
) -> None:
    @routes.post(
        "/messages",
        response_model=MessageResponse,
        responses=error_schemas(400, 429, 503),
        openapi_extra=body_schema(MessageRequest),
    )
    async def messages(request: Request) -> JSONResponse:
        """Answer one message of a conversation."""
        try:
            message = parse_message(await read_json(request))
            # Programs of this machine ask for others: a proxy, the command line.
            if not is_loopback(client_host(request)):
                await rate.hit(message.conversation)
            answers = await responder.respond(message)
        except InvalidMessage as error:
            return error_response(400, str(error))
        except (TooManyRequests, Overloaded) as error:
            metrics.count_refusal("person" if isinstance(error, TooManyRequests) else "crowd")
            return retry_later(error)
        return json_response(MessageResponse(conversation=message.conversation, answers=answers))


def _add_feedback(routes: APIRouter, feedback: FeedbackLog) -> None:
    @routes.post(
        "/feedback",
        response_model=FeedbackResponse,
        responses=error_schemas(400, 429, 503),
        openapi_extra=body_schema(FeedbackRequest),
    )
    async def vote(request: Request) -> JSONResponse:
        """Keep what a person thinks of an answer."""
        try:
            await asyncio.to_thread(feedback.add, parse_feedback(await read_json(request)))
        except InvalidMessage as error:
            return error_response(400, str(error))
        except SQLAlchemyError as error:
            LOG.error("a vote could not be kept: %s", reason_of(error))
            return error_response(503, "Chưa lưu được góp ý.", STORAGE_RETRY_AFTER)
        return json_response(FeedbackResponse())
