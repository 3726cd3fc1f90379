"""One call of the office's language model, by OpenAI's chat protocol, whatever answers there.

https://platform.openai.com/docs/api-reference/chat/create. The server may be away, ill or another's:
time, bytes and headers of an answer are bounded, and only text that a model ended itself is taken.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import httpx2
from openai import APIConnectionError, AsyncOpenAI, OpenAIError
from pydantic import BaseModel, Field, ValidationError

from bot.errors import WriterFailed, WriterTrouble
from bot.writer.parameters import (
    CHARACTERS_A_TOKEN,
    MAX_ANSWER_TOKENS,
    MAX_CALLS,
    MAX_RESPONSE_BYTES,
    MAX_TOLD_TOKENS,
)

#: A message of a chat: {"role": "system" | "user", "content": "…"}.
Message = Mapping[str, str]
Schema = Mapping[str, Any]
SCHEMA_NAME = "answer"
#: The headers that are sent: neither what the machine is nor what variables of OpenAI's own would add.
SENT_HEADERS = ("host", "authorization", "content-type", "content-length", "accept")
TROUBLES = {
    WriterTrouble.TIMEOUT: "không trả lời kịp (THIDUA_WRITER_SECONDS)",
    WriterTrouble.UNREACHABLE: "không nối được hoặc ngắt giữa chừng (THIDUA_WRITER_URL)",
    WriterTrouble.TOO_LONG: "trả lời quá dài",
    WriterTrouble.NONSENSE: "trả lời không theo giao thức (THIDUA_WRITER_URL)",
}
#: What is wrong with a request of ours, by the status that it is answered with.
WRONG_KEY, NO_KEY_STATUSES = "không nhận khóa (THIDUA_WRITER_KEY)", (401, 403)
WRONG_SETTINGS = "không nhận yêu cầu, lỗi {status} (THIDUA_WRITER_URL, THIDUA_WRITER_MODEL)"
SERVER_ERROR = "báo lỗi {status}"
#: Statuses below 500 that say that a server has too much to do.
BUSY_STATUSES = (408, 429)


@dataclass(frozen=True)
class Completion:
    """What a model wrote, and the tokens it took; estimated where the server does not tell."""

    text: str
    tokens_in: int
    tokens_out: int


class _Words(BaseModel, strict=True):
    content: str | None
    refusal: None = None
    tool_calls: Annotated[list[object], Field(max_length=0)] | None = None
    function_call: None = None


class _Choice(BaseModel, strict=True):
    finish_reason: Literal["stop", "length"]
    message: _Words


Tokens = Annotated[int, Field(ge=0, le=MAX_TOLD_TOKENS)]


class _Usage(BaseModel, strict=True):
    prompt_tokens: Tokens
    completion_tokens: Tokens


class _Reply(BaseModel, strict=True):
    """What is read of a chat completion; whatever else a server adds is passed over."""

    choices: Annotated[list[_Choice], Field(min_length=1, max_length=1)]
    usage: _Usage | None = None


class Client:
    """The server at an address (up to `/v1`) and its model; `seconds` are for a whole call."""

    def __init__(
        self,
        address: str,
        model: str,
        key: str,
        seconds: float,
        most_tokens: int = MAX_ANSWER_TOKENS,
    ) -> None:
        #: The model's name.
        self.model = model
        self._seconds, self._most_tokens = seconds, most_tokens
        limits = httpx2.Limits(max_connections=MAX_CALLS)
        server = httpx2.AsyncHTTPTransport(trust_env=False, limits=limits)
        http = httpx2.AsyncClient(
            transport=_Bounded(server), follow_redirects=False, trust_env=False, timeout=None
        )
        opened = AsyncOpenAI(
            base_url=address,
            api_key=key or "none",
            max_retries=0,
            timeout=None,
            http_client=http,
        )
        self._chat, self._close = opened.chat.completions.with_raw_response, opened.close

    async def complete(self, messages: Sequence[Message], schema: Schema) -> Completion:
        """Return what the model says, a JSON object as the schema has it. Raise WriterFailed."""
        try:
            async with asyncio.timeout(self._seconds):
                content = await self._ask(messages, schema)
        # Without their words: they may hold the question.
        except TimeoutError:
            raise _failed(WriterTrouble.TIMEOUT) from None
        except APIConnectionError:
            raise _failed(WriterTrouble.UNREACHABLE) from None
        except (OpenAIError, httpx2.HTTPError, ValueError):
            raise _failed(WriterTrouble.NONSENSE) from None
        return _completion(content, messages)

    @staticmethod
    def estimate(messages: Sequence[Message]) -> int:
        """Return how many tokens messages may take, with those of the longest answer."""
        return _tokens_in(messages) + MAX_ANSWER_TOKENS

    async def close(self) -> None:
        """Close every connection."""
        await self._close()

    async def _ask(self, messages: Sequence[Message], schema: Schema) -> bytes:
        wanted = {"name": SCHEMA_NAME, "schema": dict(schema), "strict": True}
        asked: dict[str, Any] = {
            "model": self.model,
            "messages": [dict(message) for message in messages],
            "response_format": {"type": "json_schema", "json_schema": wanted},
            "temperature": 0,
            "max_tokens": self._most_tokens,
        }
        response = await self._chat.create(**asked)
        content: bytes = response.http_response.content
        return content


class _Bounded(httpx2.AsyncBaseTransport):
    """A server of which no more is read than an answer takes, and to which no more is told."""

    def __init__(self, server: httpx2.AsyncBaseTransport) -> None:
        self._server = server

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request with few headers; only an answer is read, up to a bound.

        Raise WriterFailed for what is none: what else a server says is not looked at.
        """
        headers = [
            (name, request.headers[name]) for name in SENT_HEADERS if name in request.headers
        ]
        sent = httpx2.Request(
            request.method,
            request.url,
            # A few bytes of a packed answer may be gigabytes.
            headers=[*headers, ("accept-encoding", "identity")],
            stream=request.stream,
            extensions=request.extensions,
        )
        response = await self._server.handle_async_request(sent)
        is_packed = response.headers.get("content-encoding", "identity") != "identity"
        if response.status_code != httpx2.codes.OK or is_packed:
            await response.aclose()
            raise _failed(WriterTrouble.NONSENSE) if is_packed else _refused(response.status_code)
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _BoundedStream(response.stream)
        return response

    async def aclose(self) -> None:
        """Close every connection."""
        await self._server.aclose()


