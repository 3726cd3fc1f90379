"""The bodies of responses, for OpenAPI and for whoever writes a client; refusals and errors."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.delivery.notices import UNAVAILABLE
from bot.dialogue.answers import Answer, Button
from bot.errors import Overloaded, TooManyRequests
from bot.web.parameters import BUSY_RETRY_AFTER, STORAGE_RETRY_AFTER
from bot.web.rendering import notice_page
from database import reason_of

LOG = logging.getLogger(__name__)
NOT_FOUND = "Không tìm thấy"


class ErrorResponse(BaseModel):
    """What is wrong, in a sentence."""

    error: str


class MessageResponse(BaseModel):
    """The answers to one message."""

    conversation: str
    answers: list[Answer]


class FeedbackResponse(BaseModel):
    """The vote was kept."""

    ok: Literal[True] = True
    #: Where answers were of no use twice: a button that offers a person.
    offer: Button | None = None


class LineSource(BaseModel):
    """A passage that staff have put beside their answer."""

    model_config = ConfigDict(from_attributes=True)

    title: str
    quote: str
    url: str


class StaffLine(BaseModel):
    """What staff wrote, or a notice about them ("staff", "notice"); `at` is in seconds since 1970."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    author: str
    name: str
    text: str
    sources: list[LineSource]
    at: float


class NewsResponse(BaseModel):
    """What staff wrote in a conversation, and how its hand-over stands.

    `again` is after how many seconds to ask again; "ended" and "none" are not asked about again.
    """

    model_config = ConfigDict(from_attributes=True)

    state: str
    is_typing: bool
    lines: list[StaffLine]
    again: int


class SearchHit(BaseModel):
    """A passage that was found; `start` and `end` are its place in the document's text."""

    document_id: str
    title: str
    number: str | None
    place: str
    text: str
    start: int
    end: int
    score: float
    url: str


class SearchResponse(BaseModel):
    """Passages, the best first."""

    hits: list[SearchHit]


class DocumentSummary(BaseModel):
    """What is known of a document, without its text."""

    # Not here: the file it was read from. Where it lies on this machine is nobody's business.

    model_config = ConfigDict(from_attributes=True)

    id: str
    title: str
    kind: str | None
    number: str | None
    authority: str | None
    place: str | None
    years: list[int]
    issued: date | None
    publisher: str | None
    published: date | None
    source_title: str | None
    source_url: str | None
    signer: str | None
    effective_from: date | None
    effective_to: date | None
    by_hand: list[str]
    doubts: list[str]


class DocumentsResponse(BaseModel):
    """All documents."""

    documents: list[DocumentSummary]


class DocumentFact(BaseModel):
    """One thing a document says; `start` and `end` are where its text says it.

    `confidence` is the probability of being right; answers tell no fact below 0.6.
    """

    model_config = ConfigDict(from_attributes=True)

    document_id: str
    kind: str
    name: str
    start: int
    end: int
    value: str
    place: str | None
    year: int | None
    details: Annotated[Mapping[str, str], BeforeValidator(lambda details: details.as_json())]
    confidence: float


class DocumentResponse(DocumentSummary):
    """One document with its text and facts."""

    text: str
    facts: list[DocumentFact]


class AliveResponse(BaseModel):
    """The process is alive."""

    status: Literal["ok"] = "ok"


def json_response(body: BaseModel) -> JSONResponse:
    """Return a body as JSON, status 200."""
    return JSONResponse(body.model_dump(mode="json"))


def error_response(status: int, sentence: str, retry_after: int | None = None) -> JSONResponse:
    """Return an error; `retry_after` is in seconds (RFC 9110, Retry-After)."""
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else None
    return JSONResponse({"error": sentence}, status_code=status, headers=headers)


def error_schemas(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of errors with these statuses."""
    return {status: {"model": ErrorResponse} for status in statuses}


def retry_later(error: TooManyRequests | Overloaded) -> JSONResponse:
    """Refuse for now, with the seconds after which one may come back."""
    if isinstance(error, TooManyRequests):
        return error_response(429, str(error), error.retry_after)
    return error_response(503, str(error), BUSY_RETRY_AFTER)


async def knowledge_unavailable(request: Request, error: Exception) -> Response:
    """Say in a sentence that the knowledge cannot be read just now: to a browser as a page."""
    LOG.error("%s: %s", request.url.path, reason_of(error))
    if "text/html" in request.headers.get("Accept", ""):
        page = notice_page("Chưa tra cứu được", UNAVAILABLE)
        headers = {"Retry-After": str(STORAGE_RETRY_AFTER)}
        return HTMLResponse(page, status_code=503, headers=headers)
    return error_response(503, UNAVAILABLE, STORAGE_RETRY_AFTER)


async def document_not_found(request: Request, error: Exception) -> Response:
    """Say that there is no such document to who asked for it, in the API or as a page."""
    path = request.url.path
    if path.startswith("/documents/"):
        return HTMLResponse(notice_page(NOT_FOUND, str(error)), status_code=404)
    if path.startswith("/api/documents/"):
        return error_response(404, str(error))
    # Removed while an action of Rasa's was answering from it.
    return await knowledge_unavailable(request, error)
