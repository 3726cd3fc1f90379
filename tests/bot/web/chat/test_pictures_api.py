"""A picture over HTTP: within bounds, once, answered as a message is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.delivery.limits import ConcurrencyLimit, RateLimiter
from bot.dialogue.dialogue import ScriptedDialogue
from bot.operations.feedback import FeedbackLog
from bot.operations.metrics import Metrics
from bot.pictures import notices
from bot.pictures.parameters import MAX_PICTURE_BYTES
from bot.pictures.picture_dialogue import PictureDialogue
from bot.pictures.picture_reader import PNG, PictureReading, ScriptedReader
from bot.storage.opening import open_file
from bot.web.chat import pictures_api
from bot.web.messages_api import WebResponder
from bot.web.parameters import MAX_PICTURES, PICTURES_PER_ADDRESS
from tests.answers import make_answer

PICTURE = PNG + b"a plan"
READ, THEN = make_answer("Trong ảnh: Kế hoạch 15."), make_answer("Tóm tắt.")


def app() -> FastAPI:
    reader = ScriptedReader({PICTURE: PictureReading(READ, "Tóm tắt Kế hoạch 15")})
    dialogue = PictureDialogue(
        ScriptedDialogue({"Tóm tắt Kế hoạch 15": THEN}), reader, RateLimiter(99)
    )
    responder = WebResponder(dialogue, FeedbackLog(open_file()), ConcurrencyLimit())
    app = FastAPI()
    app.include_router(pictures_api.router(responder, Metrics(), None))
    return app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(app(), client=("127.0.0.1", 1)) as client:
        yield client


def post(client: TestClient, picture: bytes, **query: str) -> httpx.Response:
    return client.post("/api/pictures", params={"conversation": "c", **query}, content=picture)


def test_a_picture_is_answered_as_a_message_is(client: TestClient) -> None:
    response = post(client, PICTURE)
    assert response.json() == {"conversation": "c", "answers": [READ.as_json(), THEN.as_json()]}


@pytest.mark.parametrize(
    ("picture", "query", "status", "said"),
    [
        (b"", {}, 200, notices.BROKEN),
        (b"<svg/>", {}, 200, notices.WRONG_TYPE),
        (PNG, {}, 200, notices.NO_TEXT),
        (PNG + bytes(MAX_PICTURE_BYTES), {}, 413, notices.TOO_LARGE),
        (PICTURE, {"conversation": "a b"}, 400, "conversation"),
        (PICTURE, {"id": "a b"}, 400, "id"),
        (PICTURE, {"as_of": "hôm nay"}, 400, "as_of"),
        (PICTURE, {"text": "x" * 9_000}, 200, "Kế hoạch 15"),
    ],
)
def test_what_is_refused(
    client: TestClient, picture: bytes, query: dict[str, str], status: int, said: str
) -> None:
    response = post(client, picture, **query)
    assert response.status_code == status
    assert said in response.text


def test_an_address_sends_so_many_a_minute() -> None:
    with TestClient(app(), client=("203.0.113.9", 1)) as client:
        codes = [
            post(client, PICTURE, conversation=f"c{number}").status_code
            for number in range(PICTURES_PER_ADDRESS + 1)
        ]
    assert codes == [200] * PICTURES_PER_ADDRESS + [429]


def test_so_many_come_in_at_once_and_who_is_too_slow_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def trickle(end: asyncio.Event) -> AsyncIterator[bytes]:
        yield PNG
        await end.wait()

    async def scene() -> tuple[httpx.Response, list[int]]:
        transport = httpx.ASGITransport(app(), client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://a") as client:
            end = asyncio.Event()
            slow = [
                asyncio.create_task(
                    client.post(f"/api/pictures?conversation=c{number}", content=trickle(end))
                )
                for number in range(MAX_PICTURES)
            ]
            while (
                crowded := await client.post("/api/pictures?conversation=d", content=PICTURE)
            ).is_success:
                await asyncio.sleep(0)
            return crowded, [response.status_code for response in await asyncio.gather(*slow)]

    monkeypatch.setattr(pictures_api, "MAX_UPLOAD_SECONDS", 0.2)
    crowded, codes = asyncio.run(scene())
    assert crowded.status_code == 503
    assert crowded.headers["Retry-After"]
    assert codes == [408] * MAX_PICTURES


def test_a_picture_sent_again_under_its_id_is_read_once(client: TestClient) -> None:
    first = post(client, PICTURE, id="q1")
    # The same id with other bytes: nothing is read anew.
    assert post(client, PNG, id="q1").json() == first.json()


def test_nothing_of_a_picture_is_on_disk(client: TestClient, tmp_path: Path) -> None:
    post(client, PICTURE)
    assert list(tmp_path.iterdir()) == []