class _BoundedStream(httpx2.AsyncByteStream):
    """The bytes of a response; too many are no answer."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the bytes. Raise WriterFailed."""
        left = MAX_RESPONSE_BYTES
        async for part in self._stream:
            left -= len(part)
            if left < 0:
                raise _failed(WriterTrouble.TOO_LONG)
            yield part

    async def aclose(self) -> None:
        """Leave the rest where it is."""
        await self._stream.aclose()


def _tokens_in(messages: Sequence[Message]) -> int:
    return sum(_tokens(message["content"]) for message in messages)


def _tokens(text: str) -> int:
    return len(text) // CHARACTERS_A_TOKEN + 1


def _completion(content: bytes, messages: Sequence[Message]) -> Completion:
    """Return what a response says. Raise WriterFailed where it is no text that a model ended."""
    try:
        reply = _Reply.model_validate_json(content)
    except ValidationError:
        raise _failed(WriterTrouble.NONSENSE) from None
    (choice,) = reply.choices
    if choice.finish_reason == "length":
        raise _failed(WriterTrouble.TOO_LONG)
    text = choice.message.content or ""
    if not _is_object(text):
        raise _failed(WriterTrouble.NONSENSE)
    if reply.usage is None:
        return Completion(text, _tokens_in(messages), _tokens(text))
    return Completion(text, reply.usage.prompt_tokens, reply.usage.completion_tokens)


def _is_object(text: str) -> bool:
    """Whether a text is what every schema asks for: what is not, came of no schema."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _failed(kind: WriterTrouble) -> WriterFailed:
    return WriterFailed(kind, TROUBLES[kind])


def _refused(status: int) -> WriterFailed:
    """Return what a status says that is no success: of our settings, or of the server."""
    if status in NO_KEY_STATUSES:
        return WriterFailed(WriterTrouble.REFUSED, WRONG_KEY)
    if status >= 500 or status in BUSY_STATUSES:
        return WriterFailed(WriterTrouble.SERVER_ERROR, SERVER_ERROR.format(status=status))
    return WriterFailed(WriterTrouble.REFUSED, WRONG_SETTINGS.format(status=status))
