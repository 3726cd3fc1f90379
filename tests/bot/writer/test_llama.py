"""The writer beside a real server of the protocol, llama.cpp: what it asks for is what it gets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest

from bot.errors import WriterFailed
from bot.operations.metrics import Metrics
from bot.settings import read_settings
from bot.vietnam_time import today
from bot.writer import open_writer
from bot.writer.client import Client, Completion
from bot.writer.counts import WriterCounts
from database import Database
from tests.peers.llama import KEY, llama_server, needs_llama

pytestmark = needs_llama
#: Seconds for which a small model may take on a machine that does other things.
PATIENT = 120.0
MESSAGES = [
    {"role": "system", "content": "Answer as JSON."},
    {"role": "user", "content": "Danh hiệu nào cho cá nhân?"},
]
#: What no model would write by itself.
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "maxLength": 12},
                    "source": {"enum": ["P1", "P2"]},
                },
                "required": ["text", "source"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    with llama_server() as given:
        yield given


async def ask(client: Client) -> Completion:
    try:
        return await client.complete(MESSAGES, SCHEMA)
    finally:
        await client.close()


def test_it_writes_by_the_schema(llama: str) -> None:
    completion = asyncio.run(ask(Client(llama, "smollm2", KEY, PATIENT)))
    written = json.loads(completion.text)
    jsonschema.validate(written, SCHEMA)
    assert written["sentences"][0]["source"] in ("P1", "P2")
    assert 0 < completion.tokens_in < Client.estimate(MESSAGES)
    assert completion.tokens_out > 0


@pytest.mark.parametrize(
    ("client", "kind"),
    [
        ({"key": "wrong"}, "refused"),
        ({"key": ""}, "refused"),
        ({"seconds": 0.05}, "timeout"),
        ({"most_tokens": 5}, "too_long"),
    ],
)
def test_what_it_does_not_write_to_the_end(llama: str, client: dict[str, Any], kind: str) -> None:
    given = {"key": KEY, "seconds": PATIENT, **client}
    with pytest.raises(WriterFailed) as failed:
        asyncio.run(ask(Client(llama, "smollm2", **given)))
    assert failed.value.kind == kind


def test_another_path_is_refused(llama: str) -> None:
    with pytest.raises(WriterFailed, match="404") as failed:
        asyncio.run(ask(Client(f"{llama}/v2", "smollm2", KEY, PATIENT)))
    assert failed.value.kind == "refused"


def test_what_it_took_is_counted(llama: str, conversations: Database) -> None:
    given = {"URL": llama, "MODEL": "smollm2", "KEY": KEY}
    settings = read_settings({f"THIDUA_WRITER_{name}": value for name, value in given.items()})
    # A test machine may be busy for longer than people would wait.
    patient = settings.writer.model_copy(update={"seconds": int(PATIENT)})

    async def run() -> str | None:
        writer = open_writer(settings.replace(writer=patient), conversations, Metrics())
        assert writer
        words = await writer.write(MESSAGES, SCHEMA)
        await writer.close()
        return words

    assert asyncio.run(run())
    found = WriterCounts(conversations).of_day(today().isoformat())
    assert (found["asked"], found["calls"]) == (1, 1)
    assert found["tokens"] == found["tokens_in"] + found["tokens_out"] > 0
