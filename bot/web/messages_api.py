"""The web channel: JSON over HTTP, for the page, the command line and other programs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.idempotency import IdempotencyCache
from bot.delivery.inbound_text import is_erasure_request, refusal_for
from bot.delivery.limits import ConcurrencyLimit, RateLimit
from bot.delivery.notices import ERASED, NOT_ERASED, UNAVAILABLE
from bot.delivery.responder import IsSilent, never_silent
from bot.dialogue.answers import Answer, Button, plain_answer
from bot.dialogue.dialogue import CONVERSATION_NAME, Dialogue, UserMessage
from bot.errors import DialogueUnavailable, InvalidMessage, Overloaded, TooManyRequests
from bot.handover.outgoing import WebNews
from bot.operations.feedback import FeedbackLog
from bot.operations.metrics import Metrics
from bot.storage.shared_results import SharedResults
from bot.web.client_address import origin_of
from bot.web.parameters import MAX_LINE_NUMBER, STORAGE_RETRY_AFTER
from bot.web.request_bodies import (
    NAME_RULE,
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
    NewsResponse,
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
        is_silent: IsSilent = never_silent,
    ) -> None:
        self._dialogue, self._feedback, self._turns = dialogue, feedback, turns
        self._is_silent = is_silent
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
            refusal = refusal_for(message.text)
            if refusal and not await self._is_silent(message.conversation):
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


@dataclass(frozen=True)
class StaffSide:
    """What the page asks of staff: what they wrote, and whether a person is to be offered."""

    news: WebNews
    offer: Callable[[str], Awaitable[Button | None]]


def router(
    responder: WebResponder,
    feedback: FeedbackLog,
    metrics: Metrics,
    rate: RateLimit,
    staff: StaffSide | None = None,
) -> APIRouter:
    """Return the routes of this channel; without `staff` nobody is handed over."""
    routes = APIRouter(prefix="/api")
    _add_messages(routes, responder, metrics, rate)
    _add_feedback(routes, feedback, staff)
    if staff:
        _add_news(routes, staff.news)
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
            given = parse_message(await read_json(request))
            message = replace(given, address=origin_of(request))
            # Programs of this machine ask for others: a proxy, the command line.
            if message.address:
                await rate.hit(message.conversation)
            answers = await responder.respond(message)
        except InvalidMessage as error:
            return error_response(400, str(error))
        except (TooManyRequests, Overloaded) as error:
            metrics.count_refusal("person" if isinstance(error, TooManyRequests) else "crowd")
            return retry_later(error)
        return json_response(MessageResponse(conversation=message.conversation, answers=answers))


def _add_news(routes: APIRouter, news: WebNews) -> None:
    @routes.get(
        "/conversations/{conversation}/messages",
        response_model=NewsResponse,
        responses=error_schemas(400, 429, 503),
    )
    async def lines(conversation: str, after: str = "0", typing: bool = False) -> JSONResponse:
        """Return what staff wrote after a line, once there is some; waits for it while they attend."""
        is_number = after.isascii() and after.isdigit() and len(after) <= len(str(MAX_LINE_NUMBER))
        if not CONVERSATION_NAME.fullmatch(conversation) or not is_number:
            return error_response(400, f"“conversation” {NAME_RULE}; “after” phải là một số.")
        number = min(int(after), MAX_LINE_NUMBER)
        found = await news.after(conversation, number, typing)
        return json_response(NewsResponse.model_validate(found))


def _add_feedback(routes: APIRouter, feedback: FeedbackLog, staff: StaffSide | None) -> None:
    @routes.post(
        "/feedback",
        response_model=FeedbackResponse,
        responses=error_schemas(400, 429, 503),
        openapi_extra=body_schema(FeedbackRequest),
    )
    async def vote(request: Request) -> JSONResponse:
        """Keep what a person thinks of an answer."""
        offer = None
        try:
            given = parse_feedback(await read_json(request))
            await asyncio.to_thread(feedback.add, given)
            if staff and given.vote == "down":
                offer = await staff.offer(given.conversation)
        except InvalidMessage as error:
            return error_response(400, str(error))
        except SQLAlchemyError as error:
            LOG.error("a vote could not be kept: %s", reason_of(error))
            return error_response(503, "Chưa lưu được góp ý.", STORAGE_RETRY_AFTER)
        return json_response(FeedbackResponse(offer=offer))
