"""What comes back from whatever answers at the model's address: text, or one error, in time."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

import pytest

from bot.errors import WriterFailed, WriterTrouble
from bot.ports import free_port
from bot.writer.client import Client, Completion
from bot.writer.parameters import MAX_ANSWER_TOKENS, MAX_RESPONSE_BYTES
from tests.peers.chat_model import Asked, ChatModel, Speak, chat, chat_model, raw, response

#: Seconds for which an answer is waited for where none comes, and where one does.
SHORT, LONG = 0.3, 20.0
SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
QUESTION = "Ai tặng Cờ thi đua của Chính phủ?"
MESSAGES = [{"role": "user", "content": QUESTION}]
TEXT = '{"text": "Chính phủ"}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNK = b" " * 65_536
GIGABYTE = 2**30


async def ask(address: str, seconds: float = LONG, key: str = "") -> Completion:
    client = Client(address, "m", key, seconds)
    try:
        # Nothing may hang, whatever the deadline inside says.
        async with asyncio.timeout(LONG * 2):
            return await client.complete(MESSAGES, SCHEMA)
    finally:
        await client.close()


def complete(speak: Speak, seconds: float = LONG, key: str = "") -> tuple[Completion, ChatModel]:
    async def run() -> tuple[Completion, ChatModel]:
        async with chat_model(speak) as model:
            return await ask(model.address, seconds, key), model

    return asyncio.run(run())


def trouble(speak: Speak, seconds: float = LONG) -> WriterTrouble:
    with pytest.raises(WriterFailed) as failed:
        complete(speak, seconds)
    assert QUESTION not in str(failed.value)
    assert failed.value.__cause__ is None
    return failed.value.kind


async def silent(asked: Asked, _: asyncio.StreamWriter) -> None:
    """Say nothing until the other side has hung up."""
    await asked.rest.read()


async def a_byte_at_a_time(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Say a JSON that never begins: each byte comes sooner than any pause would end the call."""
    writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"1\r\n \r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def a_header_at_a_time(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD)
    while not writer.is_closing():
        writer.write(b"X-More: 1\r\n" * 1000)
        await writer.drain()


