"""The writer as a whole: words where it may be asked and answers, nothing else; and what it counts."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.errors import WriterTrouble
from bot.operations.health import ComponentStatus
from bot.operations.metrics import Metrics
from bot.operations.report.writing import REASON_LABELS
from bot.settings import ROOT, Settings, read_settings
from bot.storage.opening import open_file
from bot.vietnam_time import today
from bot.writer import Writer, open_writer
from bot.writer.counts import WriterCounts
from bot.writer.parameters import FAILURES, MAX_ANSWER_TOKENS, MAX_CALLS
from bot.writer.writer import BUDGET, BUSY, REJECTED, RESTING, UNCOUNTED
from database import Database
from tests.peers.chat_model import Asked, ChatModel, Speak, chat, chat_model, response

MESSAGES = [{"role": "user", "content": "Ai tặng?"}]
#: Tokens that a call with them reserves.
RESERVED = 5 + MAX_ANSWER_TOKENS
SCHEMA = {"type": "object"}
WORDS = '{"text": "Chính phủ"}'
T = TypeVar("T")


def settings(address: str, **given: str) -> Settings:
    variables = {"URL": address, "MODEL": "qwen", "KEY": "hush-hush", **given}
    return read_settings({f"THIDUA_WRITER_{name}": value for name, value in variables.items()})


def with_writer(
    speak: Speak,
    use: Callable[[Writer, ChatModel], Awaitable[T]],
    database: Database,
    metrics: Metrics | None = None,
    **given: str,
) -> T:
    async def run() -> T:
        async with chat_model(speak) as model:
            writer = open_writer(settings(model.address, **given), database, metrics or Metrics())
            assert writer
            try:
                return await use(writer, model)
            finally:
                await writer.close()

    return asyncio.run(run())


def counted(database: Database) -> dict[str, float]:
    return WriterCounts(database).of_day(today().isoformat())


def figures(metrics: Metrics) -> Mapping[tuple[str, ...], float]:
    families = text_string_to_metric_families(metrics.exposition().decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
        if sample.name.startswith("thidua_writer")
    }


def test_without_a_server_there_is_none_and_openai_is_not_loaded() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        code = "import sys, bot.app, bot.writer; print('openai' in sys.modules)"
        loaded = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
        )
    assert loaded.stdout == "False\n"
    assert open_writer(read_settings({}), open_file(), Metrics()) is None


def test_its_words_are_counted(conversations: Database) -> None:
    metrics = Metrics()

    async def use(writer: Writer, _: ChatModel) -> list[str | None]:
        words = [await writer.write(MESSAGES, SCHEMA) for _ in range(3)]
        await writer.note(True, {})
        await writer.note(True, {"number": 2})
        await writer.note(False, {"number": 1, "source": 1})
        assert writer.status() == ComponentStatus("ok", "qwen")
        return words

    given = {"PRICE": "1000000"}
    assert with_writer(response(chat(WORDS)), use, conversations, metrics, **given) == [WORDS] * 3
    found = counted(conversations)
    assert found.pop("seconds") > 0
    assert found == {
        "asked": 3,
        "calls": 3,
        "outcome.used": 2,
        "outcome.rejected": 1,
        "sentence.number": 3,
        "sentence.source": 1,
        "tokens_in": 21,
        "tokens_out": 15,
        "tokens": 36,
        "spend": 36.0,
    }
    told = figures(metrics)
    assert told["thidua_writer_turns_total", "used"] == 2
    assert told["thidua_writer_turns_total", "rejected"] == 1
    assert told["thidua_writer_tokens_total", "read"] == 21
    assert told["thidua_writer_rejected_total", "number"] == 3
    assert told["thidua_writer_breaker", "closed"] == 1
    assert b'thidua_stage_seconds_count{stage="writer"} 3.0' in metrics.exposition()


def test_a_server_that_fails_is_left_alone(conversations: Database) -> None:
    metrics = Metrics()

    async def use(writer: Writer, model: ChatModel) -> int:
        words = [await writer.write(MESSAGES, SCHEMA) for _ in range(FAILURES + 2)]
        assert words == [None] * (FAILURES + 2)
        assert writer.status().state == "failing"
        return len(model.asked)

    speak = response("{}", "500 Internal Server Error")
    assert with_writer(speak, use, conversations, metrics) == FAILURES
    found = counted(conversations)
    assert (found["asked"], found["calls"]) == (FAILURES + 2, FAILURES)
    assert (found["outcome.server_error"], found["outcome.resting"]) == (FAILURES, 2)
    # The server may have worked: what was reserved stays counted.
    assert found["tokens"] == FAILURES * RESERVED
    assert figures(metrics)["thidua_writer_breaker", "open"] == 1


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("401 Unauthorized", "không nhận khóa (THIDUA_WRITER_KEY)"),
        ("404 Not Found", "lỗi 404 (THIDUA_WRITER_URL, THIDUA_WRITER_MODEL)"),
    ],
)
def test_what_is_set_wrongly_is_told_once(
    conversations: Database, caplog: pytest.LogCaptureFixture, status: str, sentence: str
) -> None:
    async def use(writer: Writer, _: ChatModel) -> ComponentStatus:
        for _time in range(2):
            assert await writer.write(MESSAGES, SCHEMA) is None
        return writer.status()

    with caplog.at_level(logging.INFO, "bot"):
        stands = with_writer(response('{"error": "Ai tặng?"}', status), use, conversations)
    assert stands.state == "failing"
    assert sentence in stands.why
    (line,) = (record.getMessage() for record in caplog.records)
    assert sentence in line
    assert "hush" not in caplog.text
    assert "Ai tặng" not in caplog.text
    assert counted(conversations)["tokens"] == 0


def test_one_failure_among_others_is_no_state_of_the_server(conversations: Database) -> None:
    async def use(writer: Writer, _: ChatModel) -> ComponentStatus:
        assert await writer.write(MESSAGES, SCHEMA) is None
        return writer.status()

    assert with_writer(response("<html>"), use, conversations) == ComponentStatus("ok", "qwen")


def test_after_a_failure_words_come_again(conversations: Database) -> None:
    async def speak(asked: Asked, writer: asyncio.StreamWriter) -> None:
        is_first = len(asking) == 0
        asking.append(asked)
        await response("{}" if is_first else chat(WORDS), "401 No" if is_first else "200 OK")(
            asked, writer
        )

    async def use(writer: Writer, _: ChatModel) -> list[Any]:
        return [await writer.write(MESSAGES, SCHEMA) for _ in range(2)] + [writer.status().state]

    asking: list[Asked] = []
    assert with_writer(speak, use, conversations) == [None, WORDS, "ok"]


def test_who_finds_it_busy_goes_on_without_at_once(conversations: Database) -> None:
    async def run() -> tuple[list[str | None], int]:
        free, all_there = asyncio.Event(), asyncio.Event()

        async def speak(asked: Asked, writer: asyncio.StreamWriter) -> None:
            if len(model.asked) == MAX_CALLS:
                all_there.set()
            await free.wait()
            await response(chat(WORDS))(asked, writer)

        async with chat_model(speak) as model:
            writer = open_writer(settings(model.address, SECONDS="6"), conversations, Metrics())
            assert writer
            held = [asyncio.create_task(writer.write(MESSAGES, SCHEMA)) for _ in range(MAX_CALLS)]
            await all_there.wait()
            late = await writer.write(MESSAGES, SCHEMA)
            free.set()
            words = [late, *await asyncio.gather(*held)]
            await writer.close()
            return words, len(model.asked)

    assert asyncio.run(run()) == ([None, *[WORDS] * MAX_CALLS], MAX_CALLS)
    assert counted(conversations)["outcome.busy"] == 1


def test_when_the_day_s_tokens_are_used_it_is_not_asked(conversations: Database) -> None:
    async def use(writer: Writer, model: ChatModel) -> tuple[list[str | None], int, str]:
        words = [await writer.write(MESSAGES, SCHEMA) for _ in range(3)]
        return words, len(model.asked), writer.status().why

    # Two calls take 12 each; a third would reserve more than is left.
    given = {"TOKENS_A_DAY": str(RESERVED + 12)}
    words, asked, why = with_writer(response(chat(WORDS)), use, conversations, **given)
    assert (words, asked) == ([WORDS, WORDS, None], 2)
    assert why == "qwen; đã dùng hết hạn mức hôm nay"
    assert counted(conversations)["outcome.budget"] == 1


def test_what_cannot_be_counted_is_not_asked(conversations: Database) -> None:
    """Without its counts nothing holds the day's bound; the person is answered all the same."""
    with conversations.writing() as connection:
        connection.execute(text("DROP TABLE writer_counts"))

    async def use(writer: Writer, model: ChatModel) -> tuple[str | None, int]:
        words = await writer.write(MESSAGES, SCHEMA)
        await writer.note(True, {"number": 1})
        return words, len(model.asked)

    metrics = Metrics()
    assert with_writer(response(chat(WORDS)), use, conversations, metrics) == (None, 0)
    assert figures(metrics)["thidua_writer_turns_total", "uncounted"] == 1


def test_a_call_that_is_given_up_lets_the_next_in(conversations: Database) -> None:
    async def run() -> str | None:
        came = asyncio.Event()

        async def speak(asked: Asked, writer: asyncio.StreamWriter) -> None:
            came.set()
            if len(model.asked) > 1:
                await response(chat(json.dumps({})))(asked, writer)

        async with chat_model(speak) as model:
            writer = open_writer(settings(model.address), conversations, Metrics())
            assert writer
            given_up = asyncio.create_task(writer.write(MESSAGES, SCHEMA))
            await came.wait()
            given_up.cancel()
            await asyncio.gather(given_up, return_exceptions=True)
            words = await writer.write(MESSAGES, SCHEMA)
            await writer.close()
            return words

    assert asyncio.run(run()) == "{}"


def test_an_operator_reads_every_reason_in_words() -> None:
    assert {*WriterTrouble, REJECTED, BUSY, RESTING, BUDGET, UNCOUNTED} == set(REASON_LABELS)
