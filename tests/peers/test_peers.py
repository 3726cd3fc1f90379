"""The channels against programs not written here: two emulators of Telegram, three clients of Zalo.

They live in an environment of their own (`scripts/set-up peers`); without it these tests are
skipped, never with CI=true.
"""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.pictures import notices
from bot.ports import free_port
from bot.settings import ROOT, read_settings
from knowledge.library import Library
from tests.bot.channels.harness import LONG, SCRIPT
from tests.peers import zalo as za
from tests.peers.serving import served
from tests.pictures import SVG
from tests.waiting import until

CLIENTS = ROOT / "tests" / "peers" / "clients"
PYTHON = ROOT / "var" / "env" / "peers" / "bin" / "python"
NODE = ROOT / "var" / "env" / "node" / "node_modules"
START_SECONDS = 90


def needs(path: Path, what: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        not path.exists() and not os.environ.get("CI"), reason=f"{what} is not installed here"
    )


def answers(address: str, path: str = "/") -> bool:
    try:
        httpx.get(f"{address}{path}", trust_env=False)
    except httpx.HTTPError:
        return False
    return True


@contextmanager
def running(command: list[str], address: str, **environment: str) -> Iterator[None]:
    """Run a server of someone else's until the test is over."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )  # fmt: skip
    try:
        assert until(lambda: answers(address), START_SECONDS), command
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait()


@contextmanager
def assistant(library: Library, folder: Path, **given: str) -> Iterator[str]:
    settings = read_settings(
        {"THIDUA_VAR": str(folder), "THIDUA_TELEGRAM_TOKEN": "123:abc", **given}
    )
    with served(create_app(settings, library, ScriptedDialogue(SCRIPT))) as address:
        yield address


# telemelya: webhook


class Telemelya:
    """One person's side of telemelya."""

    def __init__(self, address: str, session: str) -> None:
        headers = {"Authorization": "Bearer k", "X-Test-Session": session}
        self._client = httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=20)

    def say(self, chat: int, **what: Any) -> None:
        body = {"chat_id": chat, **what}
        response = self._client.post(
            "/api/v1/test/send_update", params={"bot_token": "123:abc"}, json=body
        )
        assert response.status_code < 300, response.text

    def show(self, chat: int, picture: bytes) -> None:
        """Send a photo, whose bytes the emulator then gives out."""
        file = {"file": ("plan.jpg", picture, "image/jpeg")}
        kept = self._client.post("/api/v1/test/upload_media", files=file)
        self.say(chat, photo_file_id=kept.json()["file_id"])

    def heard(self, count: int) -> list[dict[str, Any]]:
        def messages() -> list[dict[str, Any]]:
            response = self._client.get("/api/v1/test/responses").json()["responses"]
            return [call for call in response if call["method"] == "sendMessage"]

        until(lambda: len(messages()) >= count)
        return messages()

    def close(self) -> None:
        self._client.close()


