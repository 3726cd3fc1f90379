"""What goes wrong is answered by the protocol's errors, and tells a log nothing of what was asked."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp_types import INVALID_PARAMS, ErrorData

from bot.delivery.limits import RateLimiter
from bot.delivery.notices import TOO_MANY_MESSAGES, UNAVAILABLE
from bot.mcp.parameters import BUSY
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.bot.mcp.calling import call, refusal, server_of, text_of

PHONE = "0912345678"


@pytest.mark.parametrize(
    ("name", "arguments", "field"),
    [
        ("hoi", {}, "text"),
        ("hoi", {"text": ""}, "text"),
        ("hoi", {"text": "a" * 2001}, "text"),
        ("hoi", {"text": 5}, "text"),
        ("hoi", {"text": "a", "as_of": "21/11/2026"}, "as_of"),
        ("hoi", {"text": "a", "as_of": 20_000}, "as_of"),
        ("hoi", {"text": "a", "as_of": "0001-01-01"}, "as_of"),
        ("tim", {"query": "a" * 501}, "query"),
        ("tim", {"query": "a", "limit": 0}, "limit"),
        ("tim", {"query": "a", "limit": 21}, "limit"),
        ("tim", {"query": "a", "year": 12_345}, "year"),
        ("tim", {"query": "a", "place": "b" * 101}, "place"),
        ("van_ban", {"document_id": "x" * 201}, "document_id"),
        ("van_ban", {"document_id": "x", "passage": -1}, "passage"),
        ("van_ban", {"document_id": "x", "start": 2**31}, "start"),
        ("danh_hieu", {"award": "a", "recipient": "everybody"}, "recipient"),
    ],
)
def test_arguments_out_of_bounds_are_the_tool_s_error(
    library: Library, name: str, arguments: dict[str, Any], field: str
) -> None:
    result = call(library, name, **arguments)
    assert result.is_error
    assert f"\n{field}\n" in text_of(result)


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("van_ban", {"document_id": "không-có"}, "Không có văn bản nào mang mã 'không-có'."),
        (
            "van_ban",
            {"document_id": "cho-don-2022", "passage": 9999},
            "Văn bản 'cho-don-2022' không có đoạn số 9999.",
        ),
        (
            "van_ban",
            {"document_id": "cho-don-2022", "start": 999_999},
            "Văn bản 'cho-don-2022' chỉ có 4081 ký tự.",
        ),
        (
            "danh_hieu",
            {"award": "xyzt"},
            "Không có danh hiệu, hình thức khen thưởng nào tên là “xyzt”.",
        ),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(
    starter: Library, name: str, arguments: dict[str, Any], sentence: str
) -> None:
    result = call(starter, name, **arguments)
    assert (result.is_error, text_of(result)) == (True, sentence)


def test_an_unknown_tool_is_an_error_of_the_protocol(library: Library) -> None:
    async def run() -> ErrorData:
        async with Client(server_of(library)) as client:
            return await refusal(client, "xoa_het", {})

    error = asyncio.run(run())
    assert (error.code, error.message) == (
        INVALID_PARAMS,
        "Không có công cụ nào tên là 'xoa_het'.",
    )


def test_a_flood_is_limited_as_people_are(library: Library) -> None:
    async def run() -> ErrorData:
        async with Client(server_of(library, RateLimiter(3))) as client:
            for _ in range(3):
                assert not (await client.call_tool("hoi", {"text": "chủ đề"})).is_error
            # Listing is free: a client does it by itself.
            assert (await client.list_tools()).tools
            return await refusal(client, "hoi", {"text": "chủ đề"})

    error = asyncio.run(run())
    assert (error.code, error.message) == (BUSY, TOO_MANY_MESSAGES)
    assert 0 < error.data["retryAfter"] <= 60


def test_a_spoilt_store_is_told_as_unavailable_and_no_log_holds_what_was_asked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "knowledge.db"
    library = Library(Store(path), SeededEncoder())
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DROP TABLE documents")
        other.execute("DROP TABLE state")
    with caplog.at_level(logging.DEBUG):
        for name, arguments in {
            "hoi": {"text": f"bí mật của {PHONE}"},
            "tim": {"query": f"bí mật của {PHONE}"},
            "van_ban": {"document_id": f"bí-mật-{PHONE}"},
        }.items():
            result = call(library, name, **arguments)
            assert (result.is_error, text_of(result)) == (True, UNAVAILABLE)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert [line.partition(":")[0] for line in ours] == ["hoi", "tim", "van_ban"]
    assert PHONE not in caplog.text
    assert "bí mật" not in caplog.text


def test_numbers_of_people_are_masked_before_anything_is_asked(
    starter: Library, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        result = call(starter, "hoi", text=f"Chủ đề của {PHONE} ở Cà Mau?")
    assert not result.is_error
    assert PHONE not in text_of(result)
    assert PHONE not in str(result.structured_content)
    assert PHONE not in caplog.text
