"""A server of OpenAI's chat protocol that says what a test wants, byte by byte.

The protocol itself is proven against a real server in `test_llama.py`; this one is for what a real
one would never say.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

#: Says something to who asked; what was asked is its first argument.
Speak = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    """A request as it came; `rest` is what comes after it, until the other side hangs up."""

    line: str
    headers: dict[str, str]
    body: dict[str, Any]
    rest: asyncio.StreamReader


@dataclass
class ChatModel:
    """What the server says, and what it was asked; `address` is its base."""

    speak: Speak
    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    answering: set[asyncio.Task[None]] = field(default_factory=set)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer whoever comes, beside the others."""
        self.answering.add(asyncio.create_task(self.answer(reader, writer)))

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one request and say what there is to say, until the other side has enough."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
            headers = {
                name.lower(): value for name, value in (each.split(": ", 1) for each in head[1:-1])
            }
            body = await reader.readexactly(int(headers["content-length"]))
            asked = Asked(head[0], headers, json.loads(body), reader)
            self.asked.append(asked)
            await self.speak(asked, writer)
        with suppress(ConnectionError):
            writer.close()
            await writer.wait_closed()


@asynccontextmanager
async def chat_model(speak: Speak) -> AsyncIterator[ChatModel]:
    """Serve on a port of its own."""
    model = ChatModel(speak)
    server = await asyncio.start_server(model.accept, "127.0.0.1", 0)
    model.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield model
    finally:
        server.close()
        await asyncio.gather(*model.answering)


def response(
    body: bytes | str | dict[str, Any], status: str = "200 OK", kind: str = "application/json"
) -> Speak:
    """Return what says one whole response."""
    text = json.dumps(body) if isinstance(body, dict) else body
    content = text.encode() if isinstance(text, str) else text
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    return raw(head.encode() + content)


def raw(content: bytes) -> Speak:
    """Return what says these bytes and hangs up."""

    async def speak(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()

    return speak


def chat(text: Any, finish: Any = "stop", **message: Any) -> dict[str, Any]:
    """Return a chat completion."""
    words = {"role": "assistant", "content": text, **message}
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": words}],
        "usage": {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12},
    }