@contextmanager
def forwarded(secret: str) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Stand between telemelya, which sends no secret, and the assistant, which demands one."""
    app, goal = FastAPI(), {"address": ""}

    @app.post("/channels/telegram")
    async def forward(request: Request) -> Response:
        async with httpx.AsyncClient(trust_env=False) as client:
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
            address = f"{goal['address']}/channels/telegram"
            response = await client.post(address, content=await request.body(), headers=headers)
        return Response(response.content, response.status_code)

    with served(app) as address:
        yield address, lambda to: goal.update(address=to)


@needs(PYTHON, "telemelya")
def test_telemelya_holds_a_conversation_by_webhook(library: Library, tmp_path: Path) -> None:
    port, redis, s3 = free_port(), free_port(), free_port()
    mock = f"http://127.0.0.1:{port}"
    command = [str(CLIENTS / "telemelya.sh"), str(PYTHON), str(port), str(redis), str(s3)]
    with (
        running(command, mock),
        forwarded("s3cret") as (door, towards),
        assistant(
            library, tmp_path, THIDUA_TELEGRAM_SECRET="s3cret", THIDUA_TELEGRAM_API=mock
        ) as address,
    ):
        towards(address)
        set_up = httpx.post(
            f"{mock}/bot123:abc/setWebhook",
            json={"url": f"{door}/channels/telegram"},
            trust_env=False,
        )
        assert set_up.json()["ok"]
        person = Telemelya(mock, "s1")
        person.say(7, text="chủ đề")
        (first,) = person.heard(1)
        assert first["text"].startswith("Chủ đề là “&lt;Đổi mới&gt; &amp; sáng tạo”.")
        markup = first["reply_markup"]
        rows = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
        person.say(
            7, callback_data=rows[1][0]["callback_data"], callback_message_id=first["message_id"]
        )
        assert person.heard(2)[1]["text"] == "Người lao động."
        person.say(7, command="/start")
        assert person.heard(3)[2]["text"] == "Tôi là máy."
        person.say(7, text="dài")
        long = [one["text"] for one in person.heard(5)[3:]]
        assert " ".join(long).split() == LONG.split()
        person.show(7, SVG)
        assert person.heard(6)[5]["text"] == html.escape(notices.WRONG_TYPE, quote=False)
        person.close()


# telegram-test-api: polling


@needs(NODE / "telegram-test-api", "telegram-test-api")
@pytest.mark.skipif(
    not shutil.which("node") and not os.environ.get("CI"), reason="Node is not installed here"
)
def test_telegram_test_api_holds_a_conversation_by_polling(
    library: Library, tmp_path: Path
) -> None:
    port = free_port()
    mock = f"http://127.0.0.1:{port}"
    who = {"id": 7, "first_name": "Lan", "username": "lan", "is_bot": False}
    message = {
        "botToken": "123:abc",
        "from": who,
        "chat": {"id": 7, "type": "private", "first_name": "Lan"},
    }
    with (
        running(
            ["node", str(CLIENTS / "telegram_test_api.js"), str(port)], mock, NODE_PATH=str(NODE)
        ),
        assistant(library, tmp_path, THIDUA_TELEGRAM_MODE="polling", THIDUA_TELEGRAM_API=mock),
        httpx.Client(base_url=mock, trust_env=False, timeout=20) as person,
    ):

        def heard() -> list[dict[str, Any]]:
            response = person.post("/getUpdates", json={"token": "123:abc", "chatId": 7}).json()
            return [item["message"] for item in response.get("result", [])]

        # One that python-telegram-bot cannot read does not hold up the next.
        broken = {**message, "from": {"id": 7, "first_name": "Lan"}}
        person.post("/sendMessage", json={**broken, "date": 1, "text": "hỏng"})
        person.post("/sendMessage", json={**message, "date": 1, "text": "chủ đề"})
        (first,) = until(heard)
        assert first["text"].startswith("Chủ đề là “&lt;Đổi mới&gt;")
        markup = first["reply_markup"]
        rows = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
        pressed = {
            "botToken": "123:abc",
            "from": who,
            "message": {"chat": message["chat"]},
            "date": 1,
        }
        person.post("/sendCallback", json={**pressed, "data": rows[1][0]["callback_data"]})
        assert [one["text"] for one in until(heard)] == ["Người lao động."]


# Zalo's clients


@needs(PYTHON, "zalo_sdk")
def test_zalo_s_clients_prove_the_stand_in() -> None:
    peer = za.Zalo()
    heard = {"event_name": "message.text.received", "message": {
        "from": {"id": "7", "display_name": "Lan", "is_bot": False}, "chat": {"id": "7", "chat_type": "PRIVATE"},
        "text": "Xin chào", "message_id": "1", "date": 1750316131602, "message_type": "CHAT_TEXT",
    }}  # fmt: skip
    peer.updates = [heard, heard]
    with served(za.app_of(peer)) as address:
        command = [str(PYTHON), str(CLIENTS / "zalo_clients.py"), address, peer.access]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert results["oa"] == "sent"
    assert "-216" in results["oa_worn"]
    assert (results["bot"]["me"], results["bot"]["heard"]) == ("bot.test", "Xin chào")
    assert (results["mcp"]["heard"], results["mcp"]["idle"]) == ("Xin chào", None)
    texts = [one.get("text") or one["message"]["text"] for one in peer.sent]
    assert texts == [
        "Xin chào từ zalo_sdk",
        "Xin chào từ python-zalo-bot",
        "Xin chào từ zalo-bot-mcp",
    ]
    assert peer.sent[0]["message"]["quote_message_id"] == "m1"