async def echo(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Say again what one was told."""
    await response(chat(asked.body["messages"][0]["content"]))(asked, writer)


def test_its_words_and_what_they_took() -> None:
    completion, model = complete(response(chat(TEXT)), key="hush")
    assert completion == Completion(TEXT, 7, 5)
    (asked,) = model.asked
    assert asked.line == "POST /v1/chat/completions HTTP/1.1"
    assert asked.body == {
        "model": "m",
        "messages": MESSAGES,
        "temperature": 0,
        "max_tokens": MAX_ANSWER_TOKENS,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True},
        },
    }
    assert asked.headers["authorization"] == "Bearer hush"


def test_nothing_of_the_machine_or_its_environment_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = f"http://127.0.0.1:{free_port()}"
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"OPENAI_{name}", "hush")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Hush: hush")
    monkeypatch.setenv("OPENAI_BASE_URL", elsewhere)
    monkeypatch.setenv("HTTP_PROXY", elsewhere)
    (asked,) = complete(response(chat(TEXT)))[1].asked
    sent = {"host", "authorization", "content-type", "content-length", "accept", "accept-encoding"}
    assert set(asked.headers) == sent
    assert "hush" not in str(asked.headers)


@pytest.mark.parametrize(
    "message",
    [{"refusal": None, "tool_calls": []}, {"reasoning_content": "Hm."}, {"annotations": []}],
)
def test_what_servers_add_is_passed_over(message: dict[str, Any]) -> None:
    assert complete(response(chat(TEXT, **message)))[0].text == TEXT


def test_tokens_are_estimated_where_a_server_does_not_tell() -> None:
    completion, _ = complete(response({**chat(TEXT), "usage": None}))
    assert (completion.tokens_in, completion.tokens_out) == (17, 11)
    assert Client.estimate(MESSAGES) == 17 + MAX_ANSWER_TOKENS


@pytest.mark.parametrize(
    ("speak", "kind"),
    [
        pytest.param(silent, "timeout", id="never answers"),
        pytest.param(a_byte_at_a_time, "timeout", id="a byte at a time"),
        pytest.param(raw(HEAD + b"Content-Length: 9000\r\n\r\n{"), "unreachable", id="cut off"),
        pytest.param(raw(b""), "unreachable", id="hangs up"),
        pytest.param(raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "unreachable", id="no HTTP"),
        pytest.param(a_header_at_a_time, "unreachable", id="headers without end"),
        pytest.param(response("{}", "401 Unauthorized"), "refused", id="wrong key"),
        pytest.param(response("{}", "403 Forbidden"), "refused", id="forbidden"),
        pytest.param(response("<p>", "404 Not Found"), "refused", id="wrong address or model"),
        pytest.param(response("[" * 99_999, "400 Bad Request"), "refused", id="deep refusal"),
        pytest.param(
            response(b"\x78\x9c", "400 Bad Request", "text/plain; charset=zlib"),
            "refused",
            id="refusal in a charset that is none",
        ),
        pytest.param(
            response(chat(TEXT, refusal="No."), kind="application/json; charset=zlib"),
            "nonsense",
            id="answer in a charset that is none",
        ),
        pytest.param(response(chat(TEXT), "204 No Content"), "refused", id="no content"),
        pytest.param(response(chat(TEXT), "201 Created"), "refused", id="made something"),
        pytest.param(response("{}", "429 Too Many Requests"), "server_error", id="busy"),
        pytest.param(response("oh", "500 Internal Server Error"), "server_error", id="500"),
        pytest.param(response("", "503 Service Unavailable"), "server_error", id="loading"),
        pytest.param(response(chat("{", "length")), "too_long", id="not ended"),
        pytest.param(response(chat("x" * MAX_RESPONSE_BYTES)), "too_long", id="too many bytes"),
        pytest.param(response("<html>", kind="text/html"), "nonsense", id="HTML"),
        pytest.param(response("<html>"), "nonsense", id="HTML as JSON"),
        pytest.param(response('{"choices": ['), "nonsense", id="broken JSON"),
        pytest.param(response(b'{"choices": "\xff\xfe"}'), "nonsense", id="not UTF-8"),
        pytest.param(response("[" * 99_999), "nonsense", id="deep"),
        pytest.param(response(""), "nonsense", id="empty"),
        pytest.param(response("null"), "nonsense", id="null"),
        pytest.param(response({"choices": []}), "nonsense", id="no choice"),
        pytest.param(response({"choices": "none"}), "nonsense", id="wrong type"),
        pytest.param(response(chat(None)), "nonsense", id="no text"),
        pytest.param(response(chat("")), "nonsense", id="empty text"),
        pytest.param(response(chat(["a"])), "nonsense", id="text in parts"),
        pytest.param(response(chat("Chính phủ tặng.")), "nonsense", id="no JSON"),
        pytest.param(response(chat("[" * 99_999)), "nonsense", id="deep text"),
        pytest.param(response(chat(TEXT, "tool_calls")), "nonsense", id="ended for a tool"),
        pytest.param(response(chat(TEXT, "content_filter")), "nonsense", id="filtered"),
        pytest.param(response(chat(TEXT, None)), "nonsense", id="ended for nothing"),
        pytest.param(
            response(chat(None, tool_calls=[{"id": "1"}])), "nonsense", id="calls a tool"
        ),
        pytest.param(response(chat(TEXT, refusal="No.")), "nonsense", id="refuses"),
        pytest.param(
            response({**chat(TEXT), "usage": {"prompt_tokens": -1, "completion_tokens": 1}}),
            "nonsense",
            id="tokens below none",
        ),
        pytest.param(
            response({**chat(TEXT), "usage": {"prompt_tokens": 10**30, "completion_tokens": 1}}),
            "nonsense",
            id="tokens without end",
        ),
        pytest.param(echo, "nonsense", id="its own prompt"),
    ],
)  # fmt: skip
def test_whatever_is_no_answer_is_one_error(speak: Speak, kind: str) -> None:
    assert trouble(speak, SHORT if kind == "timeout" else LONG) == kind


@pytest.mark.parametrize("host", ["127.0.0.1", "a..b", "a" * 300, "-"])
def test_nobody_there(host: str) -> None:
    with pytest.raises(WriterFailed) as failed:
        asyncio.run(ask(f"http://{host}:{free_port()}/v1"))
    assert failed.value.kind == "unreachable"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_it_follows_nobody_elsewhere(status: str) -> None:
    async def run() -> list[Asked]:
        async with chat_model(response(chat(TEXT))) as other:
            head = f"HTTP/1.1 {status}\r\nLocation: {other.address}/chat/completions\r\n"
            async with chat_model(raw(f"{head}Content-Length: 0\r\n\r\n".encode())) as model:
                with pytest.raises(WriterFailed) as failed:
                    await ask(model.address)
            assert failed.value.kind == "refused"
            return other.asked

    assert asyncio.run(run()) == []


@pytest.mark.parametrize(
    ("status", "kind"), [("200 OK", "too_long"), ("500 Internal Server Error", "server_error")]
)
def test_of_a_gigabyte_little_is_read(status: str, kind: str) -> None:
    taken = 0

    async def gush(_: Asked, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {GIGABYTE}\r\n\r\n".encode())
        while taken < GIGABYTE:
            writer.write(CHUNK)
            await writer.drain()
            taken += len(CHUNK)

    assert trouble(gush) == kind
    # The machine's own buffers of both sides hold some megabytes.
    assert taken < 32 * 2**20


def test_what_is_packed_is_not_unpacked() -> None:
    packed = gzip.compress(json.dumps(chat(TEXT)).encode())
    head = HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    assert trouble(raw(head + packed)) == "nonsense"


def test_a_connection_that_was_given_up_is_no_other_answer_s() -> None:
    """After a call that was not waited for, the next asks anew and hears its own answer."""
    late = asyncio.Event()

    async def run() -> Completion:
        async def speak(asked: Asked, writer: asyncio.StreamWriter) -> None:
            if len(model.asked) == 1:
                await late.wait()
            await response(chat(json.dumps({"text": len(model.asked)})))(asked, writer)

        async with chat_model(speak) as model:
            client = Client(model.address, "m", "", SHORT)
            with pytest.raises(WriterFailed):
                await client.complete(MESSAGES, SCHEMA)
            late.set()
            answer = await client.complete(MESSAGES, SCHEMA)
            await client.close()
            return answer

    assert asyncio.run(run()).text == '{"text": 2}'
