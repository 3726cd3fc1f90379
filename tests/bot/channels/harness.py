"""One channel under test: how a person's message gets in, and what has come out.

The apps' servers are stand-ins that are served over HTTP (tests/peers); nothing sleeps.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from bot.channels.factory import open_channels, open_delivery
from bot.channels.memory import SECRET_HEADER as MEMORY_HEADER
from bot.channels.memory import MemoryChannel
from bot.channels.registry import ChannelRegistry
from bot.delivery.inbox import Inbox
from bot.delivery.limits import RateLimiter
from bot.dialogue.answers import Answer, Button, plain_answer
from bot.dialogue.dialogue import ScriptedDialogue
from bot.operations.metrics import Metrics
from bot.pictures.picture_dialogue import PictureDialogue
from bot.pictures.picture_reader import PNG, PictureReading, ScriptedReader
from bot.settings import read_settings
from bot.storage.leases import OwnLeases
from bot.storage.opening import open_conversations
from bot.web import webhooks
from tests.answers import make_answer, make_citation
from tests.peers import telegram as tg
from tests.peers import zalo as za
from tests.peers.serving import served

APP, OA_SECRET, BOT_SECRET = "431954545803004074", "OA_SECRET_FOR_TEST", "s3cret-long"
TELEGRAM_SECRET, MEMORY_SECRET = "s3cret", "s3cret-memory"
TELEGRAM_HEADER, BOT_HEADER = "X-Telegram-Bot-Api-Secret-Token", "X-Bot-Api-Secret-Token"
#: What proves a request of any channel but Zalo's Official Account, whose requests are signed.
PROOFS = {
    TELEGRAM_HEADER: TELEGRAM_SECRET, BOT_HEADER: BOT_SECRET, MEMORY_HEADER: MEMORY_SECRET,
}  # fmt: skip
LONG = "Nội dung thứ nhất của phong trào thi đua năm nay là một câu dài. " * 90
PAYLOAD = "Khen thưởng của Cụm thi đua các tỉnh Trung du và miền núi phía Bắc ưu tiên những ai?"
SCRIPT: dict[str, Answer] = {
    "chủ đề": make_answer(
        "Chủ đề là “<Đổi mới> & sáng tạo”.",
        citations=(make_citation("/documents/a#p1", "Đổi mới"),),
        buttons=(
            Button(title="Ai phát động?", payload="Ai?"),
            Button(title="Khen thưởng ai?", payload=PAYLOAD),
        ),
    ),
    "dài": plain_answer("answered", LONG, None),
    "Ai?": plain_answer("answered", "Chủ tịch.", None),
    PAYLOAD: plain_answer("answered", "Người lao động.", None),
    "Xin chào": plain_answer("chat", "Tôi là máy.", None),
    "Tóm tắt Kế hoạch 15": plain_answer("answered", "Tóm tắt: đoàn kết.", None),
}
#: A picture of a plan that is held, and what it is answered with.
PLAN = PNG + b"a plan"
READINGS = {
    PLAN: PictureReading(
        make_answer(
            "Trong ảnh: Kế hoạch 15.", citations=(make_citation("/documents/a#p2", "Số 15"),)
        ),
        "Tóm tắt Kế hoạch 15",
    )
}


def scripted() -> PictureDialogue:
    """Return the dialogue of the script, which knows one picture."""
    reader = ScriptedReader(READINGS)
    return PictureDialogue(ScriptedDialogue(SCRIPT), reader, RateLimiter(99))


async def no_pause(_: float) -> None:
    """Let others run, and wait for nothing."""
    await asyncio.sleep(0)


@dataclass
class Harness:
    """A channel that is on, alone, behind its webhook."""

    name: str
    registry: ChannelRegistry
    client: TestClient
    #: Takes a message's key, its text and its person, and posts it as the app does.
    post_message: Callable[[str, str, str], Response]
    #: Returns what was sent, as texts.
    texts: Callable[[], list[str]]
    #: Takes a message's key, the name of a picture at the app, what is written to it and its person.
    post_picture: Callable[[str, str, str, str], Response]
    #: The pictures that the app has, by name.
    pictures: dict[str, bytes]
    #: The app's stand-in.
    peer: Any = None

    def say(self, key: str, text: str, person: str = "7") -> None:
        """Have a person say something, and wait until it is answered."""
        assert self.post_message(key, text, person).status_code == 200
        self.settle()

    def show(self, key: str, picture: str, text: str = "", person: str = "7") -> None:
        """Have a person send a picture, and wait until it is answered."""
        assert self.post_picture(key, picture, text, person).status_code == 200
        self.settle()

    def post(self, body: bytes | dict[str, Any], headers: dict[str, str]) -> Response:
        """Post a body to the channel's webhook."""
        path = f"/channels/{self.name}"
        if isinstance(body, bytes):
            return self.client.post(path, content=body, headers=headers)
        return self.client.post(path, json=body, headers=headers)

    def settle(self) -> None:
        """Wait until every message is answered."""
        assert self.client.portal
        self.client.portal.call(self.registry.gateway.join)


