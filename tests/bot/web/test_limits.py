"""What is beyond the limits is refused at once, with how long to wait; this machine's own programs are not counted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.app import create_app
from bot.delivery.limits import ConcurrencyLimit, RateLimiter
from bot.delivery.parameters import REQUESTS_PER_MINUTE
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import ScriptedDialogue, UserMessage
from bot.operations.feedback import FeedbackLog
from bot.operations.metrics import Metrics
from bot.settings import read_settings
from bot.storage.opening import open_file
from bot.web import messages_api
from bot.web.client_address import is_loopback, rate_limit_key
from knowledge.library import Library


@pytest.mark.parametrize(
    ("host", "local"), [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("127.9.9.9", True), ("10.0.0.5", False), ("testclient", False), ("", False)]
)  # fmt: skip
def test_what_is_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) is local


@pytest.mark.parametrize(
    ("host", "source"),
    [
        ("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"), ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"), ("testclient", "testclient"),
    ],
)  # fmt: skip
def test_whom_an_address_stands_for(host: str, source: str) -> None:
    assert rate_limit_key(host) == source


def test_a_person_over_the_limit_is_refused_politely_and_others_are_not(
    library: Library, tmp_path: Path
) -> None:
    settings = read_settings({"THIDUA_VAR": str(tmp_path), "THIDUA_MOST_A_MINUTE": "3"})
    with TestClient(
        create_app(settings, library, ScriptedDialogue({})), client=("203.0.113.9", 1)
    ) as client:
        replies = [
            client.post("/api/messages", json={"conversation": "c", "text": "chào"})
            for _ in range(4)
        ]
        assert [reply.status_code for reply in replies] == [200, 200, 200, 429]
        assert 1 <= int(replies[-1].headers["Retry-After"]) <= 60
        assert "Anh/chị" in replies[-1].json()["error"]
        assert (
            client.post("/api/messages", json={"conversation": "d", "text": "chào"}).status_code
            == 200
        )
    with TestClient(
        create_app(settings, library, ScriptedDialogue({})), client=("127.0.0.1", 1)
    ) as client:
        replies = [
            client.post("/api/messages", json={"conversation": "c", "text": "chào"})
            for _ in range(9)
        ]
        assert {reply.status_code for reply in replies} == {200}
        assert 'thidua_refused_total{why="person"}' not in client.get("/metrics").text


def test_an_address_that_asks_too_much_is_refused_but_may_look_whether_all_is_well(
    library: Library, tmp_path: Path
) -> None:
    settings = read_settings({"THIDUA_VAR": str(tmp_path), "THIDUA_ADMIN_TOKEN": "operator"})
    with TestClient(
        create_app(settings, library, ScriptedDialogue({})), client=("203.0.113.9", 1)
    ) as client:
        statuses = [
            client.get("/api/documents").status_code for _ in range(REQUESTS_PER_MINUTE + 1)
        ]
        assert statuses[-2:] == [200, 429]
        assert client.get("/health").status_code == 200
        figures = client.get("/metrics", headers={"Authorization": "Bearer operator"}).text
        assert 'thidua_refused_total{why="address"} 1.0' in figures


class Held:
    """A dialogue whose answers wait until they are let go."""

    def __init__(self) -> None:
        self.asked, self.go = asyncio.Event(), asyncio.Event()

    async def ask(self, message: UserMessage) -> list[Answer]:
        self.asked.set()
        await self.go.wait()
        return [plain_answer("answered", message.text, None)]

    async def ready(self) -> bool:
        return True

    async def forget(self, conversation: str) -> None:
        """Keeps nothing."""


def test_beyond_the_crowd_a_browser_is_told_when_to_come_back() -> None:
    async def run() -> tuple[httpx.Response, httpx.Response]:
        held, app, metrics = Held(), FastAPI(), Metrics()
        feedback = FeedbackLog(open_file())
        app.include_router(
            messages_api.router(
                messages_api.WebResponder(
                    held, feedback, ConcurrencyLimit(concurrent=1, max_turns=1)
                ),
                feedback,
                metrics,
                RateLimiter(20),
            )
        )
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://a"
        ) as client:

            async def ask(who: str) -> httpx.Response:
                return await client.post(
                    "/api/messages", json={"conversation": who, "text": "chào"}
                )

            first = asyncio.create_task(ask("a"))
            await held.asked.wait()
            refused = await ask("b")
            held.go.set()
            assert b'thidua_refused_total{why="crowd"} 1.0' in metrics.exposition()
            return refused, await first

    refused, answered = asyncio.run(run())
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "Anh/chị" in refused.json()["error"]
    assert answered.status_code == 200