@contextmanager
def running(registry: ChannelRegistry) -> Iterator[TestClient]:
    """Run a registry behind its webhooks."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await registry.start()
        yield
        await registry.stop()

    app = FastAPI(lifespan=lifespan)
    app.include_router(webhooks.router(registry))
    with TestClient(app) as client:
        yield client


def registry_of(environment: dict[str, str], folder: Path) -> ChannelRegistry:
    """Return the channels that an environment turns on, over the scripted dialogue."""
    base = {"THIDUA_VAR": str(folder), "THIDUA_PUBLIC_URL": "https://a.vn"}
    settings = read_settings({**base, **environment})
    database = open_conversations(settings)
    return open_channels(settings, database, OwnLeases(), scripted(), Metrics(), sleep=no_pause)


@contextmanager
def telegram(folder: Path) -> Iterator[Harness]:
    """A Telegram bot with a webhook."""
    peer = tg.Telegram()
    with served(tg.app_of(peer)) as address:
        environment = {
            "THIDUA_TELEGRAM_TOKEN": "1:a", "THIDUA_TELEGRAM_SECRET": TELEGRAM_SECRET,
            "THIDUA_TELEGRAM_API": address,
        }  # fmt: skip
        registry = registry_of(environment, folder)
        with running(registry) as client:

            def post_message(key: str, text: str, person: str) -> Response:
                return post_update(harness, tg.update(int(key), text, int(person), int(person)))

            def post_picture(key: str, name: str, text: str, person: str) -> Response:
                update = tg.update(int(key), "", int(person), int(person), **tg.photo(name, text))
                return post_update(harness, update)

            harness = Harness(
                "telegram", registry, client, post_message, lambda: [m["text"] for m in peer.sent],
                post_picture, peer.files, peer,
            )  # fmt: skip
            # Until the bot has learned its name.
            while post_update(harness, {"update_id": 0}).status_code == 503:
                pass
            yield harness


def post_update(harness: Harness, update: dict[str, Any]) -> Response:
    """Post an update as Telegram does."""
    return harness.post(tg.body(update), {TELEGRAM_HEADER: TELEGRAM_SECRET})


@contextmanager
def zalo(folder: Path) -> Iterator[Harness]:
    """A Zalo Official Account."""
    peer = za.Zalo()
    with served(za.app_of(peer)) as address:
        environment = {
            "THIDUA_ZALO_APP_ID": APP, "THIDUA_ZALO_APP_SECRET": "app",
            "THIDUA_ZALO_OA_SECRET": OA_SECRET, "THIDUA_ZALO_REFRESH_TOKEN": "r0",
            "THIDUA_ZALO_API": address, "THIDUA_ZALO_OAUTH": address,
        }  # fmt: skip
        registry = registry_of(environment, folder)
        with running(registry) as client:

            def post_message(key: str, text: str, person: str) -> Response:
                message = {"text": text, "msg_id": f"m{key}"}
                return post_event(harness, za.event("user_send_text", person, message=message))

            def post_picture(key: str, name: str, text: str, person: str) -> Response:
                url = f"{address}/pictures/{name}"
                message = {"msg_id": f"m{key}", "text": text, "attachments": za.image(url)}
                return post_event(harness, za.event("user_send_image", person, message=message))

            harness = Harness(
                "zalo", registry, client, post_message,
                lambda: [sent["message"]["text"] for sent in peer.sent], post_picture, peer.pictures, peer,
            )  # fmt: skip
            yield harness


def post_event(harness: Harness, event: dict[str, Any]) -> Response:
    """Post an event as Zalo does, signed."""
    return harness.post(*za.signed(event, OA_SECRET))


@contextmanager
def zalo_bot(folder: Path) -> Iterator[Harness]:
    """A bot of the Zalo Bot Platform with a webhook."""
    peer = za.Zalo()
    with served(za.app_of(peer)) as address:
        environment = {
            "THIDUA_ZALO_BOT_TOKEN": "1:a", "THIDUA_ZALO_BOT_SECRET": BOT_SECRET,
            "THIDUA_ZALO_BOT_API": address,
        }  # fmt: skip
        registry = registry_of(environment, folder)
        with running(registry) as client:

            def post_message(key: str, text: str, person: str) -> Response:
                return post_bot_event(harness, bot_event(key, text, person))

            def post_picture(key: str, name: str, text: str, person: str) -> Response:
                event = bot_event(key, "", person, "message.image.received")
                photo = {"photo_url": f"{address}/pictures/{name}", "caption": text}
                return post_bot_event(harness, {**event, "message": {**event["message"], **photo}})

            harness = Harness(
                "zalo-bot", registry, client, post_message, lambda: [m["text"] for m in peer.sent],
                post_picture, peer.pictures, peer,
            )  # fmt: skip
            yield harness


def bot_event(
    key: str, text: str, person: str, name: str = "message.text.received"
) -> dict[str, Any]:
    """Return an event of the Bot Platform."""
    sender = {"id": person, "display_name": "Lan", "is_bot": False}
    chat = {"id": person, "chat_type": "PRIVATE"}
    message = {"from": sender, "chat": chat, "text": text, "message_id": key, "date": 1}
    return {"event_name": name, "message": message}


def post_bot_event(harness: Harness, event: Any) -> Response:
    """Post an event as the Bot Platform does."""
    return harness.post(event, {BOT_HEADER: BOT_SECRET})


@contextmanager
def memory(folder: Path) -> Iterator[Harness]:
    """The channel in memory."""
    settings = read_settings({"THIDUA_VAR": str(folder), "THIDUA_PUBLIC_URL": "https://a.vn"})
    dialogue, metrics = scripted(), Metrics()
    inbox = Inbox(open_conversations(settings))
    delivery = open_delivery(settings, inbox, OwnLeases(), dialogue, metrics, sleep=no_pause)
    channel = MemoryChannel(MEMORY_SECRET, lambda person: f"hash of {person[-1]}")
    registry = ChannelRegistry(delivery, {"memory": channel}, {}, sleep=no_pause)
    with running(registry) as client:

        def post_message(key: str, text: str, person: str) -> Response:
            body = {"key": key, "person": person, "text": text}
            return harness.post(body, {MEMORY_HEADER: MEMORY_SECRET})

        def post_picture(key: str, name: str, text: str, person: str) -> Response:
            body = {"key": key, "person": person, "text": text, "picture": name}
            return harness.post(body, {MEMORY_HEADER: MEMORY_SECRET})

        harness = Harness(
            "memory", registry, client, post_message, lambda: [text for _, text in channel.sent],
            post_picture, channel.pictures, channel,
        )  # fmt: skip
        yield harness


HARNESSES = {"telegram": telegram, "zalo": zalo, "zalo-bot": zalo_bot, "memory": memory}
